#include "domain/records/initial.hpp"

#include <initializer_list>
#include <string_view>

namespace nameplate::domain {
namespace {

using base::Value;

InitialRecord hold_kind(std::string_view code, std::string_view name, std::initializer_list<std::string_view> forbids,
                        std::string_view release_role, bool overridable) {
  return {.kind = RecordKind::hold_kind,
          .value = Value::Object{{"code", code},
                                 {"name", name},
                                 {"forbids", Value::List(forbids.begin(), forbids.end())},
                                 {"releaseRole", release_role},
                                 {"overridable", overridable}}};
}

InitialRecord reason_code(std::string_view code, std::string_view name,
                          std::initializer_list<std::string_view> verbs = {}) {
  Value::Object value{{"code", code}, {"name", name}};
  if (verbs.size() > 0) {
    value.emplace_back("verbs", Value::List(verbs.begin(), verbs.end()));
  }
  return {.kind = RecordKind::reason_code, .value = std::move(value)};
}

}  // namespace

std::vector<InitialRecord> initial_records() {
  return {
      hold_kind("quarantine", "Quarantine", {"stage", "ship", "deliver"}, "manager", true),
      hold_kind("quality", "Quality question", {"stage", "ship", "deliver"}, "manager", true),
      hold_kind("recall", "Recall", {"stage", "ship", "deliver"}, "manager", false),
      hold_kind("expired", "Expired", {"stage", "ship", "deliver"}, "manager", true),
      hold_kind("customer", "Customer's wish", {"ship", "deliver"}, "operator", true),
      reason_code("count-difference", "Difference found when counting", {"lose", "find", "adjust"}),
      reason_code("found", "Found", {"find", "adjust"}),
      reason_code("wrong-booking", "Booked wrongly", {"adjust"}),
      reason_code("damaged", "Damaged", {"return", "repair", "scrap", "hold", "adjust"}),
      reason_code("expired", "Past its date", {"scrap", "hold", "adjust"}),
      reason_code("theft", "Stolen", {"lose", "adjust"}),
      reason_code("sample", "Given as a sample", {"ship", "deliver", "adjust"}),
      reason_code("test", "Used up in a test", {"scrap", "adjust"}),
      reason_code("other", "Other: say more in the note"),
      {.kind = RecordKind::serial_format, .value = Value::Object{{"name", "default"}, {"template", "NP{counter:8}"}}},
  };
}

}  // namespace nameplate::domain
