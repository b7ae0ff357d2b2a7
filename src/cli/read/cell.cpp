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

/// The first entry of a list of objects; null when there is none.
json::object const* first_in(json::object const& row, std::string_view name) {
  auto const* const list = row.if_contains(name);
  bool const has_one = list != nullptr && list->is_array() && !list->get_array().empty();
  return has_one ? list->get_array().front().if_object() : nullptr;
}

/// `e12 (ship, 2026-11-25 10:00:00)`
std::string reference_of(json::object const& row, std::string_view name) {
  auto const* const found = row.if_contains(name);
  auto const* const event = found == nullptr ? nullptr : found->if_object();
  return event == nullptr ? std::string()
                          : text_in(*event, "event") + " (" + text_in(*event, "verb") + ", " +
                                local_time(text_in(*event, "time")) + ")";
}

/// `e12 on 2026-11-25 10:00:00 by ann: wrong pallet`
std::string saying_of(json::object const& saying) {
  auto const reason = text_in(saying, "reason");
  return text_in(saying, "event") + " on " + local_time(text_in(saying, "recordedAt")) + " by " +
         member_text(saying, "actor/name") + (reason.empty() ? "" : ": " + reason);
}

/// What was said of the event before or later.
std::string story_of(json::object const& event) {
  auto const with = [](std::string_view before, std::string text) {
    return text.empty() ? text : std::string(before) + text;
  };
  auto const said = [&](std::string_view before, std::string_view name) {
    auto const* const saying = first_in(event, name);
    return saying == nullptr ? std::string() : std::string(before) + saying_of(*saying);
  };
  auto const* const exception = find_in(event, "exception");
  bool const is_exception = exception != nullptr && exception->is_object();
  auto const late = event.contains("late") ? "heard of on " + local_time(text_in(event, "recordedAt")) : std::string();
  return joined({said("taken back by ", "reversedBy"), with("takes back ", reference_of(event, "reverses")),
                 said("told differently by ", "amendedBy"), with("tells differently ", reference_of(event, "amends")),
                 with("corrects ", reference_of(event, "corrects")), with("settles ", text_in(event, "resolves")),
                 is_exception ? "against the books: " + text_in(exception->get_object(), "id") + ", " +
                                    text_in(exception->get_object(), "state")
                              : std::string(),
                 with("approved by ", member_text(event, "approver/name")), late});
}

std::string notes_of(json::object const& event) {
  return joined({story_of(event), member_text(event, "hold/kind"), text_in(event, "reason"),
                 text_in(event, "overrideReason"), text_in(event, "note"), text_in(event, "itemNote")});
}

/// An event that was taken back is not what happened.
std::string verb_of(json::object const& event) {
  auto const verb = text_in(event, "verb");
  return event.contains("reversedBy") ? "(" + verb + ")" : verb;
}

std::string conflicts_of(json::object const& exception) {
  std::string all;
  auto const* const list = exception.if_contains("contradicts");
  if (list == nullptr || !list->is_array()) {
    return all;
  }
  for (auto const& entry : list->get_array()) {
    auto const& conflict = entry.as_object();
    auto const event = text_in(conflict, "event");
    all += (all.empty() ? "" : " ") + (event.empty() ? "" : text_in(conflict, "verb") + " " + event + ": ") +
           text_in(conflict, "detail");
  }
  return all;
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
    case Shown::verb: return verb_of(row);
    case Shown::conflicts: return conflicts_of(row);
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

std::string person_of(json::object const& event) {
  auto const person = text_in(event, "operator");
  return person.empty() ? member_text(event, "actor/name") : person;
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
