#include "http/answer_slot.hpp"

#include "http/problem.hpp"

#include <exception>
#include <utility>

namespace nameplate::http {
namespace {

class Responder {
 public:
  explicit Responder(std::shared_ptr<AnswerSlot> slot) : slot_(std::move(slot)) {}
  Responder(Responder&&) noexcept = default;
  Responder(Responder const&) = delete;
  Responder& operator=(Responder&&) = delete;
  Responder& operator=(Responder const&) = delete;
  ~Responder() {
    if (slot_ && std::uncaught_exceptions() == 0) {
      slot_->offer(
          problem(500, "internal.error", "The request ended without an answer. This is a defect of the server."));
    }
  }

  void operator()(Response response) {
    if (auto const slot = std::exchange(slot_, nullptr)) {
      slot->offer(std::move(response));
    }
  }

 private:
  std::shared_ptr<AnswerSlot> slot_;
};

}  // namespace

bool AnswerSlot::offer(Response response) {
  if (taken_.exchange(true, std::memory_order_acq_rel)) {
    return false;
  }
  deliver(std::move(response));
  return true;
}

Respond make_respond(std::shared_ptr<AnswerSlot> slot) {
  return Responder(std::move(slot));
}

}  // namespace nameplate::http
