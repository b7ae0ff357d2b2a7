#include "app/demo/demo.hpp"

#include "app/demo/business.hpp"

namespace nameplate::app::demo {

void fill(Ledger& ledger, domain::Actor const& owner) {
  Scribe scribe(ledger, owner);
  make_master_data(scribe);
  tell_of_goods_in(scribe);
  tell_of_pumps(scribe);
  tell_of_deliveries(scribe);
  tell_of_service(scribe);
  tell_of_quality(scribe);
  scribe.record_all();
  tell_of_mistakes(scribe);
}

}  // namespace nameplate::app::demo
