#pragma once

#include "app/queries/subject_history.hpp"
#include "http/read_answer.hpp"

#include <functional>

namespace nameplate::http {

/// Finds the subject whose history was asked for.
using FindSubject = std::function<base::Result<app::Subject>(app::Reading&, std::string const& id)>;

/// GET /{subjects}/{id}/history, the same for units, containers and lots: oldest first, or `order=desc`, in pages.
void answer_history(Services& services, Request const& request, Respond respond, FindSubject const& find);

}  // namespace nameplate::http
