#include "app/commands/record_commands.hpp"

#include "app/access.hpp"
#include "app/commands/block_commands.hpp"
#include "app/commands/references.hpp"
#include "app/numbers/formats.hpp"
#include "base/hash.hpp"
#include "base/time_text.hpp"
#include "domain/event_builder.hpp"
#include "domain/records/decide_record.hpp"
#include "domain/records/typed.hpp"
#include "domain/records/validate.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

using base::ErrorKind;
using base::Value;
using domain::RecordId;
using domain::RecordKind;
using domain::RecordRow;

/// In a path: an id (`r12`), otherwise the code.
RecordId find_record(domain::Catalog const& catalog, RecordKind kind, std::string_view id_or_code) {
  if (auto const id = parse_id('r', id_or_code)) {
    return catalog.code_of(kind, {*id}).empty() ? RecordId() : RecordId{*id};
  }
  return catalog.find(kind, id_or_code);
}

/// A token is an account with a secret.
RecordCommand as_record(TokenCommand const& token) {
  RecordCommand command{.kind = RecordKind::account, .action = RecordCommand::Action::create};
  command.value.set("name", Value(token.name));
  command.value.set("role", Value(domain::name_of(token.role)));
  if (token.expires) {
    command.value.set("expiresAt", Value(base::to_string(*token.expires)));
  }
  if (token.back_dating_hours) {
    command.value.set("backDatingHours", Value(*token.back_dating_hours));
  }
  if (token.may_record_conflicts) {
    command.value.set("mayRecordConflicts", Value(true));
  }
  return command;
}

base::Result<RecordCommand> record_command_of(Command const& command) {
  if (auto const* const token = std::get_if<TokenCommand>(&command.what)) {
    return as_record(*token);
  }
  auto const& record = std::get<RecordCommand>(command.what);
  if (record.kind == RecordKind::account && record.action == RecordCommand::Action::create) {
    return base::fail(ErrorKind::invalid, "token.needs_secret", "An account is made together with its token.");
  }
  return record;
}

/// The record that the command is about, as it stands; none when there is none.
RecordId target_of(domain::Catalog const& catalog, RecordCommand const& command) {
  if (command.action == RecordCommand::Action::create) {
    return catalog.find(command.kind, command.value.text_of(domain::rule_of(command.kind).key_field));
  }
  return find_record(catalog, command.kind, command.id_or_code);
}

base::Result<void> check_existence(RecordCommand const& command, RecordRow const* before) {
  auto const& rule = domain::rule_of(command.kind);
  bool const exists = before != nullptr;
  if (command.action == RecordCommand::Action::patch && !exists) {
    return base::fail(
        ErrorKind::not_found, "record.unknown",
        "There is no " + std::string(rule.name) + " \"" + command.id_or_code.substr(0, 80) + "\". Check the code.");
  }
  if (command.action == RecordCommand::Action::create && exists) {
    return base::fail(ErrorKind::conflict, "code.taken",
                      "There is a " + std::string(rule.name) + " \"" + before->code +
                          "\" already. Choose another code, or change that one.");
  }
  if (command.version_expected && (!exists || before->version != *command.version_expected)) {
    return base::fail(ErrorKind::stale, "record.stale",
                      "Somebody changed it in the meantime. Read it again, and "
                      "decide whether your change still fits.");
  }
  return {};
}

/// The fields as they should become: given whole (POST, PUT), or laid over what is there (PATCH).
Value wanted_value(RecordCommand const& command, RecordRow const* before, domain::Catalog const& catalog) {
  auto const& rule = domain::rule_of(command.kind);
  if (command.action == RecordCommand::Action::patch) {
    auto value = domain::render(rule, before->value, catalog);
    if (auto const* const fields = command.value.as_object()) {
      for (auto const& [name, field] : *fields) {
        value.set(name, field);
      }
    }
    return value;
  }
  auto value = command.value;
  if (command.kind == RecordKind::product && value.text_of("tracking").empty()) {
    auto const category = catalog.find(RecordKind::category, value.text_of("category"));
    if (auto inherited = catalog.tracking_of_category(category); !inherited.empty()) {
      value.set("tracking", Value(std::move(inherited)));
    }
  }
  if (command.action == RecordCommand::Action::put && value.find(rule.key_field) == nullptr) {
    value.set(rule.key_field, Value(before == nullptr ? command.id_or_code : before->code));
  }
  return value;
}

base::Result<void> check_template(RecordKind kind, Value const& value) {
  if (kind != RecordKind::serial_format) {
    return {};
  }
  auto const format = compile(domain::to_serial_format({.id = {},
                                                        .kind = static_cast<std::uint8_t>(kind),
                                                        .code_norm = {},
                                                        .code = {},
                                                        .retired = false,
                                                        .version = {},
                                                        .value = value}));
  return format ? base::Result<void>() : std::unexpected(format.error());
}

