#include "domain/verb_fields.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <array>

namespace nameplate::domain {
namespace {

constexpr std::array request_fields = {
    RequestField::items,       RequestField::location,    RequestField::destination, RequestField::container,
    RequestField::party,       RequestField::parties,     RequestField::owner,       RequestField::document,
    RequestField::documents,   RequestField::time,        RequestField::device_time, RequestField::operator_,
    RequestField::device,      RequestField::equipment,   RequestField::reason,      RequestField::note,
    RequestField::product,     RequestField::status,      RequestField::holder,      RequestField::unpack,
    RequestField::contents,    RequestField::acknowledge, RequestField::override_,   RequestField::on_error,
    RequestField::return_,     RequestField::rule,        RequestField::kind,        RequestField::case_,
    RequestField::hold,        RequestField::attributes,  RequestField::tags,        RequestField::set,
    RequestField::on_conflict, RequestField::event,       RequestField::cascade,     RequestField::corrects,
    RequestField::exception,
};

constexpr std::array item_fields = {
    ItemField::product, ItemField::serial,   ItemField::generate,   ItemField::scan,        ItemField::unit,
    ItemField::lot,     ItemField::quantity, ItemField::container,  ItemField::identifiers, ItemField::dates,
    ItemField::weight,  ItemField::uom,      ItemField::note,       ItemField::from,        ItemField::new_serial,
    ItemField::kind,    ItemField::mistyped, ItemField::attributes, ItemField::tags,
};

/// Who, when, with which device, on which paper, why: what every event can say.
constexpr RequestFields plain_event = {
    RequestField::items,       RequestField::location,    RequestField::document,  RequestField::documents,
    RequestField::time,        RequestField::device_time, RequestField::operator_, RequestField::device,
    RequestField::equipment,   RequestField::reason,      RequestField::note,      RequestField::product,
    RequestField::acknowledge, RequestField::override_,   RequestField::on_error,  RequestField::return_,
};
/// What goods bear from then on stands beside it, but where an operation is about a hold or a label only.
constexpr RequestFields every_event =
    plain_event | RequestFields{RequestField::attributes, RequestField::tags, RequestField::on_conflict};
constexpr RequestFields parties = {RequestField::party, RequestField::parties};
constexpr RequestFields entering = parties | RequestFields{RequestField::owner};
constexpr RequestFields taken_out_first = {RequestField::unpack};

/// What names a unit, a lot or a container that exists.
constexpr ItemFields plain_naming = {ItemField::product, ItemField::serial,    ItemField::scan, ItemField::unit,
                                     ItemField::lot,     ItemField::container, ItemField::note};
constexpr ItemFields naming = plain_naming | ItemFields{ItemField::attributes, ItemField::tags};
constexpr ItemFields amounts =
    naming | ItemFields{ItemField::quantity, ItemField::weight, ItemField::uom, ItemField::from};
constexpr ItemFields new_goods = naming | ItemFields{ItemField::generate, ItemField::quantity,    ItemField::weight,
                                                     ItemField::uom,      ItemField::identifiers, ItemField::dates};

struct Row {
  Verb verb;
  VerbFields fields;
};

constexpr std::array rows = {
    Row{Verb::register_,
        {every_event | entering | RequestFields{RequestField::status, RequestField::holder}, new_goods}},
    Row{Verb::announce, {every_event | entering, new_goods}},
    Row{Verb::receive, {every_event | entering, new_goods | ItemFields{ItemField::from}}},
    Row{Verb::move, {every_event | taken_out_first, amounts}},
    Row{Verb::pack, {every_event | taken_out_first | RequestFields{RequestField::container}, amounts}},
    Row{Verb::unpack, {every_event | RequestFields{RequestField::container}, amounts}},
    Row{Verb::stage, {every_event | taken_out_first, amounts}},
    Row{Verb::unstage, {every_event | taken_out_first, amounts}},
    Row{Verb::ship, {every_event | parties | taken_out_first | RequestFields{RequestField::destination}, amounts}},
    Row{Verb::deliver, {every_event | parties, amounts}},
    Row{Verb::return_, {every_event | parties | RequestFields{RequestField::contents}, amounts}},
    Row{Verb::accept, {every_event, amounts}},
    Row{Verb::repair, {every_event | parties, amounts}},
    Row{Verb::scrap, {every_event, amounts}},
    Row{Verb::lose, {every_event, amounts}},
    Row{Verb::find, {every_event, amounts}},
    Row{Verb::observe, {every_event, naming}},
    Row{Verb::inspect, {every_event, naming}},
    Row{Verb::process, {every_event, naming}},
    Row{Verb::hold,
        {plain_event | RequestFields{RequestField::rule, RequestField::kind, RequestField::case_}, plain_naming}},
    Row{Verb::release, {plain_event | RequestFields{RequestField::kind, RequestField::hold}, plain_naming}},
    Row{Verb::relabel,
        {plain_event | RequestFields{RequestField::corrects},
         ItemFields{ItemField::product, ItemField::serial, ItemField::scan, ItemField::unit, ItemField::container,
                    ItemField::note, ItemField::new_serial, ItemField::kind, ItemField::mistyped}}},
    Row{Verb::adjust, {every_event | entering | RequestFields{RequestField::status, RequestField::holder}, amounts}},
    Row{Verb::amend,
        {plain_event | RequestFields{RequestField::set, RequestField::corrects, RequestField::event},
         naming | ItemFields{ItemField::identifiers, ItemField::dates}}},
    Row{Verb::reverse,
        {RequestFields{RequestField::items, RequestField::event, RequestField::cascade, RequestField::device_time,
                       RequestField::operator_, RequestField::device, RequestField::equipment, RequestField::reason,
                       RequestField::note, RequestField::product, RequestField::document, RequestField::documents,
                       RequestField::return_},
         ItemFields{ItemField::product, ItemField::serial, ItemField::scan, ItemField::unit, ItemField::lot,
                    ItemField::container}}},
    Row{Verb::resolve,
        {RequestFields{RequestField::exception, RequestField::operator_, RequestField::device, RequestField::reason,
                       RequestField::note, RequestField::return_},
         ItemFields{}}},
};

template <typename Field, std::size_t count>
std::optional<Field> parse_field(std::array<Field, count> const& fields, std::string_view name) {
  auto const* const found = std::ranges::find(fields, name, [](Field field) { return name_of(field); });
  return found == fields.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

VerbFields const& fields_of(Verb verb) {
  auto const* const found = std::ranges::find(rows, verb, &Row::verb);
  base::check(found != rows.end(), "every verb on goods has its fields");
  return found->fields;
}

std::string_view name_of(RequestField field) {
  switch (field) {
    case RequestField::items: return "items";
    case RequestField::location: return "location";
    case RequestField::destination: return "destination";
    case RequestField::container: return "container";
    case RequestField::party: return "party";
    case RequestField::parties: return "parties";
    case RequestField::owner: return "owner";
    case RequestField::document: return "document";
    case RequestField::documents: return "documents";
    case RequestField::time: return "time";
    case RequestField::device_time: return "deviceTime";
    case RequestField::operator_: return "operator";
    case RequestField::device: return "device";
    case RequestField::equipment: return "equipment";
    case RequestField::reason: return "reason";
    case RequestField::note: return "note";
    case RequestField::product: return "product";
    case RequestField::status: return "status";
    case RequestField::holder: return "holder";
    case RequestField::unpack: return "unpack";
    case RequestField::contents: return "contents";
    case RequestField::acknowledge: return "acknowledge";
    case RequestField::override_: return "override";
    case RequestField::on_error: return "onError";
    case RequestField::return_: return "return";
    case RequestField::rule: return "rule";
    case RequestField::kind: return "kind";
    case RequestField::case_: return "case";
    case RequestField::hold: return "hold";
    case RequestField::attributes: return "attributes";
    case RequestField::tags: return "tags";
    case RequestField::set: return "set";
    case RequestField::on_conflict: return "onConflict";
    case RequestField::event: return "event";
    case RequestField::cascade: return "cascade";
    case RequestField::corrects: return "corrects";
    case RequestField::exception: return "exception";
  }
  base::unreachable();
}

std::string_view name_of(ItemField field) {
  switch (field) {
    case ItemField::product: return "product";
    case ItemField::serial: return "serial";
    case ItemField::generate: return "generate";
    case ItemField::scan: return "scan";
    case ItemField::unit: return "unit";
    case ItemField::lot: return "lot";
    case ItemField::quantity: return "quantity";
    case ItemField::container: return "container";
    case ItemField::identifiers: return "identifiers";
    case ItemField::dates: return "dates";
    case ItemField::weight: return "weight";
    case ItemField::uom: return "uom";
    case ItemField::note: return "note";
    case ItemField::from: return "from";
    case ItemField::new_serial: return "newSerial";
    case ItemField::kind: return "kind";
    case ItemField::mistyped: return "mistyped";
    case ItemField::attributes: return "attributes";
    case ItemField::tags: return "tags";
  }
  base::unreachable();
}

std::optional<RequestField> parse_request_field(std::string_view name) {
  return parse_field(request_fields, name);
}

std::optional<ItemField> parse_item_field(std::string_view name) {
  return parse_field(item_fields, name);
}

std::span<RequestField const> all_request_fields() {
  return request_fields;
}

std::span<ItemField const> all_item_fields() {
  return item_fields;
}

}  // namespace nameplate::domain
