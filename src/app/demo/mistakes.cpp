#include "app/demo/business.hpp"

namespace nameplate::app::demo {

using domain::Verb;

void tell_of_mistakes(Scribe& scribe) {
  // Four pumps were booked in twice: the second booking is taken back, their numbers are free.
  auto const twice = scribe.tell({5, 15, 10}, {.verb = Verb::register_,
                                               .items = units("PUMP-S20", "S20-", 141, 4),
                                               .location = "B-01",
                                               .operator_name = "Assembly",
                                               .device = "handheld-2"});
  scribe.tell({.verb = Verb::reverse, .operator_name = "Assembly", .reason = "booked in twice", .event = twice});

  // A pump went to another customer than its delivery note says.
  scribe.tell({5, 15, 20}, {.verb = Verb::register_, .items = units("PUMP-S20", "S20-", 145, 1), .location = "B-01"});
  auto const shipped = scribe.tell({4, 11, 0}, {.verb = Verb::ship,
                                                .items = units("PUMP-S20", "S20-", 145, 1),
                                                .party = "ATLANTIS",
                                                .documents = {{.kind = "delivery-note", .number = "DN-0077"}},
                                                .device = "handheld-1"});
  scribe.tell({.verb = Verb::amend, .party = "UTOPIA", .reason = "the address label was right", .event = shipped});

  // What the dosing machine reports is more than the books have: a person has to look, and did so once.
  for (int days_ago : {3, 2}) {
    auto const reported = scribe.tell({days_ago, 23, 30}, {.verb = Verb::scrap,
                                                           .items = lot("GREASE", "G-118", "30", "TEST-BENCH"),
                                                           .equipment = "dosing-machine",
                                                           .reason = "used up",
                                                           .on_conflict = domain::OnConflict::record});
    if (days_ago == 3) {
      scribe.tell({.verb = Verb::resolve, .reason = "a drum had been put there without a scan", .exception = reported});
    }
  }
}

}  // namespace nameplate::app::demo
