#pragma once

#include "http/route.hpp"

namespace nameplate::http {

/// POST /clock/confirm: an administrator says that the clock is right.
void confirm_clock(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
