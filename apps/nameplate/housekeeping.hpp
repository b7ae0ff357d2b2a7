#pragma once

#include "app/ledger.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace nameplate {

/// What is done now and then beside the ledger: noting when tokens were last used, forgetting keys that ran out.
class Housekeeping {
 public:
  explicit Housekeeping(app::Ledger& ledger);
  /// Notes the last uses once more.
  ~Housekeeping();
  Housekeeping(Housekeeping const&) = delete;
  Housekeeping& operator=(Housekeeping const&) = delete;

 private:
  void run(std::stop_token const& stop);
  void do_round();

  app::Ledger& ledger_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace nameplate
