#include "cli/records/record_kinds.hpp"

#include <algorithm>

namespace nameplate::cli {

std::vector<domain::RecordKindRule const*> record_commands() {
  std::vector<domain::RecordKindRule const*> kinds;
  for (auto const& rule : domain::record_kinds()) {
    if (rule.kind != domain::RecordKind::account) {
      kinds.push_back(&rule);
    }
  }
  return kinds;
}

std::string command_of(domain::RecordKindRule const& kind) {
  std::string name(kind.name);
  std::ranges::replace(name, ' ', '-');
  return name;
}

}  // namespace nameplate::cli
