#pragma once

#include "app/imports/content.hpp"
#include "base/clock.hpp"
#include "base/value.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nameplate::app {

/// Records that an import makes, or would make: all counted, the first codes kept.
struct MadeRecords {
  domain::RecordKind kind = domain::RecordKind::product;
  std::int64_t count = 0;
  std::vector<std::string> codes = {};

  static constexpr std::size_t codes_max = 1000;
};

/// How an import goes. Kept with its job.
struct ImportReport {
  std::optional<std::int64_t> total = {};  ///< rows; known when all have been read once
  std::int64_t done = 0;
  std::int64_t unchanged = 0;
  std::int64_t failed = 0;
  std::int64_t skipped = 0;
  std::int64_t noted = 0;  ///< rows of which something is kept: failed ones, generated numbers, warnings
  std::int64_t bytes_read = 0;
  std::int64_t bytes_total = 0;
  std::optional<base::Instant> began = {};  ///< when the rows of the run began to be brought in
  std::string encoding = {};
  std::string separator = {};
  std::vector<std::string> columns = {};
  std::vector<std::string> unmapped = {};
  std::array<MadeRecords, 3> made = {MadeRecords{domain::RecordKind::product},
                                     MadeRecords{domain::RecordKind::location}, MadeRecords{domain::RecordKind::party}};

  void note_made(domain::RecordKind kind, std::string_view code);
  /// What the content looks like.
  void describe(ImportContent const& content);
  /// Counts anew; what is known of the content stays.
  void begin_again();
};

[[nodiscard]] std::string encode_report(ImportReport const& report);
/// Throws base::DamagedBytes.
[[nodiscard]] ImportReport decode_report(std::string_view bytes);

}  // namespace nameplate::app
