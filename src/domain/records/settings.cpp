#include "domain/records/settings.hpp"

#include "base/utf8.hpp"

#include <algorithm>
#include <array>

namespace nameplate::domain {
namespace {

constexpr std::array rules = {receive_makes_lots, pack_makes_containers, corrections_need_approval};

constexpr std::string_view on = "true";
constexpr std::string_view off = "false";

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
  if (find_setting(code) == nullptr) {
    return base::fail(base::ErrorKind::invalid, "setting.unknown",
                      "There is no setting \"" + base::excerpt(code) +
                          "\". docs/reference/settings.md lists them: " + std::string(rules.front().code) + ", ...");
  }
  if (value != on && value != off) {
    return base::fail(
        base::ErrorKind::invalid, "setting.value",
        "The setting " + std::string(code) + " takes true or false, not \"" + base::excerpt(value) + "\".");
  }
  return {};
}

bool is_on(Catalog const& catalog, SettingRule const& rule) {
  return catalog.setting(rule.code, rule.default_value ? on : off) == on;
}

std::string describe_settings() {
  std::string page(introduction);
  page += "| code | takes | default | meaning |\n|---|---|---|---|\n";
  for (auto const& rule : rules) {
    page += "| `" + std::string(rule.code) + "` | `true` or `false` | `" + std::string(rule.default_value ? on : off) +
            "` | " + std::string(rule.meaning) + " |\n";
  }
  return page;
}

}  // namespace nameplate::domain
