#include "identify/gs1/label.hpp"

#include <charconv>

namespace nameplate::identify::gs1 {
namespace {

int number_of(std::string_view digits) {
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

std::chrono::year full_year(int of_century, std::chrono::year now) {
  constexpr int century = 100;
  constexpr int far_ahead = 51;
  constexpr int far_back = -50;
  int const this_century = static_cast<int>(now) / century * century;
  int const difference = of_century - static_cast<int>(now) % century;
  int const shift = difference >= far_ahead ? -century : difference <= far_back ? century : 0;
  return std::chrono::year(this_century + of_century + shift);
}

std::optional<std::chrono::year_month_day> date_of(std::string_view text, std::chrono::year now) {
  constexpr std::size_t date_size = 6;
  if (text.size() != date_size) {
    return std::nullopt;
  }
  auto const year = full_year(number_of(text.substr(0, 2)), now);
  std::chrono::month const month(static_cast<unsigned>(number_of(text.substr(2, 2))));
  auto const day = static_cast<unsigned>(number_of(text.substr(4, 2)));
  auto const date =
      day == 0 ? std::chrono::year_month_day(year / month / std::chrono::last) : year / month / std::chrono::day(day);
  return date.ok() ? std::optional(date) : std::nullopt;
}

std::optional<std::int64_t> count_of(std::string_view text) {
  std::int64_t count = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  return error == std::errc() && !text.empty() ? std::optional(count) : std::nullopt;
}

/// `3103`, `000195`: the last digit of the identifier says how many decimals there are.
std::string decimal_of(std::string_view identifier, std::string_view digits) {
  auto const decimals = static_cast<std::size_t>(identifier.back() - '0');
  auto whole = digits.substr(0, digits.size() - decimals);
  whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
  auto text = whole.empty() ? std::string("0") : std::string(whole);
  if (decimals > 0) {
    text.append(".").append(digits.substr(digits.size() - decimals));
  }
  return text;
}

}  // namespace

Label read_label(std::span<Element const> elements, std::chrono::year year) {
  constexpr std::size_t grai_without_serial = 14;
  Label label;
  for (auto const& [identifier, value] : elements) {
    if (identifier == "00") {
      label.sscc = value;
    } else if (identifier == "01") {
      label.gtin = value;
    } else if (identifier == "02" && label.gtin.empty()) {
      label.gtin = value;
      label.is_of_content = true;
    } else if (identifier == "10") {
      label.lot = value;
    } else if (identifier == "21") {
      label.serial = value;
    } else if (identifier == "8004" || (identifier == "8003" && value.size() > grai_without_serial)) {
      label.asset = value;
    } else if (identifier == "240") {
      label.additional = value;
    } else if (identifier == "241") {
      label.customer_part = value;
    } else if (identifier == "400") {
      label.order = value;
    } else if (identifier == "414") {
      label.gln = value;
    } else if (identifier == "11") {
      label.produced = date_of(value, year);
    } else if (identifier == "13") {
      label.packed = date_of(value, year);
    } else if (identifier == "15") {
      label.best_before = date_of(value, year);
    } else if (identifier == "17") {
      label.expires = date_of(value, year);
    } else if (identifier == "30" || identifier == "37") {
      label.count = count_of(value);
    } else if (identifier.starts_with("310")) {
      label.kilograms = decimal_of(identifier, value);
    }
  }
  return label;
}

}  // namespace nameplate::identify::gs1
