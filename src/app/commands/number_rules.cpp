#include "app/commands/number_rules.hpp"

#include "identify/normalise.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

using domain::IdentifierKind;
using identify::NumberForm;

NumberForm form_of(IdentifierKind kind) {
  switch (kind) {
    case IdentifierKind::imei: return NumberForm::imei;
    case IdentifierKind::mac: return NumberForm::mac;
    case IdentifierKind::sscc: return NumberForm::sscc;
    case IdentifierKind::serial:
    case IdentifierKind::maker_serial:
    case IdentifierKind::customer_serial:
    case IdentifierKind::asset_tag:
    case IdentifierKind::container:
    case IdentifierKind::lot:
    case IdentifierKind::supplier_lot: break;
  }
  return NumberForm::free;
}

}  // namespace

base::Result<std::string> normalise_number(IdentifierKind kind, std::string_view value) {
  return identify::normalise_number(form_of(kind), value);
}

std::vector<std::string> numbers_of_scan(std::string_view raw) {
  return numbers_of_scan(identify::parse_scan(raw));
}

std::vector<std::string> numbers_of_scan(identify::Scan const& scan) {
  std::vector<std::string> numbers;
  auto const add = [&](NumberForm form, std::string const& text) {
    auto normalised = text.empty() ? base::Result<std::string>(std::string()) : identify::normalise_number(form, text);
    if (normalised && !normalised->empty() && std::ranges::find(numbers, *normalised) == numbers.end()) {
      numbers.push_back(*std::move(normalised));
    }
  };
  add(NumberForm::free, scan.text);
  add(NumberForm::sscc, scan.sscc);
  add(NumberForm::mac, scan.text);
  // As a person reads and types it, in groups.
  if (scan.text.contains(' ')) {
    auto joined = scan.text;
    std::erase(joined, ' ');
    add(NumberForm::free, joined);
  }
  // Numbers of assets (GIAI, GRAI) are alone in the world.
  add(NumberForm::free, std::string(identify::gs1::value_of(scan.elements, "8004")));
  add(NumberForm::free, std::string(identify::gs1::value_of(scan.elements, "8003")));
  return numbers;
}

}  // namespace nameplate::app
