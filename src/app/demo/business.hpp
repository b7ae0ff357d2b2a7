#pragma once

#include "app/demo/scribe.hpp"

namespace nameplate::app::demo {

/// Its products, places and parties.
void make_master_data(Scribe& scribe);

// The chapters of its history, each about goods of its own.
void tell_of_goods_in(Scribe& scribe);    ///< castings, motors, seals, O-rings, grease: ordered, received, put away
void tell_of_pumps(Scribe& scribe);       ///< finished pumps: booked in, tested, relabelled, some lost or scrapped
void tell_of_deliveries(Scribe& scribe);  ///< packed, staged, shipped, arrived
void tell_of_service(Scribe& scribe);     ///< returned, repaired, accepted; a customer's own pump
void tell_of_quality(Scribe& scribe);     ///< holds on items and by rule
/// Taken back, told differently, recorded against the books. After all others are recorded.
void tell_of_mistakes(Scribe& scribe);

}  // namespace nameplate::app::demo
