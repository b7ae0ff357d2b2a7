#pragma once

#include "app/ledger.hpp"
#include "base/result.hpp"
#include "http/request.hpp"

namespace nameplate {

/// Who asks. A request through the owner's socket without a token is the owner's; everybody else is who the token says.
[[nodiscard]] base::Result<http::Principal> authenticate(app::Ledger& ledger, domain::Actor const& owner,
                                                         http::Request const& request);

}  // namespace nameplate
