#include "http/handlers/reference.hpp"

#include "domain/verb.hpp"
#include "http/json_writer.hpp"
#include "http/problem.hpp"
#include "http/query_reader.hpp"

namespace nameplate::http {
namespace {

void write_statuses(JsonWriter& out, std::string_view name, domain::StatusSet statuses) {
  out.begin_array(name);
  for (auto const status : domain::all_statuses()) {
    if (statuses.contains(status)) {
      out.value(domain::name_of(status));
    }
  }
  out.end_array();
}

}  // namespace

void list_verbs(Services& /*services*/, Request&& request, Respond respond) {
  if (auto const fine = QueryReader(request.query).finish(); !fine) {
    return respond(problem(fine.error()));
  }
  std::string body;
  JsonWriter out(body);
  out.begin_object().begin_array("verbs");
  for (auto const& rule : domain::verb_rules()) {
    out.begin_object().field("verb", rule.name).field("summary", rule.summary);
    out.field("role", domain::name_of(rule.role_min)).field("makesNew", rule.makes_new);
    write_statuses(out, "from", rule.from);
    write_statuses(out, "quantityFrom", rule.quantity_from);
    out.key("to");
    if (rule.to) {
      out.value(domain::name_of(*rule.to));
    } else {
      out.null();
    }
    out.end_object();
  }
  out.end_array().end_object();
  respond(json(200, std::move(body)));
}

}  // namespace nameplate::http
