#include "domain/records/settings.hpp"

#include "base/check.hpp"
#include "base/check_digit.hpp"
#include "base/time_zone.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>

namespace nameplate::domain {
namespace {

constexpr std::array rules = {receive_makes_lots, pack_makes_containers, corrections_need_approval, time_zone_setting,
                              gs1_prefix_setting};

constexpr std::string_view on = "true";
constexpr std::string_view off = "false";

std::string_view takes(SettingType type) {
  switch (type) {
    case SettingType::yes_or_no: return "`true` or `false`";
    case SettingType::time_zone: return "a time zone such as `Europe/Berlin`";
    case SettingType::gs1_prefix: return "4 to 12 digits";
  }
  base::unreachable();
}

bool fits(SettingType type, std::string_view value) {
  constexpr std::size_t prefix_size_min = 4;
  constexpr std::size_t prefix_size_max = 12;
  switch (type) {
    case SettingType::yes_or_no: return value == on || value == off;
    case SettingType::time_zone: return base::is_time_zone(std::string(value));
    case SettingType::gs1_prefix:
      return base::is_digits(value) && value.size() >= prefix_size_min && value.size() <= prefix_size_max;
  }
  base::unreachable();
}

constexpr std::string_view introduction =
    R"(<!-- Made from src/domain/records/settings.hpp; change that, then run the unit tests with NAMEPLATE_UPDATE_DOCS=1. -->
# Settings of a ledger

How a ledger works where businesses differ. They are [master data](master-data.md#setting): in the ledger, with a history, the same for
every server of it. Administrators change them:

    PUT /api/v1/settings/receive.makes-lots    {"value": "false"}

One that was never set, or is retired, has its default. A code that is not in this table is refused with `setting.unknown`, and any other
value with `setting.value`. How the server runs (addresses, certificates, limits) is set elsewhere: [settings of the
server](../operating/settings.md).

)";

}  // namespace

std::span<SettingRule const> setting_rules() {
  return rules;
}

SettingRule const* find_setting(std::string_view code) {
  auto const normalised = normalise_code(code);
  auto const* const found =
      std::ranges::find_if(rules, [&](auto const& rule) { return normalise_code(rule.code) == normalised; });
  return found == rules.end() ? nullptr : found;
}

base::Result<void> check_setting(std::string_view code, std::string_view value) {
  auto const* const rule = find_setting(code);
  if (rule == nullptr) {
    return base::fail(base::ErrorKind::invalid, "setting.unknown",
                      "There is no setting \"" + base::excerpt(code) +
                          "\". docs/reference/settings.md lists them: " + std::string(rules.front().code) + ", ...");
  }
  if (!fits(rule->type, value)) {
    auto expected = std::string(takes(rule->type));
    std::erase(expected, '`');
    return base::fail(
        base::ErrorKind::invalid, "setting.value",
        "The setting " + std::string(code) + " takes " + expected + ", not \"" + base::excerpt(value) + "\".");
  }
  return {};
}

std::string value_of(Catalog const& catalog, SettingRule const& rule) {
  return catalog.setting(rule.code, rule.default_value);
}

bool is_on(Catalog const& catalog, SettingRule const& rule) {
  return value_of(catalog, rule) == on;
}

std::string describe_settings() {
  std::string page(introduction);
  page += "| code | takes | default | meaning |\n|---|---|---|---|\n";
  for (auto const& rule : rules) {
    auto const otherwise = rule.default_value.empty() ? "none" : "`" + std::string(rule.default_value) + "`";
    page += "| `" + std::string(rule.code) + "` | " + std::string(takes(rule.type)) + " | " + otherwise + " | " +
            std::string(rule.meaning) + " |\n";
  }
  return page;
}

}  // namespace nameplate::domain
