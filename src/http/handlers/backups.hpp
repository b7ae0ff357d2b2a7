#pragma once

#include "http/request.hpp"
#include "http/response.hpp"
#include "http/services.hpp"

namespace nameplate::http {

void list_backups(Services& services, Request&& request, Respond respond);
void create_backup(Services& services, Request&& request, Respond respond);
void get_backup_run(Services& services, Request&& request, Respond respond);
void cancel_backup_run(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
