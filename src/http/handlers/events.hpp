#pragma once

#include "http/route.hpp"

namespace nameplate::http {

/// GET /events/{id}
void get_event(Services& services, Request&& request, Respond respond);
/// GET /events?after=
void list_events(Services& services, Request&& request, Respond respond);
/// GET /changes?after=
void list_changes(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
