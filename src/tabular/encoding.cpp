#include "tabular/encoding.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace nameplate::tabular {
namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
constexpr std::string_view utf16le_mark = "\xFF\xFE";
constexpr std::string_view utf16be_mark = "\xFE\xFF";
constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr char32_t byte_order_mark = 0xFEFF;
constexpr char32_t replacement_point = 0xFFFD;

struct Named {
  Encoding encoding;
  std::string_view name;
};
constexpr std::array names = {Named{Encoding::utf8, "utf-8"}, Named{Encoding::utf16le, "utf-16le"},
                              Named{Encoding::utf16be, "utf-16be"}, Named{Encoding::windows1252, "windows-1252"},
                              Named{Encoding::iso8859_1, "iso-8859-1"}};

/// What Windows-1252 has from 0x80 to 0x9F; the five holes are the control characters of ISO 8859-1.
constexpr std::array<char16_t, 32> windows_extras = {0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                     0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
                                                     0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                     0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

void append(std::string& utf8, char32_t point) {
  if (point < 0x80) {
    utf8.push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    utf8 += {static_cast<char>(0xC0U | point >> 6U), static_cast<char>(0x80U | (point & 0x3FU))};
  } else if (point < 0x10000) {
    utf8 += {static_cast<char>(0xE0U | point >> 12U), static_cast<char>(0x80U | (point >> 6U & 0x3FU)),
             static_cast<char>(0x80U | (point & 0x3FU))};
  } else {
    utf8 += {static_cast<char>(0xF0U | point >> 18U), static_cast<char>(0x80U | (point >> 12U & 0x3FU)),
             static_cast<char>(0x80U | (point >> 6U & 0x3FU)), static_cast<char>(0x80U | (point & 0x3FU))};
  }
}

bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

/// How many bytes a character has that begins so; 1 for what begins none.
std::size_t size_of_character(char first) {
  auto const byte = static_cast<unsigned char>(first);
  return byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
}

/// Whether these are the first bytes of a character that goes on behind them.
bool is_cut_character(std::string_view bytes) {
  return !bytes.empty() && bytes.size() < size_of_character(bytes.front()) &&
         std::ranges::all_of(bytes.substr(1), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; });
}

}  // namespace

std::string_view name_of(Encoding encoding) {
  return std::ranges::find(names, encoding, &Named::encoding)->name;
}

std::optional<Encoding> parse_encoding(std::string_view name) {
  auto const wanted = base::to_upper(name);
  auto const* const found =
      std::ranges::find_if(names, [&](Named const& named) { return base::to_upper(named.name) == wanted; });
  return found == names.end() ? std::nullopt : std::optional(found->encoding);
}

Encoding recognise_encoding(std::string_view first_bytes) {
  if (first_bytes.starts_with(utf16le_mark)) {
    return Encoding::utf16le;
  }
  if (first_bytes.starts_with(utf16be_mark)) {
    return Encoding::utf16be;
  }
  // In UTF-16 most characters of a table have one zero byte; in anything else there is none.
  std::array<std::size_t, 2> zeros = {0, 0};
  for (std::size_t i = 0; i < first_bytes.size(); ++i) {
    zeros[i % 2] += first_bytes[i] == '\0' ? 1 : 0;
  }
  auto const enough = first_bytes.size() / 8;
  if (zeros[1] > enough && zeros[1] > 4 * zeros[0]) {
    return Encoding::utf16le;
  }
  if (zeros[0] > enough && zeros[0] > 4 * zeros[1]) {
    return Encoding::utf16be;
  }
  return Encoding::utf8;
}

void Decoder::decode(std::string_view bytes, std::string& utf8) {
  switch (encoding_) {
    case Encoding::utf8: return decode_utf8(bytes, utf8);
    case Encoding::utf16le:
    case Encoding::utf16be: return decode_utf16(bytes, utf8);
    case Encoding::windows1252:
    case Encoding::iso8859_1: return decode_single_bytes(bytes, utf8);
  }
}

