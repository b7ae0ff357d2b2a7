#pragma once

#include "store/tables/connection.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Values in the binary form of PostgreSQL's protocol.
namespace nameplate::store::postgres {

// The numbers of types, which never change (pg_type.dat).
inline constexpr std::uint32_t type_bytea = 17;
inline constexpr std::uint32_t type_bigint = 20;
inline constexpr std::uint32_t type_smallint = 21;
inline constexpr std::uint32_t type_integer = 23;
inline constexpr std::uint32_t type_text = 25;

[[nodiscard]] std::uint32_t type_of(tables::ColumnType type);
[[nodiscard]] std::uint32_t array_type_of(std::uint32_t type);
[[nodiscard]] std::string_view name_of_type(std::uint32_t type);

[[nodiscard]] std::array<char, 8> encode_integer(std::int64_t value);
/// Of two, four or eight bytes.
[[nodiscard]] std::int64_t decode_integer(std::string_view bytes);

/// Callers put the byte FF, which no text holds, above every text. The server takes valid text only: the highest
/// character stands for it there. Gives `text` itself where it has none.
[[nodiscard]] std::string_view without_top_byte(std::string_view text, std::string& buffer);

/// One value. Points to where it stands.
struct Parameter {
  std::uint32_t type = type_bigint;
  bool is_null = true;
  std::string_view bytes = {};
};

/// The values of one column for many rows.
class ArrayOfValues {
 public:
  void add(std::uint32_t type, std::string_view bytes);
  void add_null(std::uint32_t type);
  void clear();

  [[nodiscard]] std::uint32_t type() const { return type_; }
  [[nodiscard]] std::size_t size() const { return count_; }
  /// Lives until the next call.
  [[nodiscard]] Parameter as_parameter();

 private:
  void begin(std::uint32_t type);

  std::uint32_t type_ = 0;
  std::uint32_t count_ = 0;
  bool has_null_ = false;
  std::string bytes_;  ///< the head of the array, then each value with its length
};

}  // namespace nameplate::store::postgres
