#include "http/list_request.hpp"

namespace nameplate::http {

domain::StatusSet read_statuses(QueryReader& query) {
  domain::StatusSet statuses;
  for (auto const& name : query.comma_texts("status")) {
    if (auto const status = domain::parse_status(name)) {
      statuses.insert(*status);
    } else {
      query.refuse("status", "names no status: " + name + ".");
    }
  }
  return statuses;
}

app::TraitQuestion read_trait_question(QueryReader& query) {
  return {.attributes = query.prefixed("attribute."), .tags = query.texts("tag")};
}

base::Result<IdPage> read_id_page(QueryReader& query, Request const& request) {
  IdPage page;
  page.limit = query.limit();
  (void)query.text("cursor");
  if (auto const fine = query.finish(); !fine) {
    return std::unexpected(fine.error());
  }
  auto const after = read_id_cursor(request);
  if (!after) {
    return std::unexpected(after.error());
  }
  page.after = *after;
  return page;
}

}  // namespace nameplate::http
