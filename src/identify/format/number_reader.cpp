#include "base/ascii.hpp"
#include "identify/format/number_format.hpp"
#include "identify/format/part_texts.hpp"
#include "identify/normalise.hpp"

#include <algorithm>

namespace nameplate::identify {
namespace {

constexpr std::size_t readings_max = 2;

/// Tries every way to cut a number into the texts of the parts; what failed once is not tried again.
class Reader {
 public:
  Reader(std::span<Part const> parts, KnownTexts const& known, std::string number)
      : parts_(parts), known_(known), number_(std::move(number)), texts_(parts.size()) {
    failed_.resize(parts.size() * (number_.size() + 1));
    // What the parts from here to the end need.
    rest_.resize(parts.size() + 1);
    for (std::size_t i = parts.size(); i-- > 0;) {
      auto const size = size_of(parts[i]);
      rest_[i] = {rest_[i + 1].least + size.least, rest_[i + 1].most + size.most};
    }
  }

  std::vector<Reading> run() && {
    read_from(0, 0);
    return std::move(readings_);
  }

 private:
  /// Whether there was any way from here to the end.
  bool read_from(std::size_t part, std::size_t place) {
    if (part == parts_.size()) {
      if (place == number_.size()) {
        finish();
      }
      return place == number_.size();
    }
    auto const left = number_.size() - place;
    auto const failed = part * (number_.size() + 1) + place;
    if (failed_[failed] || left < rest_[part].least || left > rest_[part].most) {
      return false;
    }
    bool found = false;
    auto const size = size_of(parts_[part]);
    for (auto length = size.least; length <= std::min(size.most, left); ++length) {
      auto const text = std::string_view(number_).substr(place, length);
      if (readings_.size() < readings_max && is_possible(part, text)) {
        texts_[part] = text;
        found = read_from(part + 1, place + length) || found;
      }
    }
    failed_[failed] = !found;
    return found;
  }

  [[nodiscard]] bool is_possible(std::size_t part, std::string_view text) const {
    bool const is_known = part < known_.size() && !known_[part].empty();
    return is_known ? std::ranges::binary_search(known_[part], text) : fits(parts_[part], text);
  }

  void finish() {
    Reading reading;
    std::string made;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      reading.texts.emplace_back(texts_[i]);
      if (auto const* const counter = std::get_if<CounterPart>(&parts_[i].what)) {
        reading.count = count_of(*counter, texts_[i]);
      }
      auto const* const check = std::get_if<CheckPart>(&parts_[i].what);
      made += check != nullptr ? check_characters(check->method, made) : std::string(texts_[i]);
    }
    reading.check_right = made == number_;
    if (!reading.check_right) {
      reading.corrected = std::move(made);
    }
    readings_.push_back(std::move(reading));
  }

  std::span<Part const> parts_;
  KnownTexts const& known_;
  std::string number_;
  std::vector<std::string_view> texts_;
  std::vector<bool> failed_;
  std::vector<PartSize> rest_;
  std::vector<Reading> readings_;
};

}  // namespace

std::vector<Reading> NumberFormat::read(std::string_view number, KnownTexts const& known) const {
  if (number.size() > number_size_max) {
    return {};
  }
  return Reader(parts_, known, base::to_upper(number)).run();
}

}  // namespace nameplate::identify
