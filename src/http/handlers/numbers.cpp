#include "http/handlers/numbers.hpp"

#include "app/numbers/number_blocks.hpp"
#include "app/numbers/number_reports.hpp"
#include "http/handlers/writing.hpp"
#include "http/list_request.hpp"
#include "http/object_reader.hpp"
#include "http/read_answer.hpp"
#include "http/render/sayings.hpp"
#include "http/render/subjects.hpp"
#include "identify/number_ranges.hpp"

namespace nameplate::http {
namespace {

/// Beyond what any counter shows.
constexpr std::int64_t count_max = 1'000'000'000'000'000'000;

void write_unit_of_report(JsonWriter& out, domain::Catalog const& catalog, domain::UnitState const& unit) {
  render::write_id(out, "id", app::ExternalId(domain::SubjectKind::unit, unit.id));
  render::write_code(out, "product", catalog.code_of(domain::RecordKind::product, unit.product));
  out.field("serial", unit.serial).field("status", domain::name_of(unit.status));
}

base::Result<app::UnitQuestion> read_question(Request const& request, bool in_pages) {
  QueryReader query(request.query);
  auto question = read_unit_filters(query);
  if (in_pages) {
    question.page.limit = query.limit();
    (void)query.text("cursor");
  }
  if (auto const fine = query.finish(); !fine) {
    return std::unexpected(fine.error());
  }
  if (in_pages) {
    auto after = read_position<app::UnitCursor>(request, [](base::ByteReader& in) {
      app::UnitCursor position;
      position.id = {in.signed_int()};
      return position;
    });
    if (!after) {
      return std::unexpected(after.error());
    }
    question.page.after = std::move(*after);
  }
  return question;
}

}  // namespace

void list_number_disagreements(Services& services, Request&& request, Respond respond) {
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    auto const question = read_question(request, true);
    if (!question) {
      return std::unexpected(question.error());
    }
    auto const formats = services.ledger.master_data.formats_of(reading.catalog);
    auto const found = app::find_disagreements(reading, *formats, *question);
    if (!found) {
      return std::unexpected(found.error());
    }
    std::string body;
    JsonWriter out(body);
    out.begin_object().begin_array("units");
    for (auto const& disagreement : found->units) {
      out.begin_object();
      write_unit_of_report(out, *reading.catalog, disagreement.unit);
      render::write_sayings(out, "says", disagreement.sayings);
      out.end_object();
    }
    out.end_array().field("lookedAt", found->looked_at);
    if (found->next) {
      base::ByteWriter position;
      position.signed_int(found->next->id.value);
      out.field("next", make_cursor(request, position.take()));
    }
    out.end_object();
    return json(200, std::move(body));
  });
}

void list_near_duplicates(Services& services, Request&& request, Respond respond) {
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    auto const question = read_question(request, false);
    if (!question) {
      return std::unexpected(question.error());
    }
    auto const found = app::find_near_duplicates(reading, *question);
    if (!found) {
      return std::unexpected(found.error());
    }
    std::string body;
    JsonWriter out(body);
    out.begin_object().begin_array("groups");
    for (auto const& group : found->groups) {
      out.begin_object().begin_array("units");
      for (auto const& unit : group) {
        out.begin_object();
        write_unit_of_report(out, *reading.catalog, unit);
        out.end_object();
      }
      out.end_array().end_object();
    }
    out.end_array().field("lookedAt", found->looked_at).field("more", found->more).end_object();
    return json(200, std::move(body));
  });
}

void list_number_gaps(Services& services, Request&& request, Respond respond) {
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    QueryReader query(request.query);
    app::GapQuestion question{.block = query.text("block").value_or(""),
                              .product = query.text("product").value_or(""),
                              .location = query.text("location").value_or("")};
    if (auto const time = query.time("time")) {
      question.time = base::ZonedInstant{.instant = *time};
    }
    question.from = query.integer("from", 1, count_max).value_or(1);
    if (question.block.empty() == question.product.empty()) {
      query.refuse("block", "or product says whose numbers: one of them.");
    }
    if (auto const fine = query.finish(); !fine) {
      return std::unexpected(fine.error());
    }
    auto const gaps = app::explain_gaps(reading, question);
    if (!gaps) {
      return std::unexpected(gaps.error());
    }
    std::string body;
    JsonWriter out(body);
    out.begin_object().field("format", gaps->format);
    if (!question.block.empty()) {
      out.field("block", question.block);
    }
    out.begin_array("ranges");
    for (auto const& range : gaps->ranges) {
      out.begin_object().field("first", range.first).field("last", range.last).field("count", range.count);
      out.field("fate", range.fate);
      if (!range.block.empty()) {
        out.field("block", range.block);
      }
      if (!range.contradicts.empty()) {
        out.field("contradicts", range.contradicts);
      }
      out.end_object();
    }
    out.end_array().begin_object("counts");
    for (auto const& [fate, count] : gaps->counts) {
      out.field(fate, count);
    }
    out.end_object();
    if (gaps->next) {
      out.field("next", *gaps->next);
    }
    out.end_object();
    return json(200, std::move(body));
  });
}

void expand_numbers(Services& services, Request&& request, Respond respond) {
  auto const written = read_write(request, KeyNeed::optional);
  if (!written) {
    return refuse(services, std::move(respond), written.error());
  }
  if (!written->body.root().is_object()) {
    return refuse(
        services, std::move(respond),
        base::Error{
            .kind = base::ErrorKind::bad_request, .reason = "field.type", .detail = "The body must be an object."});
  }
  constexpr std::size_t text_max = 1024 * 1024;
  ObjectReader reader(written->body.root());
  auto const text = reader.required_text("text", text_max);
  auto const fine = reader.finish();
  auto const numbers = fine ? identify::expand_ranges(text) : std::unexpected(fine.error());
  if (!numbers) {
    return refuse(services, std::move(respond), numbers.error());
  }
  std::string body;
  JsonWriter out(body);
  out.begin_object().field("count", std::ssize(*numbers)).begin_array("numbers");
  for (auto const& number : *numbers) {
    out.value(number);
  }
  out.end_array().end_object();
  respond(json(200, std::move(body)));
}

}  // namespace nameplate::http
