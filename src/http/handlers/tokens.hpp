#pragma once

#include "http/route.hpp"

namespace nameplate::http {

/// POST /tokens
void create_token(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
