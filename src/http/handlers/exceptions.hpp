#pragma once

#include "http/route.hpp"

namespace nameplate::http {

/// GET /exceptions
void list_exceptions(Services& services, Request&& request, Respond respond);
/// GET /exceptions/{id}
void get_exception(Services& services, Request&& request, Respond respond);
/// POST /exceptions/{id}/resolve
void resolve_exception(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
