#pragma once

#include "domain/changes.hpp"
#include "domain/status.hpp"
#include "store/store.hpp"

#include <string>
#include <unordered_map>
#include <vector>

namespace nameplate::app {

struct SubjectName {
  domain::SubjectKind kind = domain::SubjectKind::unit;
  std::string number;             ///< serial, code or lot number, as it is now
  domain::RecordId product = {};  ///< of units and lots
};

/// How subjects are called, of whatever kind they are.
using SubjectNames = std::unordered_map<domain::SubjectId, SubjectName>;

/// Three calls of the store at most. Those that do not exist are left out.
[[nodiscard]] SubjectNames load_names(store::Reader& reader, std::vector<domain::SubjectId> subjects);

}  // namespace nameplate::app
