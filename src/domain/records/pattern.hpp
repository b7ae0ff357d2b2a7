#pragma once

#include "base/result.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace nameplate::domain {

/// What a text must look like as a whole: a regular expression that is matched in linear time whatever the text is (RE2
/// syntax, so without back references). Copies share it.
class Pattern {
 public:
  Pattern() = default;

  /// Errors: pattern.malformed.
  [[nodiscard]] static base::Result<Pattern> parse(std::string_view expression);
  /// Whether the whole text fits; anything fits when there is no pattern.
  [[nodiscard]] bool fits(std::string_view text) const;

 private:
  std::shared_ptr<re2::RE2 const> expression_;
};

}  // namespace nameplate::domain
