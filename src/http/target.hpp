#pragma once

#include "base/result.hpp"
#include "http/request.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace nameplate::http {

struct Target {
  std::string path;
  std::vector<QueryParameter> query;
};

/// Takes apart what stands between method and version. Origin form only (`/path?query`). `+` in the query is a space,
/// as browsers send it. Errors, all 400: target.form, target.encoding (a broken or non-UTF-8 percent sequence, NUL),
/// target.path (`.` and `..` segments, an encoded slash).
[[nodiscard]] base::Result<Target> parse_target(std::string_view target);

}  // namespace nameplate::http
