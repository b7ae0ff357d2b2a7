#include "domain/describe_verbs.hpp"

#include "base/check.hpp"
#include "domain/check.hpp"
#include "domain/verb.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace nameplate::domain {
namespace {

/// What the table of rules does not say.
struct VerbText {
  Verb verb;
  std::string_view needs;
  std::string_view afterwards;  ///< place and holder
  std::string_view refusals;    ///< beside those that follow from the status and those that every verb has
};

constexpr std::array texts = {
    VerbText{Verb::register_,
             "`location`, or `holder` for what is with a party or in a container; `status` (default `in_stock`)",
             "where it is said to be", "`place.not_ours`, `number.used_before`"},
    VerbText{Verb::announce, "", "nowhere yet; `location` is where it is expected", "`number.used_before`"},
    VerbText{Verb::receive, "`location`", "at `location`, out of its container",
             "`unit.bought_back` \\*, `container.bought_back` \\*, `number.used_before`"},
    VerbText{Verb::move, "`location`", "at `location`", ""},
    VerbText{Verb::pack,
             "`container`; one that does not exist yet is made where `location` says, or where the first item is",
             "in the container, wherever that is",
             "`container.not_in_stock`, `container.held`, `container.inside_itself`, `container.too_deep`"},
    VerbText{Verb::unpack, "", "at `location`, otherwise where its container stands",
             "`unit.not_in_container`, `container.not_in_container`"},
    VerbText{Verb::stage, "", "at `location`, otherwise where it was", ""},
    VerbText{Verb::unstage, "", "at `location`, otherwise where it was", ""},
    VerbText{Verb::ship, "`party`, or `destination` for a place of ours",
             "with the party; to a place of ours: on the way, `in_transit`",
             "`ship.recipient_missing`, `ship.recipient_twice`"},
    VerbText{Verb::deliver, "`party`, but for what was shipped to one", "with the party", "`deliver.party_missing`"},
    VerbText{Verb::return_, "`location`; of a container that is not empty `contents`: `all` or `none`",
             "at `location`, out of its container", "`return.contents_missing`, `return.other_party` \\*"},
    VerbText{Verb::accept, "", "at `location`, otherwise where it was", ""},
    VerbText{Verb::repair, "", "at `location`, otherwise where it was", ""},
    VerbText{Verb::scrap, "", "nowhere", "`container.not_empty` \\*"},
    VerbText{Verb::lose, "", "nowhere", "`container.not_empty` \\*"},
    VerbText{Verb::find, "`location`", "at `location`", ""},
    VerbText{Verb::observe, "", "where it was", ""},
    VerbText{Verb::inspect, "", "where it was", ""},
    VerbText{Verb::process, "", "where it was", ""},
    VerbText{Verb::hold, "`kind`; `items` or `rule`", "where it was", "`hold_kind.unknown`, `hold.rule_empty`"},
    VerbText{Verb::release, "`hold`, or `items` with `kind`", "where it was",
             "`hold.unknown`, `hold.released`, `hold.not_on_item`"},
    VerbText{Verb::relabel, "`newSerial` of each item", "where it was",
             "`number.taken`, `number.used_before`, `relabel.number_missing`, `relabel.ambiguous`"},
    VerbText{Verb::adjust, "`reason`, a reason code; `status` or `location`; of a quantity how much there is",
             "where it is said to be",
             "`reason.missing`, `location.missing`, `status.missing`, `place.not_ours`, `adjust.place_missing`, "
             "`container.not_empty` \\*"},
    VerbText{Verb::amend, "`set`, or `attributes`, `tags`, `dates`, `identifiers` of an item", "where it was",
             "`attribute.not_here`, `attribute.required`, `number.taken`"},
    VerbText{Verb::reverse, "`event`; `items` where only some of it did not happen", "as if it had not happened",
             "`history.contradicted`, `reverse.administrative`, `reverse.of_reversal`, `reverse.already`, "
             "`reverse.not_own`"},
    VerbText{Verb::resolve, "`exception`, `reason`", "where it was", "`exception.unknown`, `exception.resolved`"},
};

constexpr std::string_view introduction = R"(# Verbs

What can be done to units, containers and quantities: from which status, what the request says, what becomes of it, and what refuses it.
This page is made from the rules in `src/domain/verb.cpp` and compared with them by a test.

*In our hands* is `in_stock`, `in_process`, `ready_to_ship`, `returned` or `in_repair`. A quantity is taken from what of its lot is in one
of the named statuses, at the place that `from` names; without `from` it must lie in one place only. Register, announce and receive bring
amounts in from outside; receive takes what was announced, or is on its way to the place, first. Adjust states how much there is.

Asking for what is already so changes nothing and is no error. It is recorded as a sighting when the verb is move, or when the request
states another `time` than that of the latest event.

)";

constexpr std::string_view second_part = R"(
## What the request says, and what becomes of it

