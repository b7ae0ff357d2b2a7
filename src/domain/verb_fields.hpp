#pragma once

#include "domain/status.hpp"
#include "domain/verb.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// Which fields a request for an operation may have, as one table per verb, under the names of the API.
/// docs/reference/api.md shows it, and the command line makes its options of it.
namespace nameplate::domain {

/// The fields of the request itself.
enum class RequestField : std::uint8_t {
  items,
  location,
  destination,
  container,
  party,
  parties,
  owner,
  document,
  documents,
  time,
  device_time,
  operator_,
  device,
  equipment,
  reason,
  note,
  product,
  status,
  holder,
  unpack,
  contents,
  acknowledge,
  override_,
  on_error,
  return_,
  rule,
  kind,
  case_,
  hold,
  attributes,
  tags,
  set,
  on_conflict,
  event,
  cascade,
  corrects,
  exception,
};

/// The fields of one of its items.
enum class ItemField : std::uint8_t {
  product,
  serial,
  generate,
  scan,
  unit,
  lot,
  quantity,
  container,
  identifiers,
  dates,
  weight,
  uom,
  note,
  from,
  new_serial,
  kind,
  mistyped,
  attributes,
  tags,
};

using RequestFields = EnumSet<RequestField>;
using ItemFields = EnumSet<ItemField>;

struct VerbFields {
  RequestFields request;
  ItemFields item;
};

[[nodiscard]] VerbFields const& fields_of(Verb verb);

[[nodiscard]] std::string_view name_of(RequestField field);
[[nodiscard]] std::string_view name_of(ItemField field);
[[nodiscard]] std::optional<RequestField> parse_request_field(std::string_view name);
[[nodiscard]] std::optional<ItemField> parse_item_field(std::string_view name);
[[nodiscard]] std::span<RequestField const> all_request_fields();
[[nodiscard]] std::span<ItemField const> all_item_fields();

}  // namespace nameplate::domain
