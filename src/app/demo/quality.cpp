#include "app/demo/business.hpp"

namespace nameplate::app::demo {

using domain::Verb;

void tell_of_quality(Scribe& scribe) {
  // On items: castings with pores, kept apart.
  scribe.note({21, 9, 15}, {.verb = Verb::hold,
                            .items = units("CASTING-20", "NC-", 12, 4),
                            .operator_name = "Quality",
                            .device = "quality-desk",
                            .reason = "pores at the bearing seat",
                            .hold_kind = "quarantine",
                            .case_number = "QN-0107"});
  scribe.note({21, 9, 40}, {.verb = Verb::move,
                            .items = units("CASTING-20", "NC-", 12, 4),
                            .location = "QUARANTINE",
                            .operator_name = "Quality",
                            .device = "scanner-2"});

  // By rule: all of a lot, wherever it lies, and what still arrives of it.
  scribe.note({8, 11, 5}, {.verb = Verb::hold,
                           .operator_name = "Quality",
                           .device = "quality-desk",
                           .reason = "hardness out of tolerance",
                           .hold_kind = "quality",
                           .case_number = "QN-0111",
                           .rule = domain::RuleGiven{.product = "ORING-32", .lot = "OR32-0944"}});

  // Placed and lifted again.
  scribe.note({16, 8, 30}, {.verb = Verb::hold,
                            .items = units("PUMP-X75", "X75-", 10, 5),
                            .operator_name = "Sales",
                            .device = "sales-desk",
                            .reason = "kept for Utopia until they decide",
                            .hold_kind = "customer"});
  scribe.note({9, 16, 20}, {.verb = Verb::release,
                            .items = units("PUMP-X75", "X75-", 10, 5),
                            .operator_name = "Sales",
                            .device = "sales-desk",
                            .reason = "they took the S40",
                            .hold_kind = "customer"});
}

}  // namespace nameplate::app::demo