void Decoder::decode_utf8(std::string_view bytes, std::string& utf8) {
  std::string joined;
  if (!rest_.empty()) {
    joined = rest_.append(bytes);
    rest_.clear();
    bytes = joined;
  }
  if (at_start_) {
    if (bytes.size() < utf8_mark.size() && utf8_mark.starts_with(bytes)) {
      rest_ = bytes;
      return;
    }
    at_start_ = false;
    if (bytes.starts_with(utf8_mark)) {
      bytes.remove_prefix(utf8_mark.size());
      is_given_ = true;
    }
  }
  while (!bytes.empty()) {
    auto const plain = static_cast<std::size_t>(std::ranges::find_if_not(bytes, is_ascii) - bytes.begin());
    utf8.append(bytes.substr(0, plain));
    bytes.remove_prefix(plain);
    if (bytes.empty()) {
      return;
    }
    auto after = bytes;
    if (base::take_code_point(after) != base::invalid_code_point) {
      only_ascii_ = false;
      utf8.append(bytes.substr(0, bytes.size() - after.size()));
      bytes = after;
    } else if (is_cut_character(bytes)) {
      rest_ = bytes;
      return;
    } else if (only_ascii_ && !is_given_) {
      encoding_ = Encoding::windows1252;
      return decode_single_bytes(bytes, utf8);
    } else {
      utf8.append(replacement);
      bytes.remove_prefix(1);
    }
  }
}

void Decoder::decode_utf16(std::string_view bytes, std::string& utf8) {
  auto const take = [&](char first, char second) {
    bool const little = encoding_ == Encoding::utf16le;
    auto const low = static_cast<unsigned char>(little ? first : second);
    auto const high = static_cast<unsigned char>(little ? second : first);
    take_unit(static_cast<char32_t>(high) << 8U | low, utf8);
  };
  if (!rest_.empty() && !bytes.empty()) {
    take(rest_.front(), bytes.front());
    rest_.clear();
    bytes.remove_prefix(1);
  }
  for (; bytes.size() >= 2; bytes.remove_prefix(2)) {
    take(bytes[0], bytes[1]);
  }
  rest_.append(bytes);
}

void Decoder::take_unit(char32_t unit, std::string& utf8) {
  bool const is_first = std::exchange(at_start_, false);
  bool const is_high = unit >= 0xD800 && unit < 0xDC00;
  bool const is_low = unit >= 0xDC00 && unit < 0xE000;
  if (is_low && high_surrogate_ != 0) {
    append(utf8, 0x10000 + ((std::exchange(high_surrogate_, 0) - 0xD800) << 10U) + (unit - 0xDC00));
    return;
  }
  if (std::exchange(high_surrogate_, 0) != 0 || is_low) {
    append(utf8, replacement_point);
  }
  if (is_high) {
    high_surrogate_ = unit;
  } else if (!is_low && !(is_first && unit == byte_order_mark)) {
    append(utf8, unit);
  }
}

void Decoder::decode_single_bytes(std::string_view bytes, std::string& utf8) const {
  for (char const c : bytes) {
    auto const byte = static_cast<unsigned char>(c);
    bool const is_extra = encoding_ == Encoding::windows1252 && byte >= 0x80 && byte < 0xA0;
    append(utf8, is_extra ? windows_extras[byte - 0x80U] : byte);
  }
}

void Decoder::finish(std::string& utf8) {
  auto const rest = std::exchange(rest_, {});
  if (encoding_ == Encoding::utf8 && only_ascii_ && !is_given_) {
    encoding_ = Encoding::windows1252;
    return decode_single_bytes(rest, utf8);
  }
  if (!rest.empty() || std::exchange(high_surrogate_, 0) != 0) {
    utf8.append(replacement);
  }
}

}  // namespace nameplate::tabular
