#pragma once

#include "domain/changes.hpp"

#include <cstdint>
#include <string>
#include <utility>

/// Rows for tests of stores. Every value that is not named is something plain.
namespace nameplate::test {

inline domain::Holder at(std::int64_t location) {
  return domain::Holder::at({location});
}
inline domain::Holder in(std::int64_t container) {
  return domain::Holder::in({container});
}

[[nodiscard]] inline domain::UnitState a_unit(std::int64_t id, std::string serial, std::int64_t event = 1) {
  return {.id = {id},
          .product = {7},
          .serial = std::move(serial),
          .status = domain::Status::in_stock,
          .holder = at(100),
          .owner = {},
          .lot = {},
          .dates = {},
          .trail = {.last_event = {event}, .latest_time = {1000 * event}}};
}

[[nodiscard]] inline domain::ContainerState a_container(std::int64_t id, std::string code, domain::Holder holder,
                                                        domain::Holder place, std::int64_t event = 1) {
  return {.id = {id},
          .code = std::move(code),
          .status = domain::Status::in_stock,
          .holder = holder,
          .place = place,
          .trail = {.last_event = {event}, .latest_time = {1000 * event}}};
}

[[nodiscard]] inline domain::LotState a_lot(std::int64_t id, std::string number, std::int64_t event = 1) {
  return {.id = {id},
          .product = {7},
          .number = std::move(number),
          .owner = {},
          .supplier = {},
          .dates = {},
          .trail = {.last_event = {event}, .latest_time = {1000 * event}}};
}

[[nodiscard]] inline domain::Identifier an_identifier(std::int64_t subject, std::string value,
                                                      domain::IdentifierKind kind = domain::IdentifierKind::serial,
                                                      std::int64_t scope = 7) {
  return {.key = {.value_norm = value, .kind = kind, .scope = scope},
          .subject = {subject},
          .value = value,
          .valid_from = {1000},
          .opened_by = {1}};
}

[[nodiscard]] inline domain::BalanceDelta a_delta(std::int64_t lot, domain::Holder holder, std::int64_t quantity,
                                                  std::int64_t event = 1, std::int64_t time = 1000) {
  return {.key = {.lot = {lot}, .holder = holder, .status = domain::Status::in_stock},
          .quantity = {quantity},
          .weight = {2 * quantity},
          .last_event = {event},
          .latest_time = {time}};
}

[[nodiscard]] inline domain::RecordRow a_record(std::int64_t id, std::uint8_t kind, std::string code,
                                                std::int64_t version = 1) {
  return {.id = {id},
          .kind = kind,
          .code_norm = code,
          .code = code,
          .retired = false,
          .version = {version},
          .value = base::Value::Object{{"name", "Name of " + code}, {"count", std::int64_t{3}}}};
}

[[nodiscard]] inline domain::Event an_event(std::int64_t id, domain::Sequence sequence) {
  domain::Event event{.id = {id},
                      .sequence = sequence,
                      .verb = domain::Verb::move,
                      .event_time = {1'700'000'000'000'000 + id},
                      .recorded_at = {1'700'000'000'000'001 + id},
                      .actor = 5,
                      .location = {100}};
  event.effects.push_back({.holder = at(100)});
  event.items.push_back({.subject = {1}});
  return event;
}

}  // namespace nameplate::test
