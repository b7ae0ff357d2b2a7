#include "base/check.hpp"
#include "domain/describe_verbs.hpp"
#include "domain/identifier.hpp"
#include "domain/records/initial.hpp"
#include "domain/status.hpp"

#include <string_view>

namespace nameplate::domain {
namespace {

struct StatusText {
  std::string_view meaning;
  std::string_view place;
};

StatusText text_of(Status status) {
  switch (status) {
    case Status::ordered: return {"on order from a supplier or our own production, not here yet", "nowhere"};
    case Status::in_stock: return {"here, free to be used", "a place of ours"};
    case Status::in_process: return {"here, being worked on", "a place of ours"};
    case Status::ready_to_ship: return {"here, set ready for a shipment", "a place of ours"};
    case Status::in_transit: return {"between two places of ours", "on the way to a place"};
    case Status::shipped: return {"sent to a party", "with the party"};
    case Status::with_customer: return {"handed over", "with the party"};
    case Status::returned: return {"came back, not looked at yet", "a place of ours"};
    case Status::in_repair: return {"here, in repair", "a place of ours"};
    case Status::built_in: return {"part of another unit", "in the unit"};
    case Status::consumed: return {"used up", "nowhere"};
    case Status::lost: return {"cannot be found", "nowhere"};
    case Status::scrapped: return {"taken out for good", "nowhere"};
    case Status::reported: return {"a partner told us of it, we never had it", "with the party"};
    case Status::void_: return {"its registration was a mistake", "nowhere"};
  }
  base::unreachable();
}

std::string_view text_of(Scope scope) {
  switch (scope) {
    case Scope::ledger: return "the ledger";
    case Scope::product: return "the product";
    case Scope::none: return "not unique";
  }
  base::unreachable();
}

constexpr std::string_view introduction = R"(# Statuses, numbers, holds

Status, place, owner and holds are four separate things; none of them follows from another. This page is made from the rules and compared
with them by a test. [verbs.md](verbs.md) says which verb leads from where to where.

## Statuses

What lies in a container is where the outermost container is.

| status | meaning | where it is | in our hands |
|---|---|---|---|
)";

constexpr std::string_view numbers = R"(
## Kinds of numbers

A number is unique among the current ones of its kind within its scope; letters are compared without their case, blanks around it do not
count. A number that was replaced still leads to what bore it. One of a kind that is given *never* again stays with what truly bore it; one
that was closed as mistyped is free at once.

| kind | unique within | given again |
|---|---|---|
)";

constexpr std::string_view holds = R"(
## Holds

Any number of holds may stand on one thing; each kind says which verbs it forbids, and one hold that forbids the verb is enough. A hold on a
lot holds its quantities and its units; a hold on a container, or by rule on a place, holds all that is inside or below, also what comes
later. Goods under a hold that come in are booked in, held, with the warning `item.held`. Where a date has passed, the kind `expired` holds
by itself from the day after, judged at the time of the event; a unit without a date of its own has that of its lot.

A manager lifts a hold for one operation with `override`, where the kind allows that. A hold is over when its last item is released; a hold
by rule only as a whole. These kinds stand in a new ledger; they can be changed, and more can be made.

| kind | name | forbids | released by | can be overridden |
|---|---|---|---|---|
)";

std::string hold_kind_row(base::Value const& value) {
  std::string forbids;
  if (auto const* const field = value.find("forbids")) {
    for (auto const& verb : *field->as_list()) {
      forbids += (forbids.empty() ? "`" : ", `") + *verb.as_text() + "`";
    }
  }
  auto const* const overridable = value.find("overridable");
  bool const can_be = overridable == nullptr || *overridable->as_bool();
  return "| `" + value.text_of("code") + "` | " + value.text_of("name") + " | " + forbids + " | " +
         value.text_of("releaseRole") + " | " + (can_be ? "yes" : "no") + " |\n";
}

}  // namespace

std::string describe_statuses() {
  std::string page(introduction);
  for (auto const status : all_statuses()) {
    auto const text = text_of(status);
    page.append("| `").append(name_of(status)).append("` | ").append(text.meaning).append(" | ").append(text.place);
    page += in_our_hands.contains(status) ? " | yes |\n" : " | |\n";
  }
  page += numbers;
  for (auto const& rule : identifier_kinds()) {
    page.append("| `").append(rule.name).append("` | ").append(text_of(rule.scope));
    page.append(rule.reuse == Reuse::never ? " | never |\n" : " | yes |\n");
  }
  page += holds;
  for (auto const& record : initial_records()) {
    if (record.kind == RecordKind::hold_kind) {
      page += hold_kind_row(record.value);
    }
  }
  return page;
}

}  // namespace nameplate::domain
