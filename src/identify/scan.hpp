#pragma once

#include "base/result.hpp"
#include "identify/gs1/elements.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace nameplate::identify {

/// What a scanner sent, taken apart. Several readings may be filled in: which one is meant, the ledger knows.
struct Scan {
  std::string raw;              ///< as it came
  std::string text;             ///< without the scanner's additions: what the code holds
  std::string aim;              ///< AIM symbology identifier (`]C1`), where the scanner sends it
  std::string sscc;             ///< 18 digits, where it can be a serial shipping container code
  std::string gtin;             ///< 14 digits, where it can be a GTIN
  gs1::Elements elements = {};  ///< where it can be a GS1 label or a GS1 Digital Link
  /// Why it is no GS1 label although it says that it is one: by its symbology, by a first FNC1, or by brackets.
  std::optional<base::Error> gs1_problem = {};
};

/// Never refuses: any bytes are a scan. Cost: below five microseconds for what a label holds.
[[nodiscard]] Scan parse_scan(std::string_view raw);

}  // namespace nameplate::identify
