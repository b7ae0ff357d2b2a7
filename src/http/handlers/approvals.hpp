#pragma once

#include "http/route.hpp"

namespace nameplate::http {

/// GET /approvals
void list_approvals(Services& services, Request&& request, Respond respond);
/// GET /approvals/{id}
void get_approval(Services& services, Request&& request, Respond respond);
/// POST /approvals/{id}/approve
void approve(Services& services, Request&& request, Respond respond);
/// POST /approvals/{id}/reject
void reject(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
