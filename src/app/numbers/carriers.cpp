#include "app/numbers/preview.hpp"
#include "identify/normalise.hpp"

#include <algorithm>
#include <array>

// Widths follow from the standards of the symbologies: ISO/IEC 15417 (Code 128), 16388 (Code 39), 16390 (Interleaved 2
// of 5), 16022 (Data Matrix), 18004 (QR Code). The module is what a printer of 203 dots an inch makes of two dots,
// which any scanner reads at arm's length.

namespace nameplate::app {
namespace {

using identify::Part;

constexpr double module_mm = 0.25;
constexpr double matrix_module_mm = 0.375;

/// The characters that may stand anywhere in a number of the format.
struct Characters {
  bool only_digits = true;
  bool only_code39 = true;  ///< digits, capitals and - . blank $ / + %
};

void see(Characters& seen, std::string_view text) {
  constexpr std::string_view code39_signs = "-. $/+%";
  for (char const c : text) {
    bool const is_digit = c >= '0' && c <= '9';
    seen.only_digits = seen.only_digits && is_digit;
    seen.only_code39 = seen.only_code39 && (is_digit || (c >= 'A' && c <= 'Z') || code39_signs.contains(c));
  }
}

Characters characters_of(identify::NumberFormat const& format, identify::KnownTexts const& known) {
  Characters seen;
  for (std::size_t i = 0; i < format.parts().size(); ++i) {
    auto const& part = format.parts()[i];
    if (auto const* const literal = std::get_if<identify::LiteralPart>(&part.what)) {
      see(seen, literal->text);
    } else if (auto const* const counter = std::get_if<identify::CounterPart>(&part.what)) {
      see(seen, counter->alphabet);
    } else if (auto const* const check = std::get_if<identify::CheckPart>(&part.what)) {
      see(seen, identify::rule_of(check->method).makes);
    } else if (std::holds_alternative<identify::FieldPart>(part.what)) {
      std::ranges::for_each(known[i], [&](std::string const& text) { see(seen, text); });
      seen = known[i].empty() ? Characters{.only_digits = false, .only_code39 = false} : seen;
    }
  }
  return seen;
}

Carrier fits(std::string symbology, std::size_t modules, std::size_t quiet, double module) {
  return {.symbology = std::move(symbology),
          .modules = modules,
          .width_mm = static_cast<double>(modules + 2 * quiet) * module,
          .module_mm = module};
}

Carrier does_not(std::string symbology, std::string reason) {
  return {.symbology = std::move(symbology), .fits = false, .reason = std::move(reason)};
}

Carrier code128(std::size_t size, bool only_digits) {
  constexpr std::size_t symbol = 11;
  constexpr std::size_t stop = 13;
  constexpr std::size_t quiet = 10;
  // Start, check and stop; digits go two and two, an odd last one costs a change of code set.
  auto const data = only_digits ? size / 2 + (size % 2) * 2 : size;
  return fits("code128", (data + 2) * symbol + stop, quiet, module_mm);
}

Carrier code39(std::size_t size, bool possible) {
  constexpr std::size_t symbol = 16;  // nine elements, three of them of 2.5 modules, and a gap
  constexpr std::size_t quiet = 10;
  return possible ? fits("code39", (size + 2) * symbol, quiet, module_mm)
                  : does_not("code39", "It has digits, capitals and - . $ / + % only.");
}

Carrier interleaved(std::size_t size, bool only_digits) {
  constexpr std::size_t pair = 18;
  constexpr std::size_t start_and_stop = 9;
  constexpr std::size_t quiet = 10;
  if (!only_digits) {
    return does_not("itf", "It has digits only.");
  }
  return size % 2 == 1 ? does_not("itf", "It has pairs of digits, and these numbers have an odd count of them.")
                       : fits("itf", size / 2 * pair + start_and_stop, quiet, module_mm);
}

struct MatrixSize {
  std::size_t codewords;
  std::size_t modules;
};

Carrier matrix(std::string symbology, std::span<MatrixSize const> sizes, std::size_t codewords, std::size_t quiet) {
  auto const found = std::ranges::find_if(sizes, [&](MatrixSize const& size) { return size.codewords >= codewords; });
  return found == sizes.end() ? does_not(std::move(symbology), "The numbers are too long.")
                              : fits(std::move(symbology), found->modules, quiet, matrix_module_mm);
}

}  // namespace

identify::PartSize size_with(Part const& part, std::vector<std::string> const& known) {
  auto size = identify::size_of(part);
  if (!known.empty()) {
    auto const [shortest, longest] = std::ranges::minmax(known, {}, &std::string::size);
    size = {.least = shortest.size(), .most = longest.size()};
  }
  return size;
}

std::vector<Carrier> carriers_of(identify::NumberFormat const& format, identify::KnownTexts const& known) {
  // Square Data Matrix symbols, and QR Codes of error correction M in bytes.
  constexpr auto data_matrix = std::to_array<MatrixSize>(
      {{3, 10}, {5, 12}, {8, 14}, {12, 16}, {18, 18}, {22, 20}, {30, 22}, {36, 24}, {44, 26}, {62, 32}, {86, 36}});
  constexpr auto qr = std::to_array<MatrixSize>({{14, 21}, {26, 25}, {42, 29}, {62, 33}, {84, 37}});
  constexpr std::size_t qr_quiet = 4;
  std::size_t size = 0;
  for (std::size_t i = 0; i < format.parts().size(); ++i) {
    size += size_with(format.parts()[i], known[i]).most;
  }
  size = std::min(size, identify::number_size_max);
  auto const seen = characters_of(format, known);
  auto const pairs = seen.only_digits ? (size + 1) / 2 : size;
  return {code128(size, seen.only_digits), code39(size, seen.only_code39), interleaved(size, seen.only_digits),
          matrix("datamatrix", data_matrix, pairs, 1), matrix("qr", qr, size, qr_quiet)};
}

}  // namespace nameplate::app
