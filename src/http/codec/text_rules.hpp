#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What a text in a request may be.
namespace nameplate::http {

inline constexpr std::size_t code_length_max = 200;  ///< codes, numbers, names: in characters
inline constexpr std::size_t note_length_max = 2000;
inline constexpr std::size_t scan_bytes_max = 2000;
inline constexpr std::size_t document_number_length_max = 80;
inline constexpr std::size_t kind_length_max = 40;

enum class Lines : std::uint8_t {
  one,   ///< nothing that cannot be seen
  many,  ///< line breaks and tabs are fine
  raw,   ///< as a scanner sends it (GS1 codes hold separators), or a number, whose own rules judge its characters
};

struct TextFault {
  std::string_view reason;
  std::string what;  ///< goes after the name of the field
};

/// What is wrong with a text; nothing when it is fine. Faults: field.empty, field.too_long, field.invisible_character.
[[nodiscard]] std::optional<TextFault> find_fault(std::string_view text, std::size_t length_max, Lines lines);

}  // namespace nameplate::http
