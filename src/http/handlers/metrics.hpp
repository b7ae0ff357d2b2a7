#pragma once

#include "http/route.hpp"

namespace nameplate::http {

/// GET /metrics, as Prometheus text
void get_metrics(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
