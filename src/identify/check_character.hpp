#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

/// Check characters: what is computed from the rest of a number, so that a wrong or swapped character is noticed.
namespace nameplate::identify {

/// Which method. What each promises stands in docs/reference/serial-formats.md and is tested.
enum class CheckMethod {
  luhn,      ///< ISO/IEC 7812-1 annex B; digits
  luhn36,    ///< the same in base 36; digits and letters
  gs1,       ///< GS1 General Specifications 7.9: weights 3 and 1; digits
  mod11,     ///< weights 2 to 7 from the right; digits, or X for ten
  mod11_2,   ///< ISO/IEC 7064; digits, or X for ten
  mod37_2,   ///< ISO/IEC 7064; digits and letters, or * for thirty-six
  mod97_10,  ///< ISO/IEC 7064; two digits, letters count as 10 to 35
  mod11_10,  ///< ISO/IEC 7064; digits
  mod37_36,  ///< ISO/IEC 7064; digits and letters
  damm,      ///< by a quasigroup of order ten; digits
  verhoeff,  ///< by the dihedral group of order ten; digits
};

struct CheckRule {
  CheckMethod method;
  std::string_view name;   ///< as a template writes it: `mod37,36`
  std::size_t size;        ///< how many characters it makes
  bool letters;            ///< whether letters count; signs other than digits and letters never do
  std::string_view makes;  ///< the characters that it may consist of
  bool every_single;       ///< whether every wrong character is noticed
  bool every_swap;         ///< whether every swap of neighbours is noticed
};

[[nodiscard]] std::span<CheckRule const> check_rules();
[[nodiscard]] CheckRule const& rule_of(CheckMethod method);
[[nodiscard]] std::optional<CheckMethod> parse_check_method(std::string_view name);

/// The check characters of what stands in front of them. Characters that do not count are passed over; letters count
/// in any case. Never fails: of nothing it is that of nothing.
[[nodiscard]] std::string check_characters(CheckMethod method, std::string_view text);

}  // namespace nameplate::identify