/// What a format looked like before: numbers that were made so are still read.
void keep_versions(RecordRow const* before, base::Instant now, Value& value) {
  Value::List versions;
  auto const* const earlier = before == nullptr ? nullptr : before->value.find("versions");
  if (earlier != nullptr && earlier->as_list() != nullptr) {
    versions = *earlier->as_list();
  }
  if (before != nullptr && before->value.text_of("template") != value.text_of("template")) {
    versions.emplace_back(Value::Object{{"version", Value(static_cast<std::int64_t>(versions.size()) + 1)},
                                        {"template", Value(before->value.text_of("template"))},
                                        {"until", Value(base::to_string(now))}});
  }
  value.set("versions", versions.empty() ? Value() : Value(std::move(versions)));
}

domain::Event make_event(RecordContext const& context, domain::RecordDecision decided) {
  domain::EventBuilder builder({.id = context.event,
                                .verb = domain::Verb::change_record,
                                .event_time = context.now,
                                .recorded_at = context.now,
                                .actor = context.actor.account},
                               base::random_bytes(32));
  for (auto& [field, bytes] : decided.personal) {
    builder.add_private(std::string(domain::personal_value_prefix) + field, -1, std::move(bytes));
  }
  builder.set_matter(std::move(decided.changed));
  return std::move(builder).finish();
}

template <typename T>
bool holds(std::vector<T> const& values, T value) {
  return std::ranges::find(values, value) != values.end();
}

}  // namespace

void collect_wanted(Command const& command, domain::Catalog const& catalog, WantedRecords& wanted) {
  if (auto const record = record_command_of(command)) {
    if (auto const id = target_of(catalog, *record)) {
      wanted.records.push_back(id);
    }
  }
}

void load_records(store::Reader& reader, WantedRecords& wanted, domain::WorkingSet& state) {
  std::ranges::sort(wanted.records);
  auto const twice = std::ranges::unique(wanted.records);
  wanted.records.erase(twice.begin(), twice.end());
  if (wanted.records.empty()) {
    return;
  }
  for (auto& row : reader.load_records(wanted.records)) {
    state.add_record(std::move(row));
  }
  wanted.products_in_use = reader.products_in_use(wanted.records);
  wanted.locations_in_use = reader.locations_in_use(wanted.records);
}

base::Result<DecidedRecord> decide_record_command(RecordContext const& context, Command const& command) {
  auto const record = record_command_of(command);
  if (!record) {
    return std::unexpected(record.error());
  }
  auto const& rule = domain::rule_of(record->kind);
  if (context.actor.role < rule.role_min) {
    return base::fail(ErrorKind::forbidden, "access.role",
                      "This needs the role " + std::string(domain::name_of(rule.role_min)) + ".");
  }
  auto const id = target_of(context.catalog, *record);
  auto const* const before = context.state.record(id);
  if (auto const exists = check_existence(*record, before); !exists) {
    return std::unexpected(exists.error());
  }
  auto wanted = wanted_value(*record, before, context.catalog);
  if (record->kind == RecordKind::serial_format && wanted.as_object() != nullptr) {
    keep_versions(before, context.now, wanted);
  }
  if (record->kind == RecordKind::number_block && wanted.as_object() != nullptr) {
    auto const settled =
        settle_block({.catalog = context.catalog, .numbering = context.numbering, .numbers = context.numbers}, command,
                     before, wanted);
    if (!settled) {
      return std::unexpected(settled.error());
    }
  }
  auto value = domain::validate(rule, wanted, context.catalog);
  if (!value) {
    return std::unexpected(value.error());
  }
  if (auto const fits = check_template(record->kind, *value); !fits) {
    return std::unexpected(fits.error());
  }
  bool const retired = record->retired.value_or(before != nullptr && before->retired);
  auto const row_before = before == nullptr ? std::nullopt : std::optional(*before);
  auto const record_id = before == nullptr ? RecordId{context.next_record()} : before->id;
  auto decided = domain::decide_record(context.catalog, rule,
                                       {.id = record_id,
                                        .before = row_before,
                                        .value = *std::move(value),
                                        .retired = retired,
                                        .use = {.product_in_use = holds(context.wanted.products_in_use, id),
                                                .location_in_use = holds(context.wanted.locations_in_use, id)}});
  if (!decided) {
    return std::unexpected(decided.error());
  }
  DecidedRecord result{.made = before == nullptr};
  if (!decided->has_value()) {
    result.record = *before;
    return result;
  }
  if (std::holds_alternative<TokenCommand>(command.what)) {
    auto token = make_token();
    result.secret = store::TokenSecret{.account = record_id, .hash = token.hash};
    result.token = std::move(token.text);
  }
  result.event = make_event(context, **std::move(decided));
  return result;
}

std::optional<RecordRow> record_of_replay(store::Reader& reader, KeptOutcome const& kept, domain::Event const* event) {
  auto const* const changed = event == nullptr ? nullptr : std::get_if<domain::RecordChanged>(&event->matter);
  if (changed != nullptr) {
    // As that event left it, whatever came later: the same fold as for the projection.
    domain::WorkingSet state;
    state.fold(*event);
    return *state.record(changed->record);
  }
  if (!kept.record_unchanged) {
    return std::nullopt;
  }
  auto rows = reader.load_records({&kept.record_unchanged, 1});
  return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
}

}  // namespace nameplate::app
