#pragma once

#include "app/ledger.hpp"
#include "http/tls_certificate.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace nameplate {

/// Notes when tokens were last used, and forgets keys that ran out and content of jobs that are long done. What fails is
/// left to the next round.
void do_round(app::Ledger& ledger);

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
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace nameplate
