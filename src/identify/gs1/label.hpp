#pragma once

#include "identify/gs1/elements.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace nameplate::identify::gs1 {

/// What a label says about the goods behind it. Empty: nothing.
struct Label {
  std::string gtin = {};                                        ///< 14 digits: (01), or (02) of what a container holds
  bool is_of_content = false;                                   ///< by (02): the label is that of the container
  std::string sscc = {};                                        ///< (00)
  std::string serial = {};                                      ///< (21)
  std::string lot = {};                                         ///< (10)
  std::string asset = {};                                       ///< GIAI (8004), or GRAI (8003) with a serial
  std::string additional = {};                                  ///< (240): the maker's own product number
  std::string customer_part = {};                               ///< (241)
  std::string order = {};                                       ///< (400): the customer's order
  std::string gln = {};                                         ///< (414)
  std::optional<std::chrono::year_month_day> produced = {};     ///< (11)
  std::optional<std::chrono::year_month_day> packed = {};       ///< (13)
  std::optional<std::chrono::year_month_day> best_before = {};  ///< (15)
  std::optional<std::chrono::year_month_day> expires = {};      ///< (17)
  std::optional<std::int64_t> count = {};                       ///< (30) of a measured trade item, (37) in a container
  std::string kilograms = {};                                   ///< (310n), as a decimal number
};

/// `year`: that of now, from which the century of a year follows (General Specifications 7.12). A day 00 is the last of
/// its month.
[[nodiscard]] Label read_label(std::span<Element const> elements, std::chrono::year year);

}  // namespace nameplate::identify::gs1
