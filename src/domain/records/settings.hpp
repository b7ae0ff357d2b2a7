#pragma once

#include "base/result.hpp"
#include "domain/records/catalog.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// The settings of a ledger: records of kind `setting`. One that was not made, or is retired, has its default.
namespace nameplate::domain {

enum class SettingType : std::uint8_t {
  yes_or_no,
  time_zone,
  gs1_prefix,  ///< 4 to 12 digits
};

struct SettingRule {
  std::string_view code;
  SettingType type;
  std::string_view default_value;
  std::string_view meaning;  ///< of `true`, where it says yes or no
};

inline constexpr SettingRule receive_makes_lots = {
    .code = "receive.makes-lots",
    .type = SettingType::yes_or_no,
    .default_value = "true",
    .meaning =
        "Receiving makes the lots that it names and that do not exist. With `false` such a lot is refused with "
        "`lot.unknown`: register it first. Goods without a lot number come in either way."};
inline constexpr SettingRule pack_makes_containers = {
    .code = "pack.makes-containers",
    .type = SettingType::yes_or_no,
    .default_value = "true",
    .meaning =
        "Packing makes the container that it names and that does not exist. With `false` it is refused with "
        "`container.unknown`: register it first."};

inline constexpr SettingRule corrections_need_approval = {
    .code = "corrections.need-approval",
    .type = SettingType::yes_or_no,
    .default_value = "false",
    .meaning =
        "Corrections (relabel, reverse, amend with `event` or `corrects`) wait until a second person has approved "
        "them: "
        "they are answered with 202 and an approval, and done when another manager agrees. See "
        "[four eyes](../using/approvals.md)."};

inline constexpr SettingRule time_zone_setting = {
    .code = "time.default-zone",
    .type = SettingType::time_zone,
    .default_value = "UTC",
    .meaning = "By which clock days, weeks and shifts change at places that name no zone of their own."};

inline constexpr SettingRule gs1_prefix_setting = {
    .code = "gs1.company-prefix",
    .type = SettingType::gs1_prefix,
    .default_value = "",
    .meaning =
        "The GS1 company prefix from which SSCC, GIAI and GRAI are made: `{gs1}` in a [serial "
        "format](serial-formats.md)."};

[[nodiscard]] std::span<SettingRule const> setting_rules();
/// By its code in any case; null when there is none.
[[nodiscard]] SettingRule const* find_setting(std::string_view code);

/// Whether a record may be kept as a setting. Errors: setting.unknown, setting.value.
[[nodiscard]] base::Result<void> check_setting(std::string_view code, std::string_view value);

/// What holds in this ledger.
[[nodiscard]] std::string value_of(Catalog const& catalog, SettingRule const& rule);
[[nodiscard]] bool is_on(Catalog const& catalog, SettingRule const& rule);

/// docs/reference/settings.md, made from the table.
[[nodiscard]] std::string describe_settings();

}  // namespace nameplate::domain
