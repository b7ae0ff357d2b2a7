#include "store/postgres/values.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace nameplate::store::postgres {
namespace {

constexpr std::size_t kept_bytes_max = 65'536;

constexpr std::size_t array_head = 20;
constexpr std::string_view highest_character = "\xF4\x8F\xBF\xBF";

template <typename Number>
Number in_network_order(Number value) {
  if constexpr (std::endian::native == std::endian::little) {
    Number swapped{};
    auto* const from = reinterpret_cast<char const*>(&value);
    auto* const to = reinterpret_cast<char*>(&swapped);
    for (std::size_t i = 0; i < sizeof(Number); ++i) {
      to[i] = from[sizeof(Number) - 1 - i];
    }
    return swapped;
  }
  return value;
}

template <typename Number>
std::array<char, sizeof(Number)> bytes_of(Number value) {
  std::array<char, sizeof(Number)> bytes{};
  value = in_network_order(value);
  std::memcpy(bytes.data(), &value, sizeof(Number));
  return bytes;
}

template <typename Number>
std::int64_t read(std::string_view bytes) {
  std::array<char, sizeof(Number)> copy{};
  std::ranges::copy(bytes.substr(0, sizeof(Number)), copy.begin());
  return in_network_order(std::bit_cast<Number>(copy));
}

}  // namespace

std::uint32_t type_of(tables::ColumnType type) {
  switch (type) {
    case tables::ColumnType::text: return type_text;
    case tables::ColumnType::blob: return type_bytea;
    case tables::ColumnType::integer:
    case tables::ColumnType::null: return type_bigint;
  }
  base::unreachable();
}

std::uint32_t array_type_of(std::uint32_t type) {
  switch (type) {
    case type_text: return 1009;
    case type_bytea: return 1001;
    default: return 1016;
  }
}

std::string_view name_of_type(std::uint32_t type) {
  switch (type) {
    case type_text: return "text";
    case type_bytea: return "bytea";
    default: return "bigint";
  }
}

std::array<char, 8> encode_integer(std::int64_t value) {
  return bytes_of(value);
}

std::int64_t decode_integer(std::string_view bytes) {
  switch (bytes.size()) {
    case 2: return read<std::int16_t>(bytes);
    case 4: return read<std::int32_t>(bytes);
    case 8: return read<std::int64_t>(bytes);
    default: return 0;
  }
}

std::string_view without_top_byte(std::string_view text, std::string& buffer) {
  if (text.find('\xFF') == std::string_view::npos) {
    return text;
  }
  buffer.clear();
  for (char const c : text) {
    if (c == '\xFF') {
      buffer += highest_character;
    } else {
      buffer += c;
    }
  }
  return buffer;
}

void ArrayOfValues::begin(std::uint32_t type) {
  if (count_ == 0) {
    type_ = type;
    has_null_ = false;
    bytes_.assign(array_head, '\0');
  }
  base::check(type_ == type, "the values of one column are of one type");
  ++count_;
}

void ArrayOfValues::add(std::uint32_t type, std::string_view bytes) {
  begin(type);
  auto const size = bytes_of(static_cast<std::int32_t>(bytes.size()));
  bytes_.append(size.data(), size.size());
  bytes_.append(bytes);
}

void ArrayOfValues::add_null(std::uint32_t type) {
  begin(type);
  has_null_ = true;
  auto const size = bytes_of(std::int32_t{-1});
  bytes_.append(size.data(), size.size());
}

void ArrayOfValues::clear() {
  count_ = 0;
  // What a large operation needed is not kept for each connection and statement.
  if (bytes_.capacity() > kept_bytes_max) {
    bytes_ = std::string();
  }
  bytes_.clear();
}

Parameter ArrayOfValues::as_parameter() {
  std::array<std::int32_t, 5> const head = {1, has_null_ ? 1 : 0, static_cast<std::int32_t>(type_),
                                            static_cast<std::int32_t>(count_), 1};
  for (std::size_t i = 0; i < head.size(); ++i) {
    auto const bytes = bytes_of(head[i]);
    std::ranges::copy(bytes, bytes_.begin() + static_cast<std::ptrdiff_t>(i * bytes.size()));
  }
  return {.type = array_type_of(type_), .is_null = false, .bytes = bytes_};
}

}  // namespace nameplate::store::postgres
