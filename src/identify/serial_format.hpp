#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nameplate::identify {

/// How serial numbers are made from a counter: `SN-{counter:8}` gives `SN-00000001`, `SN-00000002`, ...
/// docs/reference/serial-formats.md describes the language.
class SerialFormat {
 public:
  /// Errors: format.malformed, format.characters, format.no_counter, format.several_counters, format.too_long.
  [[nodiscard]] static base::Result<SerialFormat> parse(std::string_view template_text);

  /// The serial number of a counter between 1 and `capacity()`.
  [[nodiscard]] std::string make(std::int64_t counter) const;
  /// Which counter made this serial number, in any case of letters; none when this format did not.
  [[nodiscard]] std::optional<std::int64_t> read(std::string_view serial) const;
  /// The last counter that fits the width: when it is used up, the format is exhausted.
  [[nodiscard]] std::int64_t capacity() const { return capacity_; }
  /// The name of the counter that it draws from. Formats that would make the same numbers share one.
  [[nodiscard]] std::string counter_scope() const;

 private:
  SerialFormat() = default;

  std::string before_;
  std::string after_;
  std::size_t width_ = 0;
  std::int64_t capacity_ = 0;
};

}  // namespace nameplate::identify
