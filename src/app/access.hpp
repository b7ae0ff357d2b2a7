#pragma once

#include "app/master_data.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/role.hpp"
#include "store/store.hpp"

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace nameplate::app {

struct NewToken {
  std::string text;  ///< what the user gets to see, once
  std::array<std::uint8_t, 32> hash{};
};

/// `npt_` and 256 random bits with a check sum, in base 62: found by scanners for leaked secrets, typing errors are
/// seen.
[[nodiscard]] NewToken make_token();
[[nodiscard]] std::array<std::uint8_t, 32> hash_token(std::string_view text);

/// Who is behind a token. Known tokens are kept in memory: the request path asks the store once for each.
class Access {
 public:
  Access(store::Store& store, MasterData& master_data, base::Clock const& clock);
  ~Access();

  /// Errors: token.missing, token.malformed, token.unknown, token.expired, token.revoked (all 401).
  [[nodiscard]] base::Result<domain::Actor> authenticate(std::string_view bearer_token);

  /// Writes when tokens were last used. Called now and then; not part of the ledger.
  void flush_last_use();

  /// When an account last asked, as far as this process knows.
  [[nodiscard]] std::optional<base::Instant> last_use_of(domain::RecordId account) const;

 private:
  store::Store& store_;
  MasterData& master_data_;
  base::Clock const& clock_;
  mutable std::mutex mutex_;
  struct Known {
    domain::RecordId account;
    base::Instant last_used;
    base::Instant written;
  };
  std::unordered_map<std::string, Known> known_;
};

}  // namespace nameplate::app
