#pragma once

#include "http/route.hpp"

namespace nameplate::http {

/// GET /stock
void get_stock(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
