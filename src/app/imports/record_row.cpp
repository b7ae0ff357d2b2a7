#include "app/imports/record_row.hpp"

#include "app/imports/record_cell.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

std::string name_of_column(MappingTarget const& target) {
  return target.column.empty() ? target.to : target.column;
}

RowError cell_error(MappedRow const& row, std::size_t index, MappingTarget const& target, base::Error const& error) {
  return {.row = row.number,
          .column = name_of_column(target),
          .found = shown_cell(row.cells[index]),
          .reason = error.reason,
          .detail = error.detail};
}

/// The field that the detail of a refusal names: "`codes[0].party`: there is no ..." is about `codes`.
std::string_view field_of_detail(std::string_view detail) {
  if (!detail.starts_with('`')) {
    return {};
  }
  auto const path = detail.substr(1, detail.find('`', 1) - 1);
  return path.substr(0, path.find_first_of(".["));
}

}  // namespace

std::expected<RecordRowRead, RowError> read_record_row(Mapping const& mapping, MappedRow const& row,
                                                       domain::Catalog const& catalog) {
  if (row.problem) {
    return std::unexpected(*row.problem);
  }
  auto const& rule = domain::rule_of(*mapping.kind.record);
  RecordRowRead read;
  read.command.kind = rule.kind;
  base::Value value{base::Value::Object()};
  for (std::size_t i = 0; i < mapping.targets.size(); ++i) {
    auto const& target = mapping.targets[i];
    auto const& cell = row.cells[i];
    if (cell.empty()) {
      continue;
    }
    if (target.record == nullptr) {
      if (cell != "active" && cell != "retired") {
        return std::unexpected(RowError{.row = row.number,
                                        .column = name_of_column(target),
                                        .found = shown_cell(cell),
                                        .expected = "active, retired",
                                        .reason = "row.value",
                                        .detail = "This is no state of a record."});
      }
      read.command.retired = cell == "retired";
      continue;
    }
    auto field = read_record_cell(*target.record, cell,
                                  {.decimal = mapping.decimal,
                                   .dates = mapping.dates,
                                   .offset_minutes = mapping.offset_minutes,
                                   .accepts_spoilt = target.accepts_spoilt});
    if (!field) {
      return std::unexpected(cell_error(row, i, target, field.error()));
    }
    value.set(target.record->name, *std::move(field));
  }
  auto const code = value.text_of(rule.key_field);
  if (code.empty()) {
    return std::unexpected(RowError{.row = row.number,
                                    .column = std::string(rule.key_field),
                                    .expected = "a value",
                                    .reason = "row.missing",
                                    .detail = "The row names no " + std::string(rule.name) + "."});
  }
  read.key = domain::normalise_code(code);
  bool const is_known = static_cast<bool>(catalog.find(rule.kind, code));
  read.command.action = is_known ? RecordCommand::Action::patch : RecordCommand::Action::create;
  read.command.id_or_code = is_known ? code : std::string();
  if (is_known) {
    value.set(rule.key_field, base::Value());  // the code stays as it was written first
  }
  read.command.value = std::move(value);
  return read;
}

RowError record_row_error(Mapping const& mapping, MappedRow const& row, base::Error const& error) {
  auto const field = field_of_detail(error.detail);
  auto const target = std::ranges::find_if(
      mapping.targets, [&](MappingTarget const& one) { return one.record != nullptr && one.record->name == field; });
  if (target == mapping.targets.end()) {
    return {.row = row.number, .column = std::string(field), .reason = error.reason, .detail = error.detail};
  }
  return cell_error(row, static_cast<std::size_t>(target - mapping.targets.begin()), *target, error);
}

bool may_wait(Mapping const& mapping, RowError const& error) {
  if (error.reason != "reference.unknown") {
    return false;
  }
  return std::ranges::any_of(mapping.targets, [&](MappingTarget const& target) {
    return target.record != nullptr && name_of_column(target) == error.column &&
           target.record->refers_to == mapping.kind.record;
  });
}

}  // namespace nameplate::app