*Inside a container*: what the verb asks of something that lies in one. *refused*: unless the request says `unpack: true`. *taken out*: by
itself. *stays*: the verb does not touch it; where it would stand elsewhere afterwards it is refused too. *Contents*: whether the contents
of a container change their status with it; they must all be in a status that the verb starts from, and free of holds that forbid it. Their
place is always that of the container. A slug with \* is a warning that `acknowledge` lifts.

)";

constexpr std::string_view last_part = R"(
`adjust` changes the contents' status only where it states one for the container. A container that comes back with `contents: none` leaves
what is directly inside where it was.

## What every verb can be refused for

| reason | when |
|---|---|
| `access.role` | the account may not |
| `override.role` | `override` by somebody who is no manager |
| `location.activity_not_allowed` | the place does not allow the verb; `destination` must allow receive |
| `unit.held`, `container.held`, `container.content_held`, `lot.held` | a hold forbids the verb, see [statuses.md](statuses.md) |
| `unit.inside_container`, `container.inside_container` | see above |
| `container.content_status` | something inside is in a status that the verb does not start from |
| `lot.not_enough`, `lot.not_enough_weight`, `lot.place_ambiguous`, `item.weight_missing` | there is less of it, or it lies in several places |
| `quantity.not_positive`, `quantity.negative`, `quantity.too_large` | no amount that can be booked |
| `lot.owner_differs`, `lot.supplier_differs`, `lot.dates_differ` | more of a lot comes in, and it is not the same goods |
| `time.in_future`, `time.too_old`, `time.before_latest_event` | the stated time |
| `item.twice` | the same thing is named twice |

[errors.md](errors.md) says what to do about each.
)";

std::string list(StatusSet set) {
  StatusSet all;
  for (auto const status : all_statuses()) {
    all.insert(status);
  }
  auto all_but_void = StatusSet();
  for (auto const status : all_statuses()) {
    if (status != Status::void_) {
      all_but_void.insert(status);
    }
  }
  if (set == all) {
    return "any";
  }
  if (set == all_but_void) {
    return "any but `void`";
  }
  std::string text = set == in_our_hands ? "in our hands" : "";
  for (auto const status : all_statuses()) {
    if (set.contains(status) && set != in_our_hands) {
      text += (text.empty() ? "`" : ", `") + std::string(name_of(status)) + "`";
    }
  }
  return text;
}

std::string after(VerbRule const& rule) {
  if (rule.target == Target::stated) {
    return "as stated";
  }
  return rule.to ? "`" + std::string(name_of(*rule.to)) + "`" : "";
}

std::string_view spoken(Inside inside) {
  switch (inside) {
    case Inside::refused: return "refused";
    case Inside::taken_out: return "taken out";
    case Inside::ignored: return "stays";
  }
  base::unreachable();
}

/// How the verb refuses what is in another status.
std::string refusals(VerbRule const& rule, std::string_view more) {
  std::set<std::string> slugs;
  bool const is_about_goods = rule.verb != Verb::reverse && rule.verb != Verb::resolve;
  for (auto const status : is_about_goods ? all_statuses() : std::span<Status const>()) {
    for (auto const* const subject : {"unit", "container"}) {
      if (auto const refusal = check_status(rule.verb, status, subject, {}, {})) {
        slugs.insert("`" + refusal->reason + "`");
      }
    }
  }
  std::string text;
  for (auto const& slug : slugs) {
    text += (text.empty() ? "" : ", ") + slug;
  }
  return text + (text.empty() || more.empty() ? "" : ", ") + std::string(more);
}

void add_row(std::string& page, std::initializer_list<std::string> cells) {
  for (auto const& cell : cells) {
    page += cell.empty() ? "| " : "| " + cell + " ";
  }
  page += "|\n";
}

}  // namespace

std::string describe_verbs() {
  std::string page(introduction);
  page += "| verb | what it does | who | units and containers from | quantities from | status afterwards |\n";
  page += "|---|---|---|---|---|---|\n";
  for (auto const& rule : verb_rules()) {
    auto const from = rule.makes_new ? "new, " + list(rule.from) : list(rule.from);
    add_row(page, {"`" + std::string(rule.name) + "`", std::string(rule.summary), std::string(name_of(rule.role_min)),
                   from, list(rule.quantity_from), after(rule)});
  }
  page += second_part;
  page += "| verb | needs | afterwards | inside a container | contents | refused with |\n|---|---|---|---|---|---|\n";
  for (auto const& rule : verb_rules()) {
    auto const* const text = std::ranges::find(texts, rule.verb, &VerbText::verb);
    base::check(text != texts.end(), "every verb has its text");
    add_row(page,
            {"`" + std::string(rule.name) + "`", std::string(text->needs), std::string(text->afterwards),
             std::string(spoken(rule.inside)), rule.carries_contents ? "follow" : "", refusals(rule, text->refusals)});
  }
  page += last_part;
  return page;
}

}  // namespace nameplate::domain
