#pragma once

#include "http/route.hpp"

namespace nameplate::http {

void create_import(Services& services, Request&& request, Respond respond);
void put_import_part(Services& services, Request&& request, Respond respond);
void check_import(Services& services, Request&& request, Respond respond);
void run_import(Services& services, Request&& request, Respond respond);

void list_jobs(Services& services, Request&& request, Respond respond);
void get_job(Services& services, Request&& request, Respond respond);
void get_job_result(Services& services, Request&& request, Respond respond);
void cancel_job(Services& services, Request&& request, Respond respond);
void resume_job(Services& services, Request&& request, Respond respond);

/// POST /imports/{id}/take-back
void take_back_import(Services& services, Request&& request, Respond respond);

}  // namespace nameplate::http
