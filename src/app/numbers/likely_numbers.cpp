#include "app/numbers/likely_numbers.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <set>

namespace nameplate::app {
namespace {

constexpr std::string_view letters_and_digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::size_t likely_max = 10;

bool counts(char c) {
  return letters_and_digits.contains(c);
}

/// Calls `take` with each number that is one slip away.
template <typename Take>
void for_each_slip(std::string const& number, Take take) {
  auto changed = number;
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (!counts(number[i])) {
      continue;
    }
    for (char const c : letters_and_digits) {
      changed[i] = c;
      if (c != number[i]) {
        take(changed);
      }
    }
    changed[i] = number[i];
    if (i + 1 < number.size() && number[i] != number[i + 1]) {
      std::swap(changed[i], changed[i + 1]);
      take(changed);
      std::swap(changed[i], changed[i + 1]);
    }
  }
}

bool is_checked(ReadNumber const& read) {
  return read.format->has_check;
}

}  // namespace

bool has_wrong_check(std::span<ReadNumber const> readings) {
  return std::ranges::any_of(readings, is_checked) && std::ranges::none_of(readings, [](ReadNumber const& read) {
           return read.reading.check_right && (is_checked(read) || !read.format->only_for_reading);
         });
}

std::vector<domain::Identifier> likely_numbers(store::Reader& reader, ReadableFormats const& formats,
                                               std::string_view number) {
  auto const norm = base::to_upper(number);
  auto const readings = formats.read(norm);
  if (!has_wrong_check(readings)) {
    return {};
  }
  std::set<std::string> candidates;
  for_each_slip(norm, [&](std::string const& slip) {
    for (auto const& read : readings) {
      auto const again =
          is_checked(read) ? read.format->format.read(slip, read.format->known) : std::vector<identify::Reading>();
      if (std::ranges::any_of(again, [](auto const& reading) { return reading.check_right; })) {
        candidates.insert(slip);
      }
    }
  });
  std::vector<std::string> const asked(candidates.begin(), candidates.end());
  auto found = asked.empty() ? std::vector<domain::Identifier>() : reader.find_identifiers(asked);
  std::erase_if(found, [](domain::Identifier const& identifier) { return !identifier.is_current(); });
  found.resize(std::min(found.size(), likely_max), domain::Identifier());
  return found;
}

}  // namespace nameplate::app
