#include "cli/read/cell.hpp"

#include "base/check.hpp"
#include "cli/json_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <set>

namespace nameplate::cli {
namespace {

namespace json = boost::json;

std::string kinds_of_holds(json::value const& holds) {
  std::set<std::string> kinds;
  if (auto const* const list = holds.if_array()) {
    for (auto const& hold : *list) {
      if (auto const* const object = hold.if_object()) {
        kinds.insert(text_in(*object, "kind"));
      }
    }
  }
  std::string all;
  for (auto const& kind : kinds) {
    all += (all.empty() ? "" : ", ") + kind;
  }
  return all;
}

std::string holder_of(json::object const& subject) {
  auto const* const found = subject.if_contains("holder");
  auto const* const holder = found == nullptr ? nullptr : found->if_object();
  if (holder == nullptr) {
    return {};
  }
  auto const kind = text_in(*holder, "kind");
  if (kind == "party") {
    return "with " + text_in(*holder, "code");
  }
  auto const destination = text_in(*holder, "destination");
  return destination.empty() ? std::string() : "on the way to " + destination;
}

/// Joined by commas, without those that are empty.
std::string joined(std::initializer_list<std::string> texts) {
  std::string all;
  for (auto const& text : texts) {
    if (!text.empty()) {
      all += (all.empty() ? "" : ", ") + text;
    }
  }
  return all;
}

std::string member_text(json::object const& row, std::string_view path) {
  auto const* const value = find_in(row, path);
  return value == nullptr ? std::string() : shown(*value);
}

std::string step_of(json::object const& event) {
  auto const destination = text_in(event, "destination");
  return joined(
      {text_in(event, "location"), destination.empty() ? std::string() : "to " + destination, text_in(event, "party")});
}

std::string documents_of(json::object const& event) {
  std::string all;
  auto const add = [&](json::value const* document) {
    if (document != nullptr && document->is_object()) {
      auto const& paper = document->get_object();
      all += (all.empty() ? "" : ", ") + text_in(paper, "kind") + " " + text_in(paper, "number");
    }
  };
  // The first of several stands in `document` too.
  auto const* const list = event.if_contains("documents");
  if (list == nullptr || !list->is_array()) {
    add(event.if_contains("document"));
    return all;
  }
  for (auto const& document : list->get_array()) {
    add(&document);
  }
  return all;
}

std::string person_of(json::object const& event) {
  auto const person = text_in(event, "operator");
  return person.empty() ? member_text(event, "actor/name") : person;
}

std::string notes_of(json::object const& event) {
  return joined({member_text(event, "hold/kind"), text_in(event, "reason"), text_in(event, "overrideReason"),
                 text_in(event, "note"), text_in(event, "itemNote")});
}

/// `name: Pump → Garden pump`.
std::string field_changes_of(json::object const& change) {
  std::string all;
  auto const* const fields = change.if_contains("fields");
  if (fields == nullptr || !fields->is_array()) {
    return all;
  }
  for (auto const& entry : fields->get_array()) {
    auto const& field = entry.as_object();
    auto const before = member_text(field, "old");
    all += (all.empty() ? "" : ", ") + text_in(field, "field") + ": " + (before.empty() ? "" : before + " → ") +
           (field.contains("erased") ? std::string("(erased)") : member_text(field, "new"));
  }
  return all;
}

std::string value_at(Column const& column, json::object const& row) {
  auto const* const value = find_in(row, column.path);
  if (value == nullptr || value->is_null()) {
    return std::string(column.absent);
  }
  switch (column.shown) {
    case Shown::time: return local_time(shown(*value));
    case Shown::owner: return shown(*value) == "us" ? std::string() : shown(*value);
    case Shown::token: return shown(*value) == "active" ? "active" : "revoked";
    case Shown::holds: return kinds_of_holds(*value);
    default: return shown(*value);
  }
}

}  // namespace

std::string cell_of(Column const& column, json::object const& row) {
  switch (column.shown) {
    case Shown::place: return place_of(row);
    case Shown::holder: return holder_of(row);
    case Shown::step: return step_of(row);
    case Shown::documents: return documents_of(row);
    case Shown::person: return person_of(row);
    case Shown::notes: return notes_of(row);
    case Shown::field_changes: return field_changes_of(row);
    case Shown::value:
    case Shown::time:
    case Shown::number:
    case Shown::holds:
    case Shown::owner:
    case Shown::token: return value_at(column, row);
  }
  base::unreachable();
}

std::string place_of(json::object const& subject) {
  auto place = text_in(subject, "location");
  auto const* const container = find_in(subject, "container");
  if (container != nullptr && container->is_object()) {
    place += (place.empty() ? "in " : " in ") + shown(*container);
  }
  return place.empty() ? holder_of(subject) : place;
}

}  // namespace nameplate::cli
