#pragma once

#include <string>
#include <string_view>

namespace nameplate::identify {

/// What a scanner sent, taken apart. Several readings may be filled in: which one is meant, the ledger knows.
struct Scan {
  std::string raw;   ///< as it came
  std::string text;  ///< without the scanner's additions: what the code holds
  std::string aim;   ///< AIM symbology identifier (`]C1`), where the scanner sends it
  std::string sscc;  ///< 18 digits, where it can be a serial shipping container code
  std::string gtin;  ///< 14 digits, where it can be a GTIN
};

/// Never refuses: any bytes are a scan.
[[nodiscard]] Scan parse_scan(std::string_view raw);

}  // namespace nameplate::identify
