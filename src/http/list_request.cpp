#include "http/list_request.hpp"

#include "http/waiting.hpp"

#include <algorithm>

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

app::UnitQuestion read_unit_filters(QueryReader& query) {
  app::UnitQuestion question;
  question.serials = query.texts("serial");
  question.prefix = query.text_or_empty("prefix");
  question.products = query.texts("product");
  question.category = query.text_or_empty("category");
  question.traits = read_trait_question(query);
  question.statuses = read_statuses(query);
  question.location = query.text_or_empty("location");
  question.location_only = query.boolean("locationOnly", false);
  question.container = query.text_or_empty("container");
  question.lot = query.text_or_empty("lot");
  question.party = query.text_or_empty("party");
  question.owner = query.text_or_empty("owner");
  question.document = query.text_or_empty("document");
  question.document_kind = query.text_or_empty("documentKind");
  question.hold = query.text_or_empty("hold");
  question.hold_kind = query.text_or_empty("holdKind");
  question.changed_from = query.time("changedFrom");
  question.changed_to = query.time("changedTo");
  question.expires_before = query.date("expiresBefore");
  if (!question.document_kind.empty() && question.document.empty()) {
    query.refuse("documentKind", "restricts `document`; give that too.");
  }
  if (question.location_only && question.location.empty()) {
    query.refuse("locationOnly", "restricts `location`; give that too.");
  }
  return question;
}

app::StockQuestion read_stock_filters(QueryReader& query) {
  app::StockQuestion question;
  question.products = query.texts("product");
  question.category = query.text_or_empty("category");
  question.traits = read_trait_question(query);
  question.location = query.text_or_empty("location");
  question.location_only = query.boolean("locationOnly", false);
  question.statuses = read_statuses(query);
  question.owner = query.text_or_empty("owner");
  question.lot = query.text_or_empty("lot");
  return question;
}

app::AsOfQuestion read_as_of(QueryReader& query) {
  return {.at = query.time("at"), .known = query.text("knownAt")};
}

base::Result<app::AsOf> find_as_of(Request const& request, app::Reading& reading) {
  QueryReader query(request.query);
  auto const question = read_as_of(query);
  if (auto const fine = query.finish(); !fine) {
    return std::unexpected(fine.error());
  }
  return app::find_as_of(*reading.snapshot, reading.now, question);
}

bool asks_for_past(Request const& request) {
  return std::ranges::any_of(request.query, [](QueryParameter const& parameter) {
    return parameter.name == "at" || parameter.name == "knownAt";
  });
}

bool waits_or_asks_for_past(Services const& services, Request const& request) {
  return asks_for_past(request) || must_wait(services, request);
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
