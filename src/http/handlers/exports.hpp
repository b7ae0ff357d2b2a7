#pragma once

#include "http/route.hpp"

namespace nameplate::http {

/// Data as a table, streamed.
void get_export(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
