#pragma once

#include "http/route.hpp"

namespace nameplate::http {

/// GET /health/live: the process answers.
void health_live(Services& services, Request&& request, Respond respond);
/// GET /health/ready: 503 when the store cannot be read.
void health_ready(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
