#include "app/demo/business.hpp"

#include <string>

namespace nameplate::app::demo {

using domain::Verb;

namespace {

struct Pallet {
  int number;
  char const* product;
  char const* prefix;
  int first_unit;  ///< of 16: four boxes of four
};

/// Four boxes of four units each, then the boxes onto a pallet.
void tell_of_packing(Scribe& scribe, int days_ago, Pallet const& pallet) {
  for (int box = 0; box < 4; ++box) {
    scribe.note({days_ago, 8, 10 + 5 * box},
                {.verb = Verb::pack,
                 .items = units(pallet.product, pallet.prefix, pallet.first_unit + 4 * box, 4),
                 .location = "PACKING",
                 .container = numbered("BOX-", pallet.number * 10 + box),
                 .operator_name = "Shift B",
                 .device = "scanner-3"});
  }
  scribe.note({days_ago, 9, 0}, {.verb = Verb::pack,
                                 .items = containers("BOX-", pallet.number * 10, 4),
                                 .location = "PACKING",
                                 .container = numbered("PALLET-", pallet.number),
                                 .operator_name = "Shift B",
                                 .device = "scanner-3"});
}

void tell_of_staging(Scribe& scribe, int days_ago, int pallet) {
  scribe.note({days_ago, 10, 0}, {.verb = Verb::stage,
                                  .items = containers("PALLET-", pallet, 1),
                                  .location = "DOCK-1",
                                  .operator_name = "Shift B",
                                  .device = "scanner-3"});
}

void tell_of_shipment(Scribe& scribe, int days_ago, int pallet, char const* customer) {
  auto const order = numbered("SO-", 700 + pallet);
  scribe.note({days_ago, 14, 20}, {.verb = Verb::ship,
                                   .items = containers("PALLET-", pallet, 1),
                                   .party = customer,
                                   .parties = {{.role = "carrier", .party = "TORTOISE"}},
                                   .documents = {{.kind = "order", .number = order},
                                                 {.kind = "delivery-note", .number = numbered("DN-", 1000 + pallet)}},
                                   .operator_name = "Shift B",
                                   .device = "scanner-3"});
}

}  // namespace

void tell_of_deliveries(Scribe& scribe) {
  // To customers: two pallets have arrived, one is on the road, one waits at the dock, one is just packed.
  tell_of_packing(scribe, 26, {.number = 1, .product = "PUMP-S20", .prefix = "S20-", .first_unit = 1});
  tell_of_staging(scribe, 26, 1);
  tell_of_shipment(scribe, 26, 1, "ATLANTIS");
  scribe.note({23, 12, 0}, {.verb = Verb::deliver,
                            .items = containers("PALLET-", 1, 1),
                            .party = "ATLANTIS",
                            .documents = {{.kind = "delivery-note", .number = "DN-1001"}},
                            .device = "carrier-feed"});
  tell_of_packing(scribe, 21, {.number = 2, .product = "PUMP-S40", .prefix = "S40-", .first_unit = 1});
  tell_of_staging(scribe, 21, 2);
  tell_of_shipment(scribe, 20, 2, "UTOPIA");
  scribe.note({17, 11, 30}, {.verb = Verb::deliver,
                             .items = containers("PALLET-", 2, 1),
                             .party = "UTOPIA",
                             .documents = {{.kind = "delivery-note", .number = "DN-1002"}},
                             .device = "carrier-feed"});
  tell_of_packing(scribe, 3, {.number = 3, .product = "PUMP-S20", .prefix = "S20-", .first_unit = 41});
  tell_of_staging(scribe, 3, 3);
  tell_of_shipment(scribe, 2, 3, "FABLE");
  tell_of_packing(scribe, 2, {.number = 4, .product = "PUMP-S40", .prefix = "S40-", .first_unit = 33});
  tell_of_staging(scribe, 1, 4);
  tell_of_packing(scribe, 1, {.number = 5, .product = "PUMP-S20", .prefix = "S20-", .first_unit = 57});

  // To the depot: the first lot has arrived and is unpacked, the second is on its way.
  scribe.note({13, 8, 0}, {.verb = Verb::ship,
                           .items = units("PUMP-X75", "X75-", 1, 6),
                           .destination = "DEPOT-IN",
                           .documents = {{.kind = "transfer", .number = "TR-0031"}},
                           .operator_name = "Shift A",
                           .device = "scanner-3"});
  scribe.note({12, 9, 45}, {.verb = Verb::receive,
                            .items = units("PUMP-X75", "X75-", 1, 6),
                            .location = "DEPOT-IN",
                            .documents = {{.kind = "transfer", .number = "TR-0031"}},
                            .operator_name = "Depot",
                            .device = "depot-scanner"});
  scribe.note({12, 10, 15}, {.verb = Verb::move,
                             .items = units("PUMP-X75", "X75-", 1, 6),
                             .location = "DEPOT-01",
                             .operator_name = "Depot",
                             .device = "depot-scanner"});
  scribe.note({1, 15, 30}, {.verb = Verb::ship,
                            .items = units("PUMP-X75", "X75-", 25, 4),
                            .destination = "DEPOT-IN",
                            .documents = {{.kind = "transfer", .number = "TR-0032"}},
                            .operator_name = "Shift A",
                            .device = "scanner-3"});
}

}  // namespace nameplate::app::demo
