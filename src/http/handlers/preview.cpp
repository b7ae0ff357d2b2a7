#include "app/numbers/preview.hpp"

#include "http/codec/text_rules.hpp"
#include "http/codec/traits_codec.hpp"
#include "http/handlers/numbers.hpp"
#include "http/handlers/writing.hpp"
#include "http/json_writer.hpp"
#include "http/object_reader.hpp"
#include "http/read_answer.hpp"
#include "http/render/parts.hpp"

#include <cmath>

namespace nameplate::http {
namespace {

using base::ErrorKind;

constexpr std::int64_t count_max = 100;
constexpr std::size_t rows_max = 1000;

void read_tables(ObjectReader& reader, domain::SerialFormat& format) {
  auto const tables = reader.optional_array("tables");
  if (!tables) {
    return;
  }
  for (auto const row : tables->elements()) {
    if (!row.is_object() || format.tables.size() == rows_max) {
      return reader.refuse("tables", ErrorKind::bad_request, "field.type",
                           "must be a list of {table, from, to}, 1,000 at most.");
    }
    ObjectReader fields(row, "tables");
    format.tables.push_back({.table = std::string(fields.required_text("table")),
                             .from = std::string(fields.required_text("from")),
                             .to = std::string(fields.required_text("to"))});
    if (auto const fine = fields.finish(); !fine) {
      return reader.refuse("tables", fine.error().kind, fine.error().reason, fine.error().detail);
    }
  }
}

void read_unwanted(ObjectReader& reader, domain::SerialFormat& format) {
  auto const words = reader.optional_array("unwanted");
  if (!words) {
    return;
  }
  for (auto const word : words->elements()) {
    if (!word.is_string() || word.text().empty() || format.unwanted.size() == rows_max) {
      return reader.refuse("unwanted", ErrorKind::bad_request, "field.type", "must be a list of words, 1,000 at most.");
    }
    format.unwanted.emplace_back(word.text());
  }
}

/// A named format that exists gives what the body does not say.
base::Result<domain::SerialFormat> read_format(ObjectReader& reader, domain::Catalog const& catalog) {
  domain::SerialFormat format;
  if (auto const name = reader.optional_text("name")) {
    auto const* const known = catalog.serial_format(catalog.find(domain::RecordKind::serial_format, *name));
    if (known == nullptr) {
      return base::fail(
          ErrorKind::invalid, "serial_format.unknown",
          "There is no serial format \"" + std::string(*name) + "\". Leave the name out to try a new one.");
    }
    format = *known;
  }
  if (auto const text = reader.optional_text("template")) {
    format.template_text = *text;
  } else if (format.template_text.empty()) {
    reader.refuse("template", ErrorKind::bad_request, "field.missing",
                  "is missing: what to try, or the name of a format.");
  }
  format.only_for_reading = reader.optional_boolean("readOnly").value_or(format.only_for_reading);
  read_tables(reader, format);
  read_unwanted(reader, format);
  return format;
}

base::Result<app::PreviewQuestion> read_question(JsonValue body, domain::Catalog const& catalog) {
  if (!body.is_object()) {
    return base::fail(ErrorKind::bad_request, "field.type", "The body must be an object.");
  }
  ObjectReader reader(body);
  app::PreviewQuestion question;
  auto format = read_format(reader, catalog);
  if (!format) {
    return std::unexpected(format.error());
  }
  question.format = *std::move(format);
  question.item.product = reader.optional_text("product").value_or("");
  question.operation.location = reader.optional_text("location").value_or("");
  question.operation.party = reader.optional_text("party").value_or("");
  question.count = reader.optional_integer("count").value_or(question.count);
  if (question.count < 1 || question.count > count_max) {
    reader.refuse("count", ErrorKind::invalid, "field.out_of_range", "must be 1 to 100.");
  }
  if (auto const time = reader.optional_text("time")) {
    auto const parsed = base::parse_time(*time);
    if (!parsed) {
      return std::unexpected(parsed.error());
    }
    question.operation.time = *parsed;
  }
  auto traits = read_traits(reader.any("attributes"), std::nullopt, "");
  if (!traits) {
    return std::unexpected(traits.error());
  }
  question.operation.traits = *std::move(traits);
  if (auto const lot = reader.optional_text("lot")) {
    question.item.extra = std::make_unique<domain::ItemExtra>();
    question.item.extra->lot = *lot;
  }
  if (auto const fine = reader.finish(); !fine) {
    return std::unexpected(fine.error());
  }
  return question;
}

void write_readability(JsonWriter& out, identify::Readability const& readability) {
  using Answer = identify::Readability::Answer;
  out.begin_object("readBack");
  out.field("answer", readability.answer == Answer::yes ? "yes" : readability.answer == Answer::no ? "no" : "unknown");
  if (readability.example) {
    auto const write_texts = [&](std::string_view name, std::vector<std::string> const& texts) {
      out.begin_array(name);
      for (auto const& text : texts) {
        out.value(text);
      }
      out.end_array();
    };
    out.begin_object("example").field("number", readability.example->number);
    write_texts("one", readability.example->one);
    write_texts("another", readability.example->another);
    out.end_object();
  }
  out.end_object();
}

/// Hundredths of a millimetre are enough for a label.
std::string millimetres(double value) {
  auto const hundredths = std::llround(value * 100);
  auto const rest = std::to_string(hundredths % 100);
  return std::to_string(hundredths / 100) + "." + (rest.size() < 2 ? "0" : "") + rest;
}

void write_carriers(JsonWriter& out, std::vector<app::Carrier> const& carriers) {
  out.begin_array("barcodes");
  for (auto const& carrier : carriers) {
    out.begin_object().field("symbology", carrier.symbology).field("fits", carrier.fits);
    if (carrier.fits) {
      out.field("modules", static_cast<std::int64_t>(carrier.modules));
      out.key("moduleMm").raw(millimetres(carrier.module_mm)).key("widthMm").raw(millimetres(carrier.width_mm));
    } else {
      out.field("detail", carrier.reason);
    }
    out.end_object();
  }
  out.end_array();
}

std::string preview_body(app::Preview const& preview) {
  std::string body;
  JsonWriter out(body);
  out.begin_object().begin_array("numbers");
  for (auto const& number : preview.numbers) {
    out.value(number);
  }
  out.end_array().begin_array("parts");
  for (auto const& part : preview.parts) {
    out.begin_object().field("part", part.part).field("kind", part.kind);
    if (!part.text.empty()) {
      out.field("text", part.text);
    }
    out.field("charactersMin", static_cast<std::int64_t>(part.size_min));
    out.field("charactersMax", static_cast<std::int64_t>(part.size_max)).end_object();
  }
  out.end_array();
  out.field("charactersMin", static_cast<std::int64_t>(preview.size_min));
  out.field("charactersMax", static_cast<std::int64_t>(preview.size_max));
  out.begin_object("capacity").field("numbers", preview.capacity).field("used", preview.used);
  out.field("drawnWithinADay", preview.drawn_today);
  if (preview.full_at) {
    render::write_time(out, "fullAt", *preview.full_at);
  }
  if (!preview.resets.empty()) {
    out.begin_array("resets");
    for (auto const& reset : preview.resets) {
      out.value(reset);
    }
    out.end_array();
  }
  out.end_object();
  write_readability(out, preview.readability);
  write_carriers(out, preview.carriers);
  out.end_object();
  return body;
}

}  // namespace

void preview_serial_format(Services& services, Request&& request, Respond respond) {
  auto const written = read_write(request, KeyNeed::optional);
  if (!written) {
    return refuse(services, std::move(respond), written.error());
  }
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    auto const question = read_question(written->body.root(), *reading.catalog);
    if (!question) {
      return std::unexpected(question.error());
    }
    auto const preview = app::preview_format(reading, *question);
    if (!preview) {
      return std::unexpected(preview.error());
    }
    return json(200, preview_body(*preview));
  });
}

}  // namespace nameplate::http
