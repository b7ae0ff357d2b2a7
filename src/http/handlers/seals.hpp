#pragma once

#include "http/route.hpp"

namespace nameplate::http {

/// GET /seals/head
void get_seal_head(Services& services, Request&& request, Respond respond);
/// GET /units/{id}/proof
void get_unit_proof(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
