#include "http/codec/operation_codec.hpp"

#include "app/external_id.hpp"
#include "http/codec/item_codec.hpp"
#include "http/codec/object_fields.hpp"
#include "http/codec/operation_shape.hpp"
#include "http/codec/traits_codec.hpp"
#include "http/codec/verb_fields.hpp"
#include "http/nearest_name.hpp"
#include "http/object_reader.hpp"

#include <utility>
#include <vector>

namespace nameplate::http {
namespace {

using base::ErrorKind;
using domain::Operation;
using domain::Verb;

constexpr std::size_t parties_max = 20;
constexpr std::size_t documents_max = 50;
constexpr std::size_t acknowledged_max = 20;

domain::Document read_document(ObjectReader& reader) {
  return {.kind = read_required_text(reader, "kind", kind_length_max),
          .number = read_required_text(reader, "number", document_number_length_max),
          .line = read_text(reader, "line", kind_length_max)};
}

domain::RuleGiven read_rule_parts(ObjectReader& reader) {
  domain::RuleGiven rule{.product = read_text(reader, "product", code_length_max),
                         .category = read_text(reader, "category", code_length_max),
                         .lot = read_text(reader, "lot", code_length_max),
                         .location = read_text(reader, "location", code_length_max),
                         .container = read_text(reader, "container", code_length_max)};
  if (rule.product.empty() && rule.category.empty() && rule.location.empty() && rule.container.empty() &&
      rule.lot.empty()) {
    reader.refuse({}, ErrorKind::bad_request, "field.empty",
                  "covers nothing. Name a product, a category, a lot, a location or a container.");
  } else if (!rule.lot.empty() && rule.product.empty()) {
    reader.refuse("product", ErrorKind::bad_request, "field.missing",
                  "is required: a lot's number is that of a product.");
  } else if (!rule.location.empty() && !rule.container.empty()) {
    reader.refuse("container", ErrorKind::bad_request, "field.conflict",
                  "cannot stand beside `location`. Give one of them.");
  }
  return rule;
}

/// Reads the fields beside `items`.
class RequestReader {
 public:
  RequestReader(JsonValue body, Operation& operation) : reader_(body), operation_(operation) {}

  base::Result<AnswerDetail> read(std::span<std::string_view const> beside) {
    for (auto const name : beside) {
      static_cast<void>(reader_.any(name));
    }
    operation_.location = code(RequestField::location);
    operation_.destination = code(RequestField::destination);
    operation_.container = code(RequestField::container);
    operation_.party = code(RequestField::party);
    operation_.owner = code(RequestField::owner);
    operation_.operator_name = code(RequestField::operator_);
    operation_.device = code(RequestField::device);
    operation_.equipment = code(RequestField::equipment);
    operation_.reason = text(RequestField::reason, note_length_max, Lines::many);
    operation_.note = text(RequestField::note, note_length_max, Lines::many);
    operation_.product = code(RequestField::product);
    operation_.status = text(RequestField::status, kind_length_max, Lines::one);
    operation_.holder = code(RequestField::holder);
    operation_.hold_kind = code(RequestField::kind);
    operation_.case_number = text(RequestField::case_, document_number_length_max, Lines::one);
    operation_.unpack = reader_.optional_boolean(name_of(RequestField::unpack)).value_or(false);
    operation_.on_error = read_choice(reader_, name_of(RequestField::on_error), "proceed", "rollback")
                              ? domain::OnError::proceed
                              : domain::OnError::rollback;
    read_contents();
    operation_.time = read_time(reader_, name_of(RequestField::time));
    if (auto const device_time = read_time(reader_, name_of(RequestField::device_time))) {
      operation_.device_time = device_time->instant;
    }
    read_parties();
    read_documents();
    read_acknowledged();
    read_override();
    read_rule();
    read_hold();
    operation_.event = event_id(RequestField::event, app::id_letter::event);
    operation_.corrects = event_id(RequestField::corrects, app::id_letter::event);
    operation_.exception = event_id(RequestField::exception, app::id_letter::exception);
    operation_.on_conflict = read_choice(reader_, name_of(RequestField::on_conflict), "record", "refuse")
                                 ? domain::OnConflict::record
                                 : domain::OnConflict::refuse;
    operation_.preview_cascade = read_choice(reader_, name_of(RequestField::cascade), "preview", "none");
    read_traits_and_set();
    auto const detail = read_choice(reader_, name_of(RequestField::return_), "counts", "items") ? AnswerDetail::counts
                                                                                                : AnswerDetail::items;
    static_cast<void>(reader_.any(name_of(RequestField::items)));
    if (auto const read = reader_.finish(); !read) {
      return std::unexpected(read.error());
    }
    if (nested_) {
      return std::unexpected(*nested_);
    }
    return detail;
  }

