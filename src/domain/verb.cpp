#include "domain/verb.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <array>

namespace nameplate::domain {
namespace {

using enum Status;

constexpr StatusSet any = {ordered,  in_stock,      in_process, ready_to_ship, in_transit,
                           shipped,  with_customer, returned,   in_repair,     built_in,
                           consumed, lost,          scrapped,   reported,      void_};
constexpr StatusSet any_real = {ordered,  in_stock,  in_process, ready_to_ship, in_transit, shipped,  with_customer,
                                returned, in_repair, built_in,   consumed,      lost,       scrapped, reported};
constexpr StatusSet none = {};

// How a verb reads: name, what it does, new numbers?, from, quantity from, to, target, inside, carries, role.
constexpr std::array rules = {
    VerbRule{Verb::register_,
             "register",
             "Enters what exists already: opening stock, imports, own production.",
             true,
             {ordered, reported, void_},
             none,
             in_stock,
             Target::stated,
             Inside::ignored,
             false,
             Role::operator_},
    VerbRule{Verb::announce,
             "announce",
             "Enters what is on order and not here yet.",
             true,
             {void_},
             none,
             ordered,
             Target::announced,
             Inside::ignored,
             false,
             Role::operator_},
    VerbRule{Verb::receive,
             "receive",
             "Takes goods in at a place of ours.",
             true,
             {ordered, reported, in_transit, with_customer, void_},
             {in_transit, ordered, with_customer},
             in_stock,
             Target::location,
             Inside::taken_out,
             true,
             Role::operator_},
    VerbRule{Verb::move, "move", "Moves goods to another place.", false, in_our_hands, in_our_hands, std::nullopt,
             Target::location, Inside::refused, false, Role::operator_},
    VerbRule{Verb::pack, "pack", "Puts goods into a container.", false, in_our_hands, in_our_hands, std::nullopt,
             Target::container, Inside::refused, false, Role::operator_},
    VerbRule{Verb::unpack, "unpack", "Takes goods out of their container.", false, in_our_hands, in_our_hands,
             std::nullopt, Target::out_of_container, Inside::taken_out, false, Role::operator_},
    VerbRule{Verb::stage,
             "stage",
             "Sets goods ready to ship.",
             false,
             {in_stock},
             {in_stock},
             ready_to_ship,
             Target::location_if_given,
             Inside::refused,
             true,
             Role::operator_},
    VerbRule{Verb::unstage,
             "unstage",
             "Puts staged goods back into stock.",
             false,
             {ready_to_ship},
             {ready_to_ship},
             in_stock,
             Target::location_if_given,
             Inside::refused,
             true,
             Role::operator_},
    VerbRule{Verb::ship,
             "ship",
             "Sends goods to a party, or to another place of ours.",
             false,
             {in_stock, ready_to_ship, returned, in_repair},
             {ready_to_ship, in_stock, returned, in_repair},
             shipped,
             Target::recipient,
             Inside::refused,
             true,
             Role::operator_},
    VerbRule{Verb::deliver,
             "deliver",
             "Hands goods over to the customer, or notes that they arrived there.",
             false,
             {in_stock, ready_to_ship, shipped},
             {shipped, ready_to_ship, in_stock},
             with_customer,
             Target::party,
             Inside::taken_out,
             true,
             Role::operator_},
    VerbRule{Verb::return_,
             "return",
             "Takes goods back that had left us.",
             false,
             {shipped, with_customer},
             {with_customer, shipped},
             returned,
             Target::location,
             Inside::taken_out,
             true,
             Role::operator_},
    VerbRule{Verb::accept,
             "accept",
             "Puts returned or repaired goods back into stock.",
             false,
             {returned, in_repair},
             {returned, in_repair},
             in_stock,
             Target::location_if_given,
             Inside::ignored,
             true,
             Role::operator_},
    VerbRule{Verb::repair, "repair", "Takes goods into repair.", false, in_our_hands, in_our_hands, in_repair,
             Target::location_if_given, Inside::ignored, false, Role::operator_},
    VerbRule{Verb::scrap, "scrap", "Takes goods out for good.", false, in_our_hands, in_our_hands, scrapped,
             Target::nowhere, Inside::taken_out, true, Role::operator_},
    VerbRule{Verb::lose, "lose", "Notes that goods cannot be found.", false, in_our_hands, in_our_hands, lost,
             Target::nowhere, Inside::taken_out, true, Role::operator_},
    VerbRule{Verb::find,
             "find",
             "Notes that lost goods turned up.",
             false,
             {lost},
             {lost},
             in_stock,
             Target::location,
             Inside::taken_out,
             true,
             Role::operator_},
    VerbRule{Verb::observe, "observe", "Notes that something was seen.", false, any_real, none, std::nullopt,
             Target::stays, Inside::ignored, false, Role::operator_},
    VerbRule{Verb::inspect, "inspect", "Notes the result of a test.", false, any_real, none, std::nullopt,
             Target::stays, Inside::ignored, false, Role::operator_},
    VerbRule{Verb::process, "process", "Notes a step of work.", false, any_real, none, std::nullopt, Target::stays,
             Inside::ignored, false, Role::operator_},
    VerbRule{Verb::hold, "hold", "Forbids some uses of goods, for a reason.", false, any_real, none, std::nullopt,
             Target::stays, Inside::ignored, false, Role::operator_},
    VerbRule{Verb::release, "release", "Lifts a hold.", false, any, none, std::nullopt, Target::stays, Inside::ignored,
             false, Role::operator_},
    VerbRule{Verb::relabel, "relabel", "Gives something another number.", false, any_real, none, std::nullopt,
             Target::stays, Inside::ignored, false, Role::manager},
    VerbRule{Verb::adjust, "adjust", "States what is so, against the book, with a reason code.", false, any, any_real,
             std::nullopt, Target::stated, Inside::taken_out, true, Role::manager},
    VerbRule{Verb::amend, "amend", "Sets what goods bear: attributes, tags, dates, further numbers.", false, any_real,
             none, std::nullopt, Target::stays, Inside::ignored, false, Role::operator_},
    VerbRule{Verb::reverse, "reverse", "Says that an event, or some of its items, did not happen.", false, any, none,
             std::nullopt, Target::stays, Inside::ignored, false, Role::operator_},
    VerbRule{Verb::resolve, "resolve", "Says what came of an exception.", false, none, none, std::nullopt,
             Target::stays, Inside::ignored, false, Role::manager},
};

}  // namespace

std::span<VerbRule const> verb_rules() {
  return rules;
}

VerbRule const& rule_of(Verb verb) {
  // The table stands in the order of the numbers, without that of master data: this is asked for every item of every
  // operation.
  auto const index = static_cast<std::size_t>(verb) - (verb > Verb::change_record ? 2 : 1);
  base::check(index < rules.size() && rules[index].verb == verb, "every verb on goods has a rule");
  return rules[index];
}

std::string_view name_of(Verb verb) {
  switch (verb) {
    case Verb::change_record: return "change";
    case Verb::erase: return "erase";
    default: return rule_of(verb).name;
  }
}

std::optional<Verb> parse_verb(std::string_view name) {
  auto const* const found = std::ranges::find(rules, name, &VerbRule::name);
  return found == rules.end() ? std::nullopt : std::optional(found->verb);
}

}  // namespace nameplate::domain
