#pragma once

#include "http/route.hpp"

namespace nameplate::http {

/// GET /containers
void list_containers(Services& services, Request&& request, Respond respond);
/// GET /containers/{id or code}
void get_container(Services& services, Request&& request, Respond respond);
/// GET /containers/{id or code}/history
void get_container_history(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
