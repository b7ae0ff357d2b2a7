#include "cli/ledger_file.hpp"

#include "base/byte_codec.hpp"
#include "base/hash.hpp"
#include "base/json_text.hpp"
#include "domain/event_codec.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <iterator>
#include <stdexcept>

namespace nameplate::cli {
namespace {

namespace json = boost::json;

/// What is not as it should be, on the way to an error that the caller can show.
class Unreadable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

void add_text(std::string& line, std::string_view name, std::string_view text) {
  if (!text.empty()) {
    fmt::format_to(std::back_inserter(line), R"(,"{}":)", name);
    base::append_json_string(line, text);
  }
}

void add_number(std::string& line, std::string_view name, std::int64_t number) {
  fmt::format_to(std::back_inserter(line), R"(,"{}":{})", name, number);
}

void add_id(std::string& line, std::string_view name, std::int64_t id) {
  if (id != 0) {
    add_number(line, name, id);
  }
}

json::object const& object_in(json::value const& value) {
  auto const* const object = value.if_object();
  if (object == nullptr) {
    throw Unreadable("it is no object");
  }
  return *object;
}

std::int64_t number_of(json::object const& object, std::string_view name) {
  auto const* const found = object.if_contains(name);
  if (found == nullptr || !found->is_int64()) {
    throw Unreadable(fmt::format("`{}` is no whole number", name));
  }
  return found->get_int64();
}

std::int64_t id_of(json::object const& object, std::string_view name) {
  return object.contains(name) ? number_of(object, name) : 0;
}

std::string text_of(json::object const& object, std::string_view name) {
  auto const* const found = object.if_contains(name);
  if (found == nullptr) {
    return {};
  }
  if (!found->is_string()) {
    throw Unreadable(fmt::format("`{}` is no text", name));
  }
  return std::string(found->get_string());
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  throw Unreadable("a character is no hexadecimal digit");
}

std::string bytes_of(json::object const& object, std::string_view name) {
  auto const text = text_of(object, name);
  if (text.size() % 2 != 0) {
    throw Unreadable(fmt::format("`{}` ends in the middle of a byte", name));
  }
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    bytes.push_back(static_cast<char>(digit_of(text[i]) * 16 + digit_of(text[i + 1])));
  }
  return bytes;
}

domain::Verb verb_of(json::object const& object) {
  auto const name = text_of(object, "verb");
  for (auto const administrative : {domain::Verb::change_record, domain::Verb::erase}) {
    if (name == name_of(administrative)) {
      return administrative;
    }
  }
  auto const verb = domain::parse_verb(name);
  if (!verb) {
    throw Unreadable("this version knows no verb `" + name + "`");
  }
  return *verb;
}

domain::Event event_of(json::object const& object) {
  domain::Event event{.id = {number_of(object, "id")},
                      .sequence = number_of(object, "sequence"),
                      .verb = verb_of(object),
                      .event_time = {number_of(object, "time")},
                      .recorded_at = {number_of(object, "recorded")},
                      .actor = id_of(object, "actor"),
                      .device = text_of(object, "device"),
                      .equipment = text_of(object, "equipment"),
                      .location = {id_of(object, "location")},
                      .destination = {id_of(object, "destination")},
                      .reason = text_of(object, "reason")};
  if (object.contains("zone")) {
    event.zone_offset_minutes = static_cast<std::int16_t>(number_of(object, "zone"));
  }
  if (object.contains("deviceTime")) {
    event.device_time = base::Instant{number_of(object, "deviceTime")};
  }
  domain::decode_body(bytes_of(object, "body"), event);
  if (auto const* const fields = object.if_contains("private")) {
    if (!fields->is_array()) {
      throw Unreadable("`private` is no list");
    }
    for (auto const& entry : fields->get_array()) {
      auto const& field = object_in(entry);
      event.private_fields.push_back({.field = text_of(field, "field"),
                                      .place = static_cast<std::int32_t>(number_of(field, "place")),
                                      .salt = bytes_of(field, "salt"),
                                      .value = bytes_of(field, "value")});
    }
  }
  return event;
}

LedgerLine read_line(std::string_view line) {
  auto const value = json::parse(json::string_view(line.data(), line.size()));
  auto const& object = object_in(value);
  LedgerLine read;
  if (object.contains("end")) {
    read.events = number_of(object, "events");
  } else {
    read.event = event_of(object);
  }
  // Whatever else the line may say would be lost: it must be as it is written here.
  if (line != (read.event ? ledger_line(*read.event) : last_ledger_line(read.events))) {
    throw Unreadable("it is not written as an export writes it");
  }
  return read;
}

}  // namespace

std::string_view first_ledger_line() {
  return R"({"format":"nameplate-ledger","version":1})";
}

std::string ledger_line(domain::Event const& event) {
  auto line =
      fmt::format(R"({{"sequence":{},"id":{},"verb":"{}","time":{},"recorded":{})", event.sequence, event.id.value,
                  name_of(event.verb), event.event_time.microseconds, event.recorded_at.microseconds);
  if (event.zone_offset_minutes) {
    add_number(line, "zone", *event.zone_offset_minutes);
  }
  if (event.device_time) {
    add_number(line, "deviceTime", event.device_time->microseconds);
  }
  add_id(line, "actor", event.actor);
  add_text(line, "device", event.device);
  add_text(line, "equipment", event.equipment);
  add_id(line, "location", event.location.value);
  add_id(line, "destination", event.destination.value);
  add_text(line, "reason", event.reason);
  add_text(line, "body", base::to_hex(domain::encode_body(event)));
  if (!event.private_fields.empty()) {
    line += R"(,"private":[)";
    for (auto const& field : event.private_fields) {
      line += line.back() == '[' ? "{" : ",{";
      line += R"("field":)" + base::quote_json(field.field);
      add_number(line, "place", field.place);
      add_text(line, "salt", base::to_hex(field.salt));
      add_text(line, "value", base::to_hex(field.value));
      line += '}';
    }
    line += ']';
  }
  return line + "}";
}

std::string last_ledger_line(domain::Sequence events) {
  return fmt::format(R"({{"end":true,"events":{}}})", events);
}

base::Result<LedgerLine> parse_ledger_line(std::string_view line) {
  std::string what;
  try {
    return read_line(line);
  } catch (boost::system::system_error const& error) {
    what = error.what();
  } catch (base::DamagedBytes const& damage) {
    what = damage.what();
  } catch (Unreadable const& unreadable) {
    what = unreadable.what();
  }
  return std::unexpected(
      base::Error{.kind = base::ErrorKind::invalid,
                  .reason = "ledger.line_malformed",
                  .detail = "This is not a line of a ledger export: " + what + ". Take another copy of the file."});
}

}  // namespace nameplate::cli
