#pragma once

#include "app/numbers/readable_formats.hpp"
#include "app/queries/reading.hpp"
#include "domain/operation.hpp"
#include "identify/format/ambiguity.hpp"

#include <optional>
#include <string>
#include <vector>

/// What a format would make, before it is used.
namespace nameplate::app {

struct PreviewQuestion {
  domain::SerialFormat format;  ///< template, tables, unwanted words; its name need not exist
  domain::Operation operation;  ///< place, party, attributes and time as the form would say them
  domain::Item item;            ///< one of `generate`, with lot and attributes
  std::int64_t count = 5;       ///< how many numbers to show
};

struct PreviewPart {
  std::string part;  ///< as the template writes it
  std::string kind;  ///< `literal`, `counter`, `random`, `date`, `field`, `check`
  std::string text;  ///< what it shows in the first number; empty for counters and check characters
  std::size_t size_min = 0;
  std::size_t size_max = 0;
};

/// A barcode that a label printer can make, for the longest number of the format.
struct Carrier {
  std::string symbology;  ///< `code128`, `code39`, `datamatrix`, `qr`, `itf`
  bool fits = true;
  std::string reason = {};  ///< why it does not
  std::size_t modules = 0;  ///< in a row, without the quiet zones
  double width_mm = 0;      ///< printed with the module below, with the quiet zones
  double module_mm = 0;
};

struct Preview {
  std::vector<std::string> numbers;
  std::vector<PreviewPart> parts;
  std::int64_t capacity = 0;  ///< of one counter: it begins again with each `resets`
  std::vector<std::string> resets = {};
  std::int64_t used = 0;                      ///< of the counter that the given values use
  std::int64_t drawn_today = 0;               ///< units of such products that came in within a day
  std::optional<base::Instant> full_at = {};  ///< at that rate; none: nothing was drawn, or it begins again before
  std::size_t size_min = 0;
  std::size_t size_max = 0;
  identify::Readability readability = {};
  std::vector<Carrier> carriers = {};
};

/// Errors: those of NumberFormat (422 where a value is missing), product.unknown, location.unknown.
[[nodiscard]] base::Result<Preview> preview_format(Reading& reading, PreviewQuestion const& question);

/// How long a part can become with the texts that are known for it.
[[nodiscard]] identify::PartSize size_with(identify::Part const& part, std::vector<std::string> const& known);
/// Which barcodes can carry what a format makes, with the texts that are known.
[[nodiscard]] std::vector<Carrier> carriers_of(identify::NumberFormat const& format, identify::KnownTexts const& known);

}  // namespace nameplate::app
