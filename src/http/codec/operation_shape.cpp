#include "http/codec/operation_shape.hpp"

#include "http/codec/verb_fields.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace nameplate::http {
namespace {

using base::ErrorKind;
using domain::Operation;
using domain::Verb;

std::unexpected<base::Error> missing(RequestField field, std::string_view what) {
  return base::fail(ErrorKind::bad_request, "field.missing",
                    "`" + std::string(name_of(field)) + "` " + std::string(what));
}

std::unexpected<base::Error> conflict(std::string_view what) {
  return base::fail(ErrorKind::bad_request, "field.conflict", std::string(what));
}

}  // namespace

base::Result<void> check_field_names(JsonValue body, Verb verb, std::span<std::string_view const> beside) {
  if (!body.is_object()) {
    return {};  // the reader says so
  }
  auto const allowed = fields_of(verb).request;
  for (auto const& member : body.members()) {
    auto const field = domain::parse_request_field(member.name);
    bool const stands_beside = std::ranges::find(beside, member.name) != beside.end();
    if (!stands_beside && (!field || !allowed.contains(*field))) {
      auto const nearest = nearest_field(allowed, member.name);
      return base::fail(ErrorKind::bad_request, "field.unknown",
                        "`" + std::string(member.name.substr(0, 100)) + "` is not known for " +
                            std::string(domain::name_of(verb)) + "." +
                            (nearest.empty() ? "" : " Did you mean `" + nearest + "`?"));
    }
  }
  return {};
}

base::Result<void> check_shape(Operation const& operation, ItemsGiven items) {
  bool const has_items = items == ItemsGiven::yes;
  if (operation.verb == Verb::hold) {
    if (operation.hold_kind.empty()) {
      return missing(RequestField::kind, "is required: which kind of hold, such as \"quarantine\".");
    }
    if (has_items && operation.rule) {
      return conflict("A hold is placed on items or by a rule. Give `items` or `rule`.");
    }
    return has_items || operation.rule ? base::Result<void>() : missing(RequestField::items, "or `rule` is required.");
  }
  if (operation.verb == Verb::release) {
    if (operation.hold && !operation.hold_kind.empty()) {
      return conflict("Name the hold by its id or all of a kind. Give `hold` or `kind`.");
    }
    if (operation.hold) {
      return {};
    }
    if (operation.hold_kind.empty()) {
      return missing(RequestField::hold, "or `kind` is required: what to release.");
    }
  }
  if (operation.verb == Verb::reverse) {
    return operation.event ? base::Result<void>() : missing(RequestField::event, "is required: which event.");
  }
  if (operation.verb == Verb::resolve) {
    return operation.exception ? base::Result<void>() : missing(RequestField::exception, "is required: which one.");
  }
  if (operation.verb == Verb::amend && operation.event) {
    return has_items ? base::Result<void>(conflict("An event is amended, or items are. Give `event` or `items`."))
                     : base::Result<void>();
  }
  return has_items ? base::Result<void>() : missing(RequestField::items, "is required.");
}

}  // namespace nameplate::http
