#pragma once

#include "http/route.hpp"

namespace nameplate::http {

/// GET /reference/verbs
void list_verbs(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
