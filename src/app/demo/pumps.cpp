#include "app/demo/business.hpp"

namespace nameplate::app::demo {

using domain::Verb;

namespace {

/// A batch from assembly is booked in, passes the test bench and goes to its bin.
void tell_of_batch(Scribe& scribe, int days_ago, char const* product, char const* prefix, int first, int count,
                   char const* pressure, char const* bin) {
  scribe.note({days_ago, 11, 0}, {.verb = Verb::register_,
                                  .items = units(product, prefix, first, count),
                                  .location = "TEST-BENCH",
                                  .documents = {{.kind = "work-order", .number = numbered("WO-", 2000 + first)}},
                                  .operator_name = "Shift A",
                                  .device = "assembly-terminal"});
  scribe.note({days_ago, 13, 30}, {.verb = Verb::inspect,
                                   .items = units(product, prefix, first, count),
                                   .operator_name = "Shift A",
                                   .equipment = "test-bench-1",
                                   .reason = "pressure test passed",
                                   .traits = {.attributes = {{.attribute = "pressure", .value = pressure}}}});
  scribe.note({days_ago, 15, 0}, {.verb = Verb::move,
                                  .items = units(product, prefix, first, count),
                                  .location = bin,
                                  .operator_name = "Shift B",
                                  .device = "scanner-2"});
}

domain::Item relabelled(char const* product, char const* serial, char const* new_serial) {
  domain::Item item{.kind = domain::ItemKind::serial, .product = product, .number = serial};
  item.extra = std::make_unique<domain::ItemExtra>();
  item.extra->new_serial = new_serial;
  return item;
}

}  // namespace

void tell_of_pumps(Scribe& scribe) {
  tell_of_batch(scribe, 32, "PUMP-S20", "S20-", 1, 40, "6.2", "B-01");
  tell_of_batch(scribe, 28, "PUMP-S40", "S40-", 1, 32, "9.8", "B-02");
  tell_of_batch(scribe, 24, "PUMP-S20", "S20-", 41, 40, "6.1", "B-01");
  tell_of_batch(scribe, 18, "PUMP-X75", "X75-", 1, 24, "16", "B-03");
  tell_of_batch(scribe, 12, "PUMP-S40", "S40-", 33, 32, "9.9", "B-02");
  tell_of_batch(scribe, 6, "PUMP-S20", "S20-", 81, 40, "6.3", "B-04");
  tell_of_batch(scribe, 2, "PUMP-X75", "X75-", 25, 12, "15.8", "B-03");

  std::vector<domain::Item> label;
  label.push_back(relabelled("PUMP-S20", "S20-0099", "S20-0199"));
  scribe.note({5, 10, 40}, {.verb = Verb::relabel,
                            .items = std::move(label),
                            .operator_name = "Shift A",
                            .device = "scanner-1",
                            .reason = "nameplate was damaged"});
  scribe.note({4, 9, 50}, {.verb = Verb::scrap,
                           .items = units("PUMP-S20", "S20-", 120, 1),
                           .operator_name = "Shift B",
                           .device = "scanner-2",
                           .reason = "fell off the truck"});
  scribe.note({3, 7, 30}, {.verb = Verb::observe,
                           .items = units("PUMP-S20", "S20-", 81, 18),
                           .operator_name = "Shift A",
                           .device = "scanner-1",
                           .reason = "shelf walk"});
}

}  // namespace nameplate::app::demo
