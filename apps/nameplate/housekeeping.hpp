#pragma once

#include "app/ledger.hpp"
#include "http/tls_certificate.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace nameplate {

/// What is done now and then beside the ledger: noting when tokens were last used, forgetting keys that ran out, taking
/// a renewed certificate into use.
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
  void do_round();

  app::Ledger& ledger_;
  http::TlsCertificate* certificate_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace nameplate
