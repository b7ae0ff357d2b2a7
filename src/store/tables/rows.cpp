#include "store/tables/rows.hpp"

#include "base/value.hpp"
#include "domain/event_codec.hpp"
#include "store/failure.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nameplate::store::tables {
namespace {

domain::Holder read_holder(Statement const& row, int kind_column) {
  return {static_cast<domain::HolderKind>(row.integer(kind_column)), row.integer(kind_column + 1)};
}

std::optional<std::int32_t> read_day(Statement const& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(static_cast<std::int32_t>(row.integer(column)));
}

std::optional<base::Instant> read_time(Statement const& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(base::Instant{row.integer(column)});
}

/// The label form, which is NULL where it equals the normalised one in the column before.
std::string read_label(Statement const& row, int column) {
  return std::string(row.is_null(column) ? row.text(column - 1) : row.text(column));
}

domain::Trail read_trail(Statement const& row, int column) {
  return {.last_event = {row.integer(column)}, .latest_time = {row.integer(column + 1)}};
}

}  // namespace

domain::UnitState read_unit(Statement const& row) {
  return {.id = {row.integer(0)},
          .product = {row.integer(1)},
          .serial = read_label(row, 3),
          .status = static_cast<domain::Status>(row.integer(4)),
          .holder = read_holder(row, 5),
          .owner = {row.integer(7)},
          .lot = {row.integer(8)},
          .dates = {.produced = read_day(row, 9), .expires = read_day(row, 10)},
          .trail = read_trail(row, 11)};
}

domain::ContainerState read_container(Statement const& row) {
  return {.id = {row.integer(0)},
          .code = read_label(row, 2),
          .status = static_cast<domain::Status>(row.integer(3)),
          .holder = read_holder(row, 4),
          .place = read_holder(row, 6),
          .trail = read_trail(row, 8)};
}

domain::LotState read_lot(Statement const& row) {
  return {.id = {row.integer(0)},
          .product = {row.integer(1)},
          .number = std::string(row.text(2)),
          .owner = {row.integer(3)},
          .supplier = {row.integer(4)},
          .dates = {.produced = read_day(row, 5), .expires = read_day(row, 6)},
          .trail = read_trail(row, 7)};
}

domain::Balance read_balance(Statement const& row) {
  return {.key = {.lot = {row.integer(0)},
                  .holder = read_holder(row, 1),
                  .status = static_cast<domain::Status>(row.integer(3))},
          .quantity = {row.integer(4)},
          .weight = {row.integer(5)},
          .trail = read_trail(row, 6)};
}

domain::Identifier read_identifier(Statement const& row) {
  std::string value_norm(row.text(0));
  std::string value = row.is_null(4) ? value_norm : std::string(row.text(4));
  return {.key = {.value_norm = std::move(value_norm),
                  .kind = static_cast<domain::IdentifierKind>(row.integer(1)),
                  .scope = row.integer(2)},
          .subject = {row.integer(3)},
          .value = std::move(value),
          .valid_from = {row.integer(5)},
          .opened_by = {row.integer(6)},
          .valid_to = read_time(row, 7),
          .closed_by = {row.integer(8)},
          .mistaken = row.integer(9) != 0};
}

domain::Trait read_trait(Statement const& row) {
  return {.subject = {row.integer(0)},
          .kind = static_cast<domain::SubjectKind>(row.integer(1)),
          .attribute = {row.integer(2)},
          .key = std::string(row.text(3)),
          .value = std::string(row.is_null(4) ? row.text(3) : row.text(4)),
          .set_by = {row.integer(5)}};
}

domain::Hold read_hold(Statement const& row) {
  domain::Hold hold{.id = {row.integer(0)},
                    .kind = {row.integer(1)},
                    .reason = std::string(row.text(2)),
                    .case_number = std::string(row.text(3)),
                    .placed_by = {row.integer(9)},
                    .placed_at = {row.integer(10)},
                    .released_by = {row.integer(11)},
                    .released_at = read_time(row, 12)};
  if (row.integer(4) != 0) {
    hold.rule = domain::HoldRule{.product = {row.integer(5)},
                                 .lot = {row.integer(6)},
                                 .place = read_holder(row, 7),
                                 .category = {row.integer(13)}};
  }
  return hold;
}

