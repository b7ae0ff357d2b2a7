#include "app/backups/backup.hpp"

#include "base/json_text.hpp"
#include "base/time_text.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <stdexcept>

namespace nameplate::app {
namespace {

namespace json = boost::json;

constexpr std::string_view format_name = "nameplate-backup";
constexpr std::int64_t format_version = 1;

std::string text_of(json::object const& note, std::string_view name) {
  return std::string(note.at(name).as_string());
}

base::Instant time_of(json::object const& note, std::string_view name) {
  auto const time = base::parse_time(text_of(note, name));
  if (!time) {
    throw std::invalid_argument(time.error().detail);
  }
  return time->instant;
}

/// Throws what Boost.JSON throws for a member that is missing or of another type.
Backup read_note(json::object const& note) {
  if (text_of(note, "format") != format_name || note.at("version").as_int64() != format_version) {
    throw std::invalid_argument("it is of another format");
  }
  return {.file = text_of(note, "file"),
          .ledger = text_of(note, "ledger"),
          .sequence = note.at("sequence").as_int64(),
          .recorded_at = time_of(note, "recordedAt"),
          .made_at = time_of(note, "madeAt"),
          .bytes = note.at("bytes").as_int64(),
          .sha256 = text_of(note, "sha256"),
          .schema = note.at("schema").as_int64(),
          .program = text_of(note, "program"),
          .scheduled = note.at("scheduled").as_bool(),
          .verified = note.at("verified").as_bool()};
}

}  // namespace

std::string note_of(Backup const& backup) {
  return fmt::format(
      R"({{"format":"{}","version":{},"file":{},"ledger":{},"sequence":{},"recordedAt":"{}","madeAt":"{}","bytes":{},)"
      R"("sha256":"{}","schema":{},"program":{},"scheduled":{},"verified":{}}})"
      "\n",
      format_name, format_version, base::quote_json(backup.file), base::quote_json(backup.ledger), backup.sequence,
      base::to_string(backup.recorded_at), base::to_string(backup.made_at), backup.bytes, backup.sha256, backup.schema,
      base::quote_json(backup.program), backup.scheduled, backup.verified);
}

base::Result<Backup> parse_note(std::string_view text) {
  try {
    return read_note(json::parse(json::string_view(text.data(), text.size())).as_object());
  } catch (std::exception const& failure) {
    return base::fail(base::ErrorKind::invalid, "backup.note_malformed",
                      fmt::format("This is not the note of a backup: {}.", failure.what()));
  }
}

}  // namespace nameplate::app
