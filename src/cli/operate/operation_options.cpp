#include "cli/operate/operation_options.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>

namespace nameplate::cli {
namespace {

using domain::ItemField;
using domain::RequestField;
using enum OptionForm;

constexpr std::array options = {
    OperationOption{RequestField::product, "--product", "SKU", text, "the product of what is entered or meant"},
    OperationOption{RequestField::location, "--location", "PLACE", text, "a place of ours, by code"},
    OperationOption{RequestField::destination, "--destination", "PLACE", text,
                    "a place of ours that the goods are sent to, instead of a party"},
    OperationOption{RequestField::container, "--container", "CODE", text, "the box or pallet"},
    OperationOption{RequestField::party, "--party", "CODE", text, "who it comes from or goes to"},
    OperationOption{RequestField::parties, "--with-party", "ROLE=CODE", roles,
                    "somebody else who takes part: `carrier=TORTOISE`; several times"},
    OperationOption{RequestField::owner, "--owner", "CODE", text, "whose it is, where it is not ours"},
    OperationOption{RequestField::status, "--status", "STATUS", text, "the status to record"},
    OperationOption{RequestField::holder, "--holder", "CODE", text, "the party that has it, or the container"},
    OperationOption{RequestField::unpack, "--unpack", {}, flag, "takes what is in a container out of it first"},
    OperationOption{RequestField::contents, "--contents", "WHICH", text,
                    "of a container that comes back: `all` or `none` of what is inside", "all,none"},
    OperationOption{RequestField::rule, "--rule", "PART=CODE", parts,
                    "in place of numbers, all goods of a `product`, `lot`, `location` or `container`, also what arrives "
                    "later; several times: all of them must fit"},
    OperationOption{RequestField::kind, "--kind", "KIND", text, "the kind of hold: `quality`, `quarantine`, ..."},
    OperationOption{RequestField::case_, "--case", "NUMBER", text, "the case that it belongs to"},
    OperationOption{RequestField::hold, "--hold", "ID", text, "the hold, such as `h5`"},
    OperationOption{RequestField::documents, "--document", "KIND:NUMBER", documents,
                    "a paper: `order:SO-5`, `delivery-note:LS-17:3` with its line; several times"},
    OperationOption{RequestField::time, "--time", "TIME", text, "when it happened (RFC 3339); now, unless given"},
    OperationOption{RequestField::device_time, "--device-time", "TIME", text, "what the clock of the device says now"},
    OperationOption{RequestField::reason, "--reason", "TEXT", text, "why; a reason code counts as one"},
    OperationOption{RequestField::note, "--note", "TEXT", text, "a note for people"},
    OperationOption{RequestField::operator_, "--operator", "NAME", text, "who did it, when somebody else reports it"},
    OperationOption{RequestField::device, "--device", "NAME", text, "the handheld or the till"},
    OperationOption{RequestField::equipment, "--equipment", "NAME", text, "the machine"},
    OperationOption{RequestField::acknowledge, "--acknowledge", "WARNING", texts,
                    "a warning that was read; several times"},
    OperationOption{RequestField::override_, "--override", "REASON", reason,
                    "does it in spite of a hold, by right of a manager"},
    OperationOption{RequestField::on_error, "--on-error", "WHAT", text,
                    "`rollback`: one refused item refuses all (unless given); `proceed`: the good ones are done",
                    "rollback,proceed"},
    OperationOption{ItemField::generate, "--generate", "N", integer, "makes so many new numbers of the product"},
    OperationOption{ItemField::container, "--container", "CODE", text, "a box or pallet as a whole"},
    OperationOption{ItemField::lot, "--lot", "NUMBER", text,
                    "the lot; with --quantity and no number so much of it, otherwise the lot that the units belong to"},
    OperationOption{ItemField::quantity, "--quantity", "AMOUNT", text, "how much: `2.5`"},
    OperationOption{ItemField::uom, "--uom", "UNIT", text, "the unit of the amount, where it is not the product's own"},
    OperationOption{ItemField::weight, "--weight", "AMOUNT", text, "what it weighs"},
    OperationOption{ItemField::from, "--from", "PLACE", text, "where the amount lies, when it lies in several places"},
    OperationOption{ItemField::identifiers, "--identifier", "KIND=NUMBER", kinds,
                    "another number that it bears; several times"},
    OperationOption{ItemField::dates, "--produced", "DAY", day, "when it was made"},
    OperationOption{ItemField::dates, "--expires", "DAY", day, "until when it is good"},
    OperationOption{ItemField::new_serial, "--new-serial", "NUMBER", text, "the number that it bears from now on"},
    OperationOption{ItemField::kind, "--kind", "KIND", text, "which number: `serial` unless given"},
    OperationOption{ItemField::mistyped, "--mistyped", {}, flag,
                    "the number before was never right, so it is free again"},
};

bool is_allowed(OperationOption const& option, domain::VerbFields const& fields) {
  if (auto const* const field = std::get_if<RequestField>(&option.field)) {
    return fields.request.contains(*field);
  }
  return fields.item.contains(std::get<ItemField>(option.field));
}

bool is_allowed_once(OptionForm form) {
  return form == text || form == integer || form == reason || form == day;
}

}  // namespace

std::span<OperationOption const> operation_options() {
  return options;
}

std::vector<OperationOption const*> options_of(domain::Verb verb) {
  auto const& fields = domain::fields_of(verb);
  std::vector<OperationOption const*> found;
  for (auto const& option : options) {
    bool const is_taken = std::ranges::any_of(found, [&](auto const* other) { return other->name == option.name; });
    if (!is_taken && is_allowed(option, fields)) {
      found.push_back(&option);
    }
  }
  return found;
}

void add_operation_options(CLI::App& command, domain::Verb verb, GivenOptions& given) {
  for (auto const* const option : options_of(verb)) {
    auto const name = std::string(option->name);
    if (option->form == flag) {
      command.add_flag_callback(name, [&given, option] { given[option] = {"true"}; });
      continue;
    }
    auto* const added = command.add_option_function<std::vector<std::string>>(
        name, [&given, option](std::vector<std::string> const& values) { given[option] = values; });
    // Each value follows its own option: `--document A B` means the paper A, and the number B.
    added->allow_extra_args(false);
    added->multi_option_policy(is_allowed_once(option->form) ? CLI::MultiOptionPolicy::Throw
                                                             : CLI::MultiOptionPolicy::TakeAll);
  }
}

}  // namespace nameplate::cli
