#include "cli/operate/operation_options.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>

namespace nameplate::cli {
namespace {

using domain::ItemField;
using domain::RequestField;

constexpr std::array options = {
    OperationOption{RequestField::product, "--product", "SKU", OptionForm::text,
                    "the product of what is entered or meant"},
    OperationOption{RequestField::location, "--location", "PLACE", OptionForm::text, "a place of ours, by code"},
    OperationOption{RequestField::destination, "--destination", "PLACE", OptionForm::text,
                    "a place of ours that the goods are sent to, instead of a party"},
    OperationOption{RequestField::container, "--container", "CODE", OptionForm::text, "the box or pallet"},
    OperationOption{RequestField::party, "--party", "CODE", OptionForm::text, "who it comes from or goes to"},
    OperationOption{RequestField::parties, "--with-party", "ROLE=CODE", OptionForm::roles,
                    "somebody else who takes part: `carrier=TORTOISE`; several times"},
    OperationOption{RequestField::owner, "--owner", "CODE", OptionForm::text, "whose it is, where it is not ours"},
    OperationOption{RequestField::status, "--status", "STATUS", OptionForm::text, "the status to record"},
    OperationOption{RequestField::holder, "--holder", "CODE", OptionForm::text,
                    "the party that has it, or the container"},
    OperationOption{
        RequestField::unpack, "--unpack", {}, OptionForm::flag, "takes what is in a container out of it first"},
    OperationOption{RequestField::contents, "--contents", "WHICH", OptionForm::text,
                    "of a container that comes back: `all` or `none` of what is inside", "all,none"},
    OperationOption{
        RequestField::rule, "--rule", "PART=CODE", OptionForm::parts,
        "in place of numbers, all goods of a `product`, `lot`, `location` or `container`, also what arrives "
        "later; several times: all of them must fit"},
    OperationOption{RequestField::kind, "--kind", "KIND", OptionForm::text,
                    "the kind of hold: `quality`, `quarantine`, ..."},
    OperationOption{RequestField::case_, "--case", "NUMBER", OptionForm::text, "the case that it belongs to"},
    OperationOption{RequestField::hold, "--hold", "ID", OptionForm::text, "the hold, such as `h5`"},
    OperationOption{RequestField::documents, "--document", "KIND:NUMBER", OptionForm::documents,
                    "a paper: `order:SO-5`, `delivery-note:LS-17:3` with its line; several times"},
    OperationOption{
        RequestField::attributes, "--attribute", "CODE=VALUE", OptionForm::values,
        "a field of your own that the goods bear from then on; nothing behind `=` takes it away; several times"},
    OperationOption{RequestField::tags, "--tag", "TAG", OptionForm::texts, "a tag that they bear too; several times"},
    OperationOption{
        RequestField::set, "--attribute", "CODE=VALUE", OptionForm::set_values,
        "a field of your own that the goods bear from then on; nothing behind `=` takes it away; several times"},
    OperationOption{RequestField::set, "--tag", "TAG", OptionForm::set_texts,
                    "all the tags that they bear from then on; several times"},
    OperationOption{RequestField::set, "--correct", "FIELD=VALUE", OptionForm::parts,
                    "what they really are: `product`, `lot`, `owner`; with --event `party`; several times"},
    OperationOption{RequestField::event, "--event", "ID", OptionForm::text,
                    "the event that it is about, such as `e12`"},
    OperationOption{RequestField::corrects, "--corrects", "ID", OptionForm::text,
                    "takes effect when this event happened, such as `e12`"},
    OperationOption{RequestField::cascade, "--cascade", "WHAT", OptionForm::text,
                    "`preview`: only shows what would have to be reversed with it, in order", "preview,none"},
    OperationOption{RequestField::exception, "--exception", "ID", OptionForm::text, "which one, such as `x12`"},
    OperationOption{RequestField::on_conflict, "--on-conflict", "WHAT", OptionForm::text,
                    "`refuse` what the books contradict (unless given); `record` it, by right, and tell a person",
                    "refuse,record"},
    OperationOption{RequestField::time, "--time", "TIME", OptionForm::text,
                    "when it happened (RFC 3339); now, unless given"},
    OperationOption{RequestField::device_time, "--device-time", "TIME", OptionForm::text,
                    "what the clock of the device says now"},
    OperationOption{RequestField::reason, "--reason", "TEXT", OptionForm::text, "why; a reason code counts as one"},
    OperationOption{RequestField::note, "--note", "TEXT", OptionForm::text, "a note for people"},
    OperationOption{RequestField::operator_, "--operator", "NAME", OptionForm::text,
                    "who did it, when somebody else reports it"},
    OperationOption{RequestField::device, "--device", "NAME", OptionForm::text, "the handheld or the till"},
    OperationOption{RequestField::equipment, "--equipment", "NAME", OptionForm::text, "the machine"},
    OperationOption{RequestField::acknowledge, "--acknowledge", "WARNING", OptionForm::texts,
                    "a warning that was read; several times"},
    OperationOption{RequestField::override_, "--override", "REASON", OptionForm::reason,
                    "does it in spite of a hold, by right of a manager"},
    OperationOption{RequestField::on_error, "--on-error", "WHAT", OptionForm::text,
                    "`rollback`: one refused item refuses all (unless given); `proceed`: the good ones are done",
                    "rollback,proceed"},
    OperationOption{ItemField::generate, "--generate", "N", OptionForm::integer,
                    "makes so many new numbers of the product"},
    OperationOption{ItemField::container, "--container", "CODE", OptionForm::text, "a box or pallet as a whole"},
    OperationOption{ItemField::lot, "--lot", "NUMBER", OptionForm::text,
                    "the lot; with --quantity and no number so much of it, otherwise the lot that the units belong to"},
    OperationOption{ItemField::quantity, "--quantity", "AMOUNT", OptionForm::text, "how much: `2.5`"},
    OperationOption{ItemField::uom, "--uom", "UNIT", OptionForm::text,
                    "the unit of the amount, where it is not the product's own"},
    OperationOption{ItemField::weight, "--weight", "AMOUNT", OptionForm::text, "what it weighs"},
    OperationOption{ItemField::from, "--from", "PLACE", OptionForm::text,
                    "where the amount lies, when it lies in several places"},
    OperationOption{ItemField::identifiers, "--identifier", "KIND=NUMBER", OptionForm::kinds,
                    "another number that it bears; several times"},
    OperationOption{ItemField::dates, "--produced", "DAY", OptionForm::day, "when it was made"},
    OperationOption{ItemField::dates, "--expires", "DAY", OptionForm::day, "until when it is good"},
    OperationOption{ItemField::new_serial, "--new-serial", "NUMBER", OptionForm::text,
                    "the number that it bears from now on"},
    OperationOption{ItemField::kind, "--kind", "KIND", OptionForm::text, "which number: `serial` unless given"},
    OperationOption{ItemField::mistyped,
                    "--mistyped",
                    {},
                    OptionForm::flag,
                    "the number before was never right, so it is free again"},
};

bool is_allowed(OperationOption const& option, domain::VerbFields const& fields) {
  if (auto const* const field = std::get_if<RequestField>(&option.field)) {
    return fields.request.contains(*field);
  }
  return fields.item.contains(std::get<ItemField>(option.field));
}

bool is_allowed_once(OptionForm form) {
  return form == OptionForm::text || form == OptionForm::integer || form == OptionForm::reason ||
         form == OptionForm::day;
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
    if (option->form == OptionForm::flag) {
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
