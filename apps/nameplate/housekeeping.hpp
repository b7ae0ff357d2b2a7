#pragma once

#include "app/lease_keeper.hpp"
#include "app/ledger.hpp"
#include "http/tls_certificate.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace nameplate {

/// For do_round().
[[nodiscard]] app::LeaseKeeper clean_up_lease(app::Ledger& ledger);

/// Notes when tokens were last used; and, unless another process does it, forgets keys that ran out and content of jobs
/// that are long done, and follows the rules of retention. What fails is left to the next round.
void do_round(app::Ledger& ledger, app::LeaseKeeper& lease_keeper);

/// Does such a round now and then beside the ledger, and takes a renewed certificate into use.
class Housekeeping {
 public:
  /// `certificate` may be null.
  Housekeeping(app::Ledger& ledger, http::TlsCertificate* certificate);
  /// Notes the last uses once more.
  ~Housekeeping();
  Housekeeping(Housekeeping const&) = delete;
  Housekeeping& operator=(Housekeeping const&) = delete;

 private:
  void run(std::stop_token const& stop);

  app::Ledger& ledger_;
  http::TlsCertificate* certificate_;
  app::LeaseKeeper lease_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace nameplate
