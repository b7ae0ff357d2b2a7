#pragma once

#include "http/response.hpp"

#include <atomic>
#include <memory>

namespace nameplate::http {

/// Where the answer to one request goes. The first offer is delivered, later ones are dropped; from any thread.
class AnswerSlot {
 public:
  AnswerSlot() = default;
  AnswerSlot(AnswerSlot const&) = delete;
  AnswerSlot& operator=(AnswerSlot const&) = delete;
  virtual ~AnswerSlot() = default;

  /// False: there was an answer already.
  bool offer(Response response);

 protected:
  virtual void deliver(Response response) = 0;

 private:
  std::atomic<bool> taken_{false};
};

/// The handler's end of a slot. Dropped unused it answers 500, except while an exception passes: then whoever catches
/// it knows better what to say.
[[nodiscard]] Respond make_respond(std::shared_ptr<AnswerSlot> slot);

}  // namespace nameplate::http
