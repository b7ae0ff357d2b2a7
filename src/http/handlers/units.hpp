#pragma once

#include "http/route.hpp"

namespace nameplate::http {

/// GET /units
void list_units(Services& services, Request&& request, Respond respond);
/// Anything but a look-up by serial alone reads too much for an I/O thread.
[[nodiscard]] bool is_heavy_unit_list(Services const& services, Request const& request);
/// GET /units/{id}
void get_unit(Services& services, Request&& request, Respond respond);
/// GET /units/{id}/history
void get_unit_history(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
