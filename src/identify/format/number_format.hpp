#pragma once

#include "base/result.hpp"
#include "base/time_zone.hpp"
#include "identify/format/part.hpp"
#include "identify/scramble.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nameplate::identify {

using base::LocalTime;

/// What goes with a template.
struct FormatOptions {
  std::map<std::string, std::map<std::string, std::string>> maps = {};  ///< by name: what becomes what, by capitals
  std::vector<std::string> unwanted = {};  ///< numbers that hold one of these, in capitals, are passed over
};

/// What the unit, its product and the operation say; empty: nothing.
using FieldSource = std::function<std::string(FieldPart const&)>;

/// Makes the numbers of a format for given values: all but the count stands already.
class NumberMaker {
 public:
  /// Whether a secret is needed before numbers are made.
  [[nodiscard]] bool needs_secret() const { return counter_.scrambled && !scramble_; }
  /// Keys what looks random, and does nothing to others; at least 16 bytes. The same secret gives the same order.
  void use_secret(std::string_view secret);
  /// The number of a count between 1 and `capacity()`. Nothing: it would hold an unwanted word, and is passed over.
  [[nodiscard]] std::optional<std::string> make(std::int64_t count) const;
  [[nodiscard]] std::int64_t capacity() const { return capacity_; }
  /// The name of the counter that it draws from. What would make the same numbers shares one.
  [[nodiscard]] std::string const& counter_scope() const { return scope_; }

 private:
  friend class NumberFormat;
  struct Step {
    std::string text;
    std::optional<CheckMethod> check = {};
    bool is_counter = false;
  };
  void append_count(std::string& number, std::int64_t count) const;

  std::vector<Step> steps_;
  CounterPart counter_;
  std::int64_t capacity_ = 0;
  std::int64_t first_scrambled_ = 0;
  std::optional<Scramble> scramble_;
  std::string scope_;
  std::vector<std::string> unwanted_;
};

/// The texts that a part may have, in capitals and sorted; none: any.
using KnownTexts = std::vector<std::vector<std::string>>;

/// One way to take a number apart.
struct Reading {
  std::vector<std::string> texts;          ///< of each part, as the number shows it
  std::optional<std::int64_t> count = {};  ///< which number of its counter it is, where the counter shows it
  bool check_right = true;
  std::string corrected = {};  ///< with the right check characters, where they are wrong
};

/// How numbers are made, and what they say. docs/reference/serial-formats.md is the language.
class NumberFormat {
 public:
  /// Errors: format.malformed, format.characters, format.option, format.no_counter, format.several_counters,
  /// format.too_long, format.reset_not_in_number, format.check_alone, format.map_unknown.
  [[nodiscard]] static base::Result<NumberFormat> parse(std::string_view template_text, FormatOptions options = {});
  /// A format only for reading: it need not have a counter, a field takes its place.
  [[nodiscard]] static base::Result<NumberFormat> parse_for_reading(std::string_view template_text,
                                                                    FormatOptions options = {});

  [[nodiscard]] std::span<Part const> parts() const { return parts_; }
  [[nodiscard]] bool has_counter() const { return counter_.has_value(); }
  [[nodiscard]] CounterPart const& counter() const { return *counter_; }
  /// How many numbers there are for the same values.
  [[nodiscard]] std::int64_t capacity() const { return counter_ ? capacity_of(*counter_) : 0; }
  [[nodiscard]] PartSize size() const;
  [[nodiscard]] bool is_scrambled() const { return counter_ && counter_->scrambled; }

  /// A raw value as it stands in a number: through the table, cut, padded. Errors: format.value_missing,
  /// format.value_short, format.value_unmapped, format.value_characters.
  [[nodiscard]] base::Result<std::string> text_of(Part const& part, std::string_view raw) const;
  /// What each part shows for these values; empty for counters and check characters. Errors: as above.
  [[nodiscard]] base::Result<std::vector<std::string>> texts(LocalTime const& time, FieldSource const& fields) const;
  /// For what `texts()` gave. Errors: format.too_long.
  [[nodiscard]] base::Result<NumberMaker> maker(std::vector<std::string> const& texts) const;

  /// The ways to take a number apart, in any case of letters: none, one, or the first two of several.
  [[nodiscard]] std::vector<Reading> read(std::string_view number, KnownTexts const& known = {}) const;

 private:
  NumberFormat() = default;
  [[nodiscard]] static base::Result<NumberFormat> parse_parts(std::string_view template_text, FormatOptions options);
  [[nodiscard]] base::Result<void> check_whole() const;
  [[nodiscard]] base::Result<void> check_resets() const;
  [[nodiscard]] std::optional<std::vector<std::size_t>> parts_of_reset(std::string_view reset) const;
  [[nodiscard]] std::string scope_of(std::vector<std::string> const& texts) const;

  std::string template_text_;
  FormatOptions options_;
  std::vector<Part> parts_;
  std::optional<CounterPart> counter_;
};

/// What stands at a part of a date at this time. `by_week`: years are those of ISO weeks.
[[nodiscard]] std::string date_text(DateUnit unit, LocalTime const& time, bool by_week);
/// Whether years in a number are those of ISO weeks.
[[nodiscard]] bool counts_by_week(std::span<Part const> parts);

}  // namespace nameplate::identify
