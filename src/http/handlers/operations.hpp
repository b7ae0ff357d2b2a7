#pragma once

#include "http/route.hpp"

namespace nameplate::http {

/// POST /operations/{verb}
void perform_operation(Services& services, Request&& request, Respond respond);

/// POST /operations
void perform_batch(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
