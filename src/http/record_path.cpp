#include "http/record_path.hpp"

#include "base/check.hpp"
#include "http/routes.hpp"

#include <algorithm>

namespace nameplate::http {

domain::RecordKindRule const& record_kind_of_path(std::string_view path) {
  base::check(path.size() > api_base.size(), "a route of records lies below the base");
  path.remove_prefix(api_base.size() + 1);
  auto const segment = path.substr(0, path.find('/'));
  auto const kinds = domain::record_kinds();
  auto const found = std::ranges::find(kinds, segment, &domain::RecordKindRule::path);
  base::check(found != kinds.end(), "a route of records names a kind");
  return *found;
}

}  // namespace nameplate::http
