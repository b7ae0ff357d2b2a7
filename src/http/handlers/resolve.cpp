#include "http/handlers/resolve.hpp"

#include "app/numbers/likely_numbers.hpp"
#include "app/numbers/sayings.hpp"
#include "app/queries/resolve.hpp"
#include "http/query_reader.hpp"
#include "http/read_answer.hpp"
#include "http/render/sayings.hpp"
#include "http/render/subjects.hpp"
#include "identify/gs1/element_rules.hpp"

namespace nameplate::http {
namespace {

constexpr std::size_t code_bytes_max = 1024;

void write_scan(JsonWriter& out, identify::Scan const& scan) {
  out.begin_object("parsed").field("raw", scan.raw).field("text", scan.text);
  auto const write_if_any = [&](std::string_view name, std::string const& reading) {
    if (!reading.empty()) {
      out.field(name, reading);
    }
  };
  write_if_any("aim", scan.aim);
  write_if_any("sscc", scan.sscc);
  write_if_any("gtin", scan.gtin);
  if (!scan.elements.empty()) {
    out.begin_array("elements");
    for (auto const& element : scan.elements) {
      out.begin_object().field("identifier", element.identifier);
      out.field("title", identify::gs1::rule_at(element.identifier)->title).field("value", element.value).end_object();
    }
    out.end_array();
  }
  if (scan.gs1_problem) {
    out.begin_object("problem").field("reason", scan.gs1_problem->reason);
    out.field("detail", scan.gs1_problem->detail).end_object();
  }
  out.end_object();
}

/// Writes the members of one match, and tells the number that the subject bears now.
struct MatchWriter {
  JsonWriter& out;
  domain::Catalog const& catalog;
  app::Surroundings const& around;

  std::string operator()(domain::UnitState const& unit) const {
    out.field("kind", "unit");
    render::write_unit(out, catalog, around, unit);
    return unit.serial;
  }
  std::string operator()(domain::ContainerState const& container) const {
    out.field("kind", "container");
    render::write_container(out, catalog, around, container);
    return container.code;
  }
  std::string operator()(domain::LotState const& lot) const {
    out.field("kind", "lot");
    render::write_lot(out, catalog, around, lot);
    return lot.number;
  }
  std::string operator()(app::Match::OfProduct const& product) const {
    out.field("kind", "product");
    render::write_id(out, "id", app::ExternalId(product.id));
    auto const* const known = catalog.product(product.id);
    render::write_code(out, "sku", known == nullptr ? std::string_view() : std::string_view(known->sku));
    render::write_code(out, "name", known == nullptr ? std::string_view() : std::string_view(known->name));
    out.field("packQuantity", product.pack_quantity);
    return {};
  }
  std::string operator()(app::Match::OfLocation const& location) const {
    out.field("kind", "location");
    render::write_id(out, "id", app::ExternalId(location.id));
    auto const* const known = catalog.location(location.id);
    render::write_code(out, "code", known == nullptr ? std::string_view() : std::string_view(known->code));
    render::write_code(out, "name", known == nullptr ? std::string_view() : std::string_view(known->name));
    out.field("path", catalog.path_of(location.id));
    return {};
  }
};

void write_match(JsonWriter& out, domain::Catalog const& catalog, app::Resolution const& resolution,
                 app::Match const& match) {
  out.begin_object();
  auto const number_now = std::visit(MatchWriter{out, catalog, resolution.around}, match.what);
  if (match.by) {
    out.begin_object("by").field("kind", domain::rule_of(match.by->key.kind).name).field("value", match.by->value);
    out.end_object();
    if (match.by->valid_to) {
      out.begin_object("closed");
      render::write_time(out, "to", *match.by->valid_to);
      out.field("now", number_now).end_object();
    }
  }
  out.begin_array("actions");
  for (auto const verb : match.actions) {
    out.value(domain::name_of(verb));
  }
  out.end_array().end_object();
}

/// What the number says by the formats; of a unit compared with its record, of nothing known with what may be meant.
void write_what_it_says(JsonWriter& out, Services& services, app::Reading& reading, app::Resolution const& resolution) {
  auto const formats = services.ledger.master_data.formats_of(reading.catalog);
  auto const of_label = identify::gs1::value_of(resolution.scan.elements, "21");
  auto const number = of_label.empty() ? std::string_view(resolution.scan.text) : of_label;
  for (auto const& match : resolution.matches) {
    if (auto const* const unit = std::get_if<domain::UnitState>(&match.what)) {
      auto const facts = app::facts_on_record(*reading.snapshot, *reading.catalog, {unit, 1});
      return render::write_sayings(out, "says", app::what_it_says(*formats, number, facts.at(unit->id)));
    }
  }
  render::write_sayings(out, "says", app::what_it_says(*formats, number));
  if (!resolution.matches.empty()) {
    return;
  }
  out.begin_array("likely");
  for (auto const& identifier : app::likely_numbers(*reading.snapshot, *formats, number)) {
    out.begin_object().field("number", identifier.value);
    out.field("kind", domain::rule_of(identifier.key.kind).name).end_object();
  }
  out.end_array();
}

}  // namespace

void resolve_code(Services& services, Request&& request, Respond respond) {
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    QueryReader query(request.query);
    auto const code = query.text("code");
    if (!code) {
      query.refuse("code", "is missing: what was scanned or typed.");
    } else if (code->size() > code_bytes_max) {
      query.refuse("code", "is too long for anything that stands on a label.");
    }
    if (auto const fine = query.finish(); !fine) {
      return std::unexpected(fine.error());
    }
    auto const resolution =
        app::resolve(*reading.snapshot, *reading.catalog, reading.now, request.principal.role, *code);
    std::string body;
    JsonWriter out(body);
    out.begin_object();
    write_scan(out, resolution.scan);
    out.begin_array("matches");
    for (auto const& match : resolution.matches) {
      write_match(out, *reading.catalog, resolution, match);
    }
    out.end_array();
    write_what_it_says(out, services, reading, resolution);
    out.end_object();
    return json(200, std::move(body));
  });
}

}  // namespace nameplate::http
