#pragma once

#include "cli/environment.hpp"
#include "cli/owner_client.hpp"

#include <optional>
#include <string>
#include <vector>

namespace nameplate::cli {

/// An account as `token list` shows it.
struct AccountLine {
  std::string name;
  std::string role;
  bool active = true;
  std::string expires;    ///< empty: never
  std::string last_used;  ///< empty: never
};

[[nodiscard]] base::Result<std::vector<AccountLine>> read_accounts(OwnerClient& client);
[[nodiscard]] std::vector<AccountLine> read_accounts(app::Ledger& ledger);

}  // namespace nameplate::cli
