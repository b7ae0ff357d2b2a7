#include "app/demo/business.hpp"

namespace nameplate::app::demo {

using domain::Verb;

namespace {

void tell_of_motors(Scribe& scribe) {
  scribe.note({40, 9, 5}, {.verb = Verb::announce,
                           .items = all(units("MOTOR-250", "IM25-", 1, 60), units("MOTOR-750", "IM75-", 1, 20)),
                           .location = "GOODS-IN",
                           .party = "IMAGINARY",
                           .documents = {{.kind = "order", .number = "PO-4501"}},
                           .device = "purchasing"});
  scribe.note({33, 7, 40},
              {.verb = Verb::receive,
               .items = all(units("MOTOR-250", "IM25-", 1, 60), units("MOTOR-750", "IM75-", 1, 20)),
               .location = "GOODS-IN",
               .party = "IMAGINARY",
               .documents = {{.kind = "order", .number = "PO-4501"}, {.kind = "delivery-note", .number = "IM-90017"}},
               .operator_name = "Shift A",
               .device = "scanner-1"});
  scribe.note({33, 9, 10}, {.verb = Verb::move,
                            .items = units("MOTOR-250", "IM25-", 1, 60),
                            .location = "A-01",
                            .operator_name = "Shift A",
                            .device = "scanner-1"});
  scribe.note({33, 9, 25}, {.verb = Verb::move,
                            .items = units("MOTOR-750", "IM75-", 1, 20),
                            .location = "A-02",
                            .operator_name = "Shift A",
                            .device = "scanner-1"});
  scribe.note({5, 9, 0}, {.verb = Verb::announce,
                          .items = units("MOTOR-250", "IM25-", 61, 24),
                          .location = "GOODS-IN",
                          .party = "IMAGINARY",
                          .documents = {{.kind = "order", .number = "PO-4533"}},
                          .device = "purchasing"});
  scribe.note({19, 14, 5}, {.verb = Verb::lose,
                            .items = units("MOTOR-250", "IM25-", 17, 2),
                            .operator_name = "Shift B",
                            .device = "scanner-2",
                            .reason = "not in the bin at the cycle count"});
  scribe.note({15, 10, 30}, {.verb = Verb::find,
                             .items = units("MOTOR-250", "IM25-", 17, 1),
                             .location = "A-02",
                             .operator_name = "Shift A",
                             .device = "scanner-1",
                             .reason = "was behind the 750 W motors"});
}

void tell_of_castings(Scribe& scribe) {
  scribe.note({38, 8, 15}, {.verb = Verb::receive,
                            .items = all(units("CASTING-20", "NC-", 1, 24), generated("CASTING-20", 24)),
                            .location = "GOODS-IN",
                            .party = "NOWHERE-CAST",
                            .documents = {{.kind = "delivery-note", .number = "NC-3391"}},
                            .operator_name = "Shift A",
                            .device = "scanner-1"});
  scribe.note({38, 10, 0}, {.verb = Verb::move,
                            .items = units("CASTING-20", "NC-", 1, 24),
                            .location = "A-03",
                            .operator_name = "Shift A",
                            .device = "scanner-1"});
  scribe.note({22, 11, 20}, {.verb = Verb::scrap,
                             .items = units("CASTING-20", "NC-", 7, 2),
                             .operator_name = "Shift B",
                             .device = "scanner-2",
                             .reason = "cracked at the flange"});
}

void tell_of_seals_and_grease(Scribe& scribe) {
  scribe.note({36, 8, 0}, {.verb = Verb::receive,
                           .items = all(all(lot("SEAL-K", "K-2610", "400"), lot("ORING-32", "OR32-0901", "5000")),
                                        all(lot("ORING-50", "OR50-0877", "2500"), lot("GREASE", "G-118", "25.5"))),
                           .location = "GOODS-IN",
                           .party = "NEVERLEAK",
                           .documents = {{.kind = "delivery-note", .number = "NL-7720"}},
                           .operator_name = "Shift A",
                           .device = "scanner-1"});
  scribe.note({36, 9, 30}, {.verb = Verb::move,
                            .items = all(lot("SEAL-K", "K-2610", "400"), lot("ORING-32", "OR32-0901", "5000")),
                            .location = "A-04",
                            .operator_name = "Shift A",
                            .device = "scanner-1"});
  scribe.note({30, 13, 0}, {.verb = Verb::move,
                            .items = all(lot("ORING-32", "OR32-0901", "1200", "A-04"), lot("GREASE", "G-118", "5.25")),
                            .location = "TEST-BENCH",
                            .operator_name = "Shift B",
                            .device = "scanner-2"});
  scribe.note({20, 15, 45}, {.verb = Verb::scrap,
                             .items = lot("GREASE", "G-118", "0.75", "TEST-BENCH"),
                             .operator_name = "Shift B",
                             .device = "scanner-2",
                             .reason = "contaminated"});
  // Past its date by now, so it is held by itself.
  scribe.note({35, 8, 0}, {.verb = Verb::receive,
                           .items = expiring(lot("GREASE", "G-097", "6"), scribe.date(9)),
                           .location = "A-04",
                           .party = "NEVERLEAK",
                           .documents = {{.kind = "delivery-note", .number = "NL-7726"}},
                           .operator_name = "Shift B",
                           .device = "scanner-2"});
  scribe.note({14, 8, 10}, {.verb = Verb::receive,
                            .items = lot("ORING-32", "OR32-0944", "3000"),
                            .location = "A-04",
                            .party = "NEVERLEAK",
                            .documents = {{.kind = "delivery-note", .number = "NL-7803"}},
                            .operator_name = "Shift A",
                            .device = "scanner-1"});
  scribe.note({4, 17, 0}, {.verb = Verb::adjust,
                           .items = lot("GREASE", "G-118", "20"),
                           .location = "GOODS-IN",
                           .operator_name = "Stocktake",
                           .device = "scanner-1",
                           .reason = "stocktake"});
  scribe.note({31, 8, 30}, {.verb = Verb::receive,
                            .items = loose("CARTON-M", "300"),
                            .location = "PACKING",
                            .operator_name = "Shift B",
                            .device = "scanner-2"});
  scribe.note({3, 16, 0}, {.verb = Verb::scrap,
                           .items = loose("CARTON-M", "12"),
                           .operator_name = "Shift B",
                           .device = "scanner-2",
                           .reason = "water damage"});
}

}  // namespace

void tell_of_goods_in(Scribe& scribe) {
  tell_of_motors(scribe);
  tell_of_castings(scribe);
  tell_of_seals_and_grease(scribe);
}

}  // namespace nameplate::app::demo