 private:
  std::string text(RequestField field, std::size_t length_max, Lines lines) {
    return read_text(reader_, name_of(field), length_max, lines);
  }
  std::string code(RequestField field) { return text(field, code_length_max, Lines::one); }

  void read_contents() {
    bool const none = read_choice(reader_, name_of(RequestField::contents), "none", "all");
    if (reader_.optional_text(name_of(RequestField::contents))) {
      operation_.contents = none ? domain::Contents::none : domain::Contents::all;
    }
  }

  /// Reads each element of a list of objects.
  template <typename Read>
  void read_list(RequestField field, std::size_t count_max, Read read) {
    auto const array = reader_.optional_array(name_of(field));
    if (!array) {
      return;
    }
    if (array->size() > count_max) {
      reader_.refuse(name_of(field), ErrorKind::bad_request, "field.too_many",
                     "has more than " + std::to_string(count_max) + " entries.");
      return;
    }
    std::size_t index = 0;
    for (auto const element : array->elements()) {
      ObjectReader reader(element, name_of(field), index++);
      read(reader);
      take_over(reader);
    }
  }

  void take_over(ObjectReader& inner) {
    if (auto const read = inner.finish(); !read && !nested_) {
      nested_ = read.error();
    }
  }

  void read_parties() {
    read_list(RequestField::parties, parties_max, [&](ObjectReader& reader) {
      operation_.parties.push_back({.role = read_required_text(reader, "role", kind_length_max),
                                    .party = read_required_text(reader, "party", code_length_max)});
    });
  }

  void read_documents() {
    if (auto const object = reader_.optional_object(name_of(RequestField::document))) {
      ObjectReader reader(*object, name_of(RequestField::document));
      operation_.documents.push_back(read_document(reader));
      take_over(reader);
    }
    read_list(RequestField::documents, documents_max,
              [&](ObjectReader& reader) { operation_.documents.push_back(read_document(reader)); });
  }

  void read_acknowledged() {
    auto const array = reader_.optional_array(name_of(RequestField::acknowledge));
    if (!array) {
      return;
    }
    if (array->size() > acknowledged_max) {
      reader_.refuse(name_of(RequestField::acknowledge), ErrorKind::bad_request, "field.too_many",
                     "has more than " + std::to_string(acknowledged_max) + " entries.");
      return;
    }
    for (auto const element : array->elements()) {
      if (!element.is_string() || find_fault(element.text(), code_length_max, Lines::one)) {
        reader_.refuse(name_of(RequestField::acknowledge), ErrorKind::bad_request, "field.type",
                       "must be an array of warnings, such as [\"place.differs\"].");
        return;
      }
      operation_.acknowledge.emplace_back(element.text());
    }
  }

  void read_override() {
    if (auto const object = reader_.optional_object(name_of(RequestField::override_))) {
      ObjectReader reader(*object, name_of(RequestField::override_));
      operation_.override_reason = read_required_text(reader, "reason", code_length_max);
      take_over(reader);
    }
  }

  void read_rule() {
    auto const object = reader_.optional_object(name_of(RequestField::rule));
    if (!object) {
      return;
    }
    ObjectReader reader(*object, name_of(RequestField::rule));
    operation_.rule = read_rule_parts(reader);
    take_over(reader);
  }

  void read_traits_of(std::optional<JsonValue> attributes, std::optional<JsonValue> tags, std::string const& path) {
    auto traits = read_traits(attributes, tags, path);
    if (traits) {
      operation_.traits = *std::move(traits);
    } else if (!nested_) {
      nested_ = traits.error();
    }
  }

