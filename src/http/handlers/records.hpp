#pragma once

#include "http/route.hpp"

namespace nameplate::http {

/// POST /{path}
void create_record(Services& services, Request&& request, Respond respond);
/// PUT /{path}/{code}
void put_record(Services& services, Request&& request, Respond respond);
/// PATCH /{path}/{id or code}
void patch_record(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
