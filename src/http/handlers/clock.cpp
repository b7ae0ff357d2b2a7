#include "http/handlers/clock.hpp"

#include "http/services.hpp"

#include <utility>

namespace nameplate::http {

void confirm_clock(Services& services, Request&&, Respond respond) {
  services.ledger.writer.confirm_clock();
  respond(no_content());
}

}  // namespace nameplate::http
