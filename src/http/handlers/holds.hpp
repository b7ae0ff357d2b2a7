#pragma once

#include "http/route.hpp"

namespace nameplate::http {

/// GET /holds
void list_holds(Services& services, Request&& request, Respond respond);
/// GET /holds/{id}
void get_hold(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
