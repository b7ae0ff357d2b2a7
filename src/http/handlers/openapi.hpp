#pragma once

#include "http/route.hpp"

namespace nameplate::http {

/// GET /openapi.yaml
void get_openapi(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
