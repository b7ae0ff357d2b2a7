#pragma once

#include "app/ledger.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace nameplate {

/// Notes when tokens were last used, and forgets keys that ran out. What fails is left to the next round.
void do_round(app::Ledger& ledger);

/// Does such a round now and then, beside the ledger.
class Housekeeping {
 public:
  explicit Housekeeping(app::Ledger& ledger);
  /// Notes the last uses once more.
  ~Housekeeping();
  Housekeeping(Housekeeping const&) = delete;
  Housekeeping& operator=(Housekeeping const&) = delete;

 private:
  void run(std::stop_token const& stop);

  app::Ledger& ledger_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace nameplate
