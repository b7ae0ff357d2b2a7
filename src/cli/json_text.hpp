#pragma once

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <string>
#include <string_view>

/// What stands in an answer, as people read it.
namespace nameplate::cli {

/// The text of a member; empty when it is absent, null or something else.
[[nodiscard]] std::string text_in(boost::json::object const& object, std::string_view name);
/// The number of a member; 0 when it is absent or something else.
[[nodiscard]] std::int64_t number_in(boost::json::object const& object, std::string_view name);
/// What stands at `product/sku`; null when something on the way is missing.
[[nodiscard]] boost::json::value const* find_in(boost::json::object const& object, std::string_view path);

/// Texts, numbers, booleans as they are; lists with commas; objects by what names them (sku, code, number, id), and all
/// their members when nothing does. Null: empty.
[[nodiscard]] std::string shown(boost::json::value const& value);

/// An RFC 3339 time in the zone of this machine, `2026-11-24 19:30:05`; anything else as it is.
[[nodiscard]] std::string local_time(std::string_view text);

/// `lastEvent` → `last event`.
[[nodiscard]] std::string spoken_name(std::string_view member);

}  // namespace nameplate::cli
