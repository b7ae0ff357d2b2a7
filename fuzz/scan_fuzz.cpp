// Any bytes are a scan: what is read from them keeps its promises.
#include "identify/scan.hpp"

#include "base/check.hpp"
#include "base/check_digit.hpp"
#include "identify/gs1/digital_link.hpp"
#include "identify/gs1/label.hpp"
#include "identify/look_alike.hpp"
#include "identify/normalise.hpp"
#include "identify/number_ranges.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace identify = nameplate::identify;
using nameplate::base::check;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const raw(reinterpret_cast<char const*>(data), size);
  auto const scan = identify::parse_scan(raw);
  check(scan.raw == raw, "a scan keeps what came");
  check(raw.find(scan.text) != std::string_view::npos, "the text is a part of what came");
  check(scan.sscc.empty() || nameplate::base::has_gs1_check_digit(scan.sscc), "an SSCC has its check digit");
  check(scan.gtin.empty() || nameplate::base::is_gtin(scan.gtin), "a GTIN has its check digit");
  if (!scan.elements.empty()) {
    namespace gs1 = identify::gs1;
    check(gs1::parse_scanned(gs1::scanned_text(scan.elements)) == scan.elements, "elements are read back as scanned");
    check(gs1::parse_bracketed(gs1::bracketed_text(scan.elements)) == scan.elements,
          "elements are read back in brackets");
    if (auto const link = gs1::digital_link(scan.elements)) {
      check(gs1::parse_digital_link(*link).has_value(), "a link that was made is one");
    }
    auto const label = gs1::read_label(scan.elements, std::chrono::year(2026));
    check(!label.expires || label.expires->ok(), "a date of a label is a date");
  }
  auto const expanded = identify::expand_ranges(raw);
  check(!expanded || expanded->size() <= identify::expanded_max, "no range is endless");
  check(identify::skeleton_of(raw).size() <= raw.size() + 1, "a skeleton is no longer than what it is of");
  for (auto const form : {identify::NumberForm::free, identify::NumberForm::imei, identify::NumberForm::mac,
                          identify::NumberForm::sscc}) {
    if (auto const normal = identify::normalise_number(form, raw)) {
      check(identify::normalise_number(form, *normal) == *normal, "a normal form is its own normal form");
    }
  }
  return 0;
}
