#pragma once

#include "http/route.hpp"

namespace nameplate::http {

/// GET /resolve?code=
void resolve_code(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
