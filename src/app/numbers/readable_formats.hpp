#pragma once

#include "domain/records/catalog.hpp"
#include "identify/format/number_format.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nameplate::app {

/// A format as numbers are read by it: one for each of its versions.
struct ReadableFormat {
  domain::RecordId record;
  std::string name;
  std::int64_t version = 1;
  bool is_current = true;
  bool only_for_reading = false;
  bool has_check = false;
  identify::NumberFormat format;
  /// Of each part the texts that master data knows, in capitals and sorted, each with the codes that it stands for;
  /// none: any text.
  std::vector<std::vector<std::pair<std::string, std::string>>> meanings;
  identify::KnownTexts known;  ///< the texts alone
};

/// A way to read a number.
struct ReadNumber {
  ReadableFormat const* format = nullptr;
  identify::Reading reading;
  bool is_sure = true;  ///< it cannot be read in another way by the same format
};

/// All formats that are not retired, with all their versions, as master data stands. Cost of making: each template
/// once, and for each of their fields the records that it may stand for, unless there are very many.
class ReadableFormats {
 public:
  explicit ReadableFormats(std::shared_ptr<domain::Catalog const> catalog);

  [[nodiscard]] domain::Catalog const& catalog() const { return *catalog_; }
  /// Those of now before earlier ones, those whose check characters fit before the others. Cost: microseconds for each
  /// format whose numbers have that length.
  [[nodiscard]] std::vector<ReadNumber> read(std::string_view number) const;
  /// The same by one format in all of its versions.
  [[nodiscard]] std::vector<ReadNumber> read(std::string_view number, domain::RecordId format) const;
  /// The block by which a number must never be used; null: none. Of numbers that look random only the first and the
  /// last of a block are known.
  [[nodiscard]] domain::NumberBlock const* voided_by(std::string_view number) const;

 private:
  /// Void numbers of one format that say the same but for their count.
  struct VoidNumbers {
    std::size_t format = 0;  ///< index into `formats_`
    std::vector<std::string> texts;
    domain::NumberBlock const* block = nullptr;
  };
  void add_void(domain::NumberBlock const& block);

  std::shared_ptr<domain::Catalog const> catalog_;
  std::vector<ReadableFormat> formats_;
  std::vector<VoidNumbers> void_;  ///< by format
};

/// What a format could make of master data as it stands: for reading, and for telling whether numbers are in doubt.
[[nodiscard]] std::vector<std::vector<std::pair<std::string, std::string>>> meanings_of(
    domain::Catalog const& catalog, identify::NumberFormat const& format, domain::SerialFormat const* record);
[[nodiscard]] identify::KnownTexts texts_of(
    std::vector<std::vector<std::pair<std::string, std::string>>> const& meanings);

}  // namespace nameplate::app
