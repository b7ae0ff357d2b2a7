#pragma once

#include "http/request.hpp"
#include "http/response.hpp"
#include "http/services.hpp"

namespace nameplate::http {

void create_erasure(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
