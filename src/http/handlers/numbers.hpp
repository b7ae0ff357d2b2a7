#pragma once

#include "http/route.hpp"

namespace nameplate::http {

/// POST /serial-formats/preview
void preview_serial_format(Services& services, Request&& request, Respond respond);
/// GET /numbers/disagreements
void list_number_disagreements(Services& services, Request&& request, Respond respond);
/// GET /numbers/near-duplicates
void list_near_duplicates(Services& services, Request&& request, Respond respond);
/// GET /numbers/gaps
void list_number_gaps(Services& services, Request&& request, Respond respond);
/// POST /numbers/expand
void expand_numbers(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
