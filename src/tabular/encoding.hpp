#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nameplate::tabular {

enum class Encoding : std::uint8_t { utf8, utf16le, utf16be, windows1252, iso8859_1 };

[[nodiscard]] std::string_view name_of(Encoding encoding);
/// `utf-8`, `utf-16le`, `utf-16be`, `windows-1252`, `iso-8859-1`, in any case of letters.
[[nodiscard]] std::optional<Encoding> parse_encoding(std::string_view name);

/// From the first bytes of a file: by its byte order mark, or by the zero bytes of UTF-16. What looks like neither is
/// taken for UTF-8 until a Decoder meets the first byte that cannot be.
[[nodiscard]] Encoding recognise_encoding(std::string_view first_bytes);

/// Turns bytes into UTF-8, piece by piece; a byte order mark is taken off. It never fails: what cannot be read becomes
/// U+FFFD, so that whoever reads the cell can refuse that one row.
class Decoder {
 public:
  /// `is_given`: somebody said so, and it is not doubted. Otherwise UTF-8 becomes Windows-1252 at the first byte that
  /// is no UTF-8, if all before was ASCII.
  Decoder(Encoding encoding, bool is_given) : encoding_(encoding), is_given_(is_given) {}

  void decode(std::string_view bytes, std::string& utf8);
  /// What is left at the end is half a character.
  void finish(std::string& utf8);

  /// The encoding that turned out.
  [[nodiscard]] Encoding encoding() const { return encoding_; }

 private:
  void decode_utf8(std::string_view bytes, std::string& utf8);
  void decode_utf16(std::string_view bytes, std::string& utf8);
  void decode_single_bytes(std::string_view bytes, std::string& utf8) const;
  void take_unit(char32_t unit, std::string& utf8);

  Encoding encoding_;
  bool is_given_;
  bool only_ascii_ = true;
  bool at_start_ = true;
  std::string rest_;             ///< the beginning of a character whose end has not come yet
  char32_t high_surrogate_ = 0;  ///< waits for its low one
};

}  // namespace nameplate::tabular
