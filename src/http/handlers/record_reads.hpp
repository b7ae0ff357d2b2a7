#pragma once

#include "http/route.hpp"

namespace nameplate::http {

/// GET /products, /locations, ...: the first segment below the base names the kind.
void list_records(Services& services, Request&& request, Respond respond);
/// GET /products/{id or code}
void get_record(Services& services, Request&& request, Respond respond);
/// GET /products/{id or code}/history
void get_record_history(Services& services, Request&& request, Respond respond);
/// GET /tokens: accounts and when each was last used, never secrets.
void list_tokens(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