domain::HoldMember read_member(Statement const& row) {
  return {.subject = {row.integer(0)},
          .hold = {row.integer(1)},
          .kind = {row.integer(2)},
          .placed_by = {row.integer(3)},
          .released_by = {row.integer(4)}};
}

domain::RecordRow read_record(Statement const& row) {
  domain::RecordRow record{.id = {row.integer(0)},
                           .kind = static_cast<std::uint8_t>(row.integer(1)),
                           .code_norm = std::string(row.text(2)),
                           .code = std::string(row.text(3)),
                           .retired = row.integer(4) != 0,
                           .version = {row.integer(5)},
                           .value = {}};
  decode_stored("the master record " + record.code, [&] {
    base::ByteReader reader(row.blob(6));
    record.value = base::read_value(reader);
  });
  return record;
}

namespace {

domain::Verb read_verb(std::int64_t number) {
  auto const verb = static_cast<domain::Verb>(number);
  bool const is_known =
      domain::is_administrative(verb) ||
      std::ranges::find(domain::verb_rules(), verb, &domain::VerbRule::verb) != domain::verb_rules().end();
  if (!is_known || static_cast<std::int64_t>(verb) != number) {
    throw base::DamagedBytes(fmt::format("there is no verb {}", number));
  }
  return verb;
}

}  // namespace

domain::Event read_event(Statement const& row) {
  domain::Event event{.id = {row.integer(0)},
                      .sequence = row.integer(1),
                      .event_time = {row.integer(3)},
                      .recorded_at = {row.integer(4)},
                      .device_time = read_time(row, 6),
                      .actor = row.integer(7),
                      .device = std::string(row.text(8)),
                      .equipment = std::string(row.text(9)),
                      .location = {row.integer(10)},
                      .destination = {row.integer(11)},
                      .reason = std::string(row.text(12))};
  if (!row.is_null(5)) {
    event.zone_offset_minutes = static_cast<std::int16_t>(row.integer(5));
  }
  decode_stored(fmt::format("the event with sequence {}", event.sequence), [&] {
    event.verb = read_verb(row.integer(2));
    domain::decode_body(row.blob(13), event);
  });
  return event;
}

domain::Containment read_containment(Statement const& row) {
  domain::Containment containment{.child = {row.integer(0)},
                                  .child_kind = static_cast<domain::SubjectKind>(row.integer(1)),
                                  .parent = {row.integer(2)},
                                  .from = {row.integer(3)},
                                  .entered_by = {row.integer(4)},
                                  .left_by = {row.integer(6)}};
  if (!row.is_null(5)) {
    containment.to = base::Instant{row.integer(5)};
  }
  return containment;
}

domain::ReversedItem read_reversed_item(Statement const& row) {
  return {.event = {row.integer(0)}, .subject = {row.integer(1)}, .reversed_by = {row.integer(2)}};
}

domain::Amendment read_amendment(Statement const& row) {
  return {.event = {row.integer(0)}, .amended_by = {row.integer(1)}};
}

domain::Exception read_exception(Statement const& row) {
  domain::Exception exception{
      .raised_by = {row.integer(0)}, .raised_at = {row.integer(1)}, .resolved_by = {row.integer(2)}};
  if (!row.is_null(3)) {
    exception.resolved_at = base::Instant{row.integer(3)};
  }
  return exception;
}

domain::EventSubject read_event_subject(Statement const& row) {
  return {.subject = {row.integer(0)},
          .event_time = {row.integer(1)},
          .event = {row.integer(2)},
          .role = static_cast<domain::SubjectRole>(row.integer(3)),
          .state = std::string(row.blob(4))};
}

void decode_stored(std::string_view what, std::function<void()> const& decode) {
  try {
    decode();
  } catch (base::DamagedBytes const& damaged) {
    throw StorageFailure(FailureKind::damaged, fmt::format("{} cannot be read: {}", what, damaged.what()));
  }
}

}  // namespace nameplate::store::tables
