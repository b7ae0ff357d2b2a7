#pragma once

#include "http/route.hpp"

namespace nameplate::http {

/// GET /lots
void list_lots(Services& services, Request&& request, Respond respond);
/// GET /lots/{id}
void get_lot(Services& services, Request&& request, Respond respond);
/// GET /lots/{id}/history
void get_lot_history(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