  void read_traits_and_set() {
    auto const set_name = std::string(name_of(RequestField::set));
    auto const set = reader_.optional_object(set_name);
    if (!set) {
      return read_traits_of(reader_.any(name_of(RequestField::attributes)), reader_.any(name_of(RequestField::tags)),
                            {});
    }
    ObjectReader reader(*set, set_name);
    read_traits_of(reader.any("attributes"), reader.any("tags"), set_name);
    if (auto const dates = reader.optional_object("dates")) {
      ObjectReader days(*dates, set_name + ".dates");
      operation_.dates = {.produced = read_day(days, "produced"), .expires = read_day(days, "expires")};
      take_over(days);
    }
    operation_.set_product = read_text(reader, "product", code_length_max);
    operation_.set_lot = read_text(reader, "lot", code_length_max);
    operation_.owner = read_text(reader, "owner", code_length_max);
    operation_.party = read_text(reader, "party", code_length_max);
    if (auto const document = reader.optional_object("document")) {
      ObjectReader paper(*document, set_name + ".document");
      operation_.documents.push_back(read_document(paper));
      take_over(paper);
    }
    take_over(reader);
  }

  domain::EventId event_id(RequestField field, char letter) {
    auto const said = text(field, kind_length_max, Lines::one);
    if (said.empty()) {
      return {};
    }
    auto const id = app::parse_external_id(letter, said);
    if (!id) {
      reader_.refuse(name_of(field), ErrorKind::bad_request, "id.malformed",
                     "must be an id such as \"" + std::string(1, letter) + "12\".");
      return {};
    }
    return {*id};
  }

  void read_hold() {
    auto const said = text(RequestField::hold, kind_length_max, Lines::one);
    if (said.empty()) {
      return;
    }
    auto const id = app::parse_external_id(app::id_letter::hold, said);
    if (!id) {
      reader_.refuse(name_of(RequestField::hold), ErrorKind::bad_request, "id.malformed",
                     "must be the id of a hold, such as \"h5\".");
      return;
    }
    operation_.hold = domain::HoldId{*id};
  }

  ObjectReader reader_;
  Operation& operation_;
  std::optional<base::Error> nested_;  ///< the first error inside one of the fields
};

}  // namespace

base::Result<Verb> read_verb(std::string_view name) {
  if (auto const verb = domain::parse_verb(name)) {
    return *verb;
  }
  std::vector<std::string_view> names;
  for (auto const& rule : domain::verb_rules()) {
    names.push_back(rule.name);
  }
  auto const nearest = nearest_name(name, names);
  return base::fail(ErrorKind::not_found, "verb.unknown",
                    "There is no operation \"" + std::string(name.substr(0, 100)) + "\"." +
                        (nearest.empty() ? std::string(" GET /api/v1/reference/verbs lists them.")
                                         : " Did you mean " + std::string(nearest) + "?"));
}

base::Result<OperationRequest> read_operation(JsonValue body, Verb verb, std::span<std::string_view const> beside) {
  if (auto const known = check_field_names(body, verb, beside); !known) {
    return std::unexpected(known.error());
  }
  OperationRequest request;
  auto& operation = request.operation;
  operation.verb = verb;
  auto const detail = RequestReader(body, operation).read(beside);
  if (!detail) {
    return std::unexpected(detail.error());
  }
  request.detail = *detail;

  ObjectReader reader(body);
  auto const array = reader.optional_array(name_of(RequestField::items));
  if (!reader.ok()) {
    return std::unexpected(reader.finish().error());
  }
  if (auto const shape = check_shape(operation, array ? ItemsGiven::yes : ItemsGiven::no); !shape) {
    return std::unexpected(shape.error());
  }
  if (array) {
    auto items = read_items(*array, verb, operation.product.empty() ? ProductInRequest::no : ProductInRequest::yes);
    if (!items) {
      return std::unexpected(std::move(items).error());
    }
    operation.items = std::move(*items);
  }
  return request;
}

}  // namespace nameplate::http
