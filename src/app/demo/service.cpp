#include "app/demo/business.hpp"

namespace nameplate::app::demo {

using domain::Verb;

void tell_of_service(Scribe& scribe) {
  // Three pumps come back: one is put into stock again, one is in repair, one still waits to be looked at.
  scribe.note({11, 8, 20}, {.verb = Verb::return_,
                            .items = units("PUMP-S20", "S20-", 3, 3),
                            .location = "WORKSHOP",
                            .party = "ATLANTIS",
                            .documents = {{.kind = "return", .number = "RMA-0012"}},
                            .operator_name = "Service desk",
                            .device = "service-desk",
                            .reason = "loses pressure"});
  scribe.note({10, 9, 0}, {.verb = Verb::inspect,
                           .items = units("PUMP-S20", "S20-", 3, 2),
                           .operator_name = "Workshop",
                           .equipment = "test-bench-2",
                           .reason = "shaft seal worn on S20-0004, no fault found on S20-0003"});
  scribe.note({10, 9, 30}, {.verb = Verb::accept,
                            .items = units("PUMP-S20", "S20-", 3, 1),
                            .location = "B-01",
                            .operator_name = "Workshop",
                            .device = "service-desk"});
  scribe.note({10, 10, 0}, {.verb = Verb::repair,
                            .items = units("PUMP-S20", "S20-", 4, 1),
                            .operator_name = "Workshop",
                            .device = "service-desk"});
  scribe.note({9, 14, 0}, {.verb = Verb::process,
                           .items = units("PUMP-S20", "S20-", 4, 1),
                           .operator_name = "Workshop",
                           .device = "service-desk",
                           .reason = "shaft seal replaced"});

  // A pump that stays the customer's while it is with us.
  scribe.note({7, 13, 10}, {.verb = Verb::receive,
                            .items = units("PUMP-S40", "S40-", 5, 1),
                            .location = "WORKSHOP",
                            .party = "UTOPIA",
                            .owner = "UTOPIA",
                            .documents = {{.kind = "return", .number = "RMA-0013"}},
                            .operator_name = "Service desk",
                            .device = "service-desk"});
  scribe.note({6, 8, 45}, {.verb = Verb::repair,
                           .items = units("PUMP-S40", "S40-", 5, 1),
                           .operator_name = "Workshop",
                           .device = "service-desk",
                           .reason = "impeller blocked"});
}

}  // namespace nameplate::app::demo
