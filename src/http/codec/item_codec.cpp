#include "http/codec/item_codec.hpp"

#include "app/external_id.hpp"
#include "http/codec/item_fields.hpp"
#include "http/codec/object_fields.hpp"
#include "http/codec/traits_codec.hpp"

#include <utility>

namespace nameplate::http {
namespace {

using base::ErrorKind;
using domain::Item;
using domain::ItemExtra;
using domain::ItemKind;

constexpr std::size_t identifiers_max = 20;

/// Each of these names a subject by itself; an item has at most one of them.
constexpr ItemFields names_alone = {ItemField::unit, ItemField::scan, ItemField::container, ItemField::serial,
                                    ItemField::generate};

ItemExtra& extra_of(Item& item) {
  if (!item.extra) {
    item.extra = std::make_unique<ItemExtra>();
  }
  return *item.extra;
}

/// Turns the fields of one item into an Item.
class ItemBuilder {
 public:
  ItemBuilder(ItemFieldValues& fields, domain::Verb verb, ProductInRequest product)
      : fields_(fields), verb_(verb), product_in_request_(product == ProductInRequest::yes) {}

  void build(Item& item) {
    read_subject(item);
    if (!fields_.ok() || !fields_.has_any_but(names_alone | ItemFields{ItemField::product})) {
      return;
    }
    read_amount(item);
    read_extra(item);
  }

 private:
  void read_subject(Item& item) {
    if (fields_.has(ItemField::container) && fields_.has(ItemField::generate)) {
      item.kind = ItemKind::generate;
      item.number = fields_.text(ItemField::container, code_length_max, Lines::one);
      item.amount = fields_.integer(ItemField::generate, 1, static_cast<std::int64_t>(domain::items_max));
      return refuse_product("a container has none; `container` names the serial format that numbers new ones");
    }
    auto const alone = fields_.only_one_of(names_alone);
    if (!alone) {
      fields_.refuse_item(ErrorKind::bad_request, "item.shape", "names its subject in two ways. Give one of them.");
      return;
    }
    switch (*alone) {
      case ItemField::unit:
        item.kind = ItemKind::unit;
        item.amount = fields_.id(ItemField::unit, app::id_letter::unit);
        return refuse_product("a unit's id says all");
      case ItemField::scan:
        item.kind = ItemKind::scan;
        item.number = fields_.text(ItemField::scan, scan_bytes_max, Lines::raw);
        return refuse_product("the scan says it; give `product` beside `items` for scans that name none");
      case ItemField::container:
        item.kind = ItemKind::container;
        item.number = fields_.text(ItemField::container, code_length_max, Lines::raw);
        return refuse_product("a container has none");
      case ItemField::serial:
        item.kind = ItemKind::serial;
        item.number = fields_.text(ItemField::serial, code_length_max, Lines::raw);
        return read_product(item, false);
      case ItemField::generate:
        item.kind = ItemKind::generate;
        item.amount = fields_.integer(ItemField::generate, 1, static_cast<std::int64_t>(domain::items_max));
        return read_product(item, true);
      default: return read_goods(item);
    }
  }

  /// A lot, or a quantity of a product that is not tracked.
  void read_goods(Item& item) {
    if (fields_.has(ItemField::lot)) {
      item.kind = ItemKind::lot;
      item.number = fields_.text(ItemField::lot, code_length_max, Lines::raw);
    } else if (fields_.has(ItemField::quantity)) {
      item.kind = ItemKind::quantity;
    } else {
      fields_.refuse_item(
          ErrorKind::bad_request, "item.shape",
          "does not say what it is about. Give product and serial, scan, unit, container, product and lot, "
          "or product and quantity.");
      return;
    }
    read_product(item, true);
  }

  void read_product(Item& item, bool required) {
    if (fields_.has(ItemField::product)) {
      item.product = fields_.text(ItemField::product, code_length_max, Lines::one);
    } else if (required && !product_in_request_) {
      fields_.refuse(ItemField::product, ErrorKind::bad_request, "field.missing", "is required.");
    }
  }

  void refuse_product(std::string_view why) {
    if (fields_.has(ItemField::product)) {
      fields_.refuse(ItemField::product, ErrorKind::bad_request, "item.shape",
                     "is not wanted here: " + std::string(why) + ".");
    }
  }

  void read_amount(Item& item) {
    bool const takes_quantity = item.kind == ItemKind::lot || item.kind == ItemKind::quantity ||
                                item.kind == ItemKind::scan ||
                                (item.kind == ItemKind::generate && !item.generates_containers() &&
                                 !fields_.has(ItemField::from));  // new lots, each of so much
    for (auto const field : {ItemField::quantity, ItemField::weight, ItemField::uom, ItemField::from}) {
      // A single unit may weigh something of its own.
      bool const is_container = item.kind == ItemKind::container || item.generates_containers();
      bool const fits = takes_quantity || (field == ItemField::weight && !is_container);
      if (fields_.has(field) && !fits) {
        fields_.refuse(field, ErrorKind::bad_request, "item.shape",
                       "belongs to a lot or a quantity, not to a single thing.");
        return;
      }
    }
    if (fields_.has(ItemField::quantity)) {
      item.quantity = fields_.quantity(ItemField::quantity);
    }
    if (fields_.has(ItemField::weight)) {
      extra_of(item).weight = fields_.quantity(ItemField::weight);
    }
    if (fields_.has(ItemField::uom)) {
      extra_of(item).uom = fields_.text(ItemField::uom, kind_length_max, Lines::one);
    }
    if (fields_.has(ItemField::from)) {
      extra_of(item).from = fields_.text(ItemField::from, code_length_max, Lines::one);
    }
  }

  void read_extra(Item& item) {
    if (fields_.has(ItemField::lot) && item.kind != ItemKind::lot) {
      if (item.kind == ItemKind::container || item.generates_containers() ||
          (item.kind != ItemKind::scan && !domain::rule_of(verb_).makes_new)) {
        fields_.refuse(ItemField::lot, ErrorKind::bad_request, "item.shape",
                       "can be given for a unit only where it is entered (register, announce, receive).");
        return;
      }
      extra_of(item).lot = fields_.text(ItemField::lot, code_length_max, Lines::raw);
    }
    if (fields_.has(ItemField::note)) {
      extra_of(item).note = fields_.text(ItemField::note, note_length_max, Lines::many);
    }
    if (auto const array = fields_.array(ItemField::identifiers)) {
      read_identifiers(*array, extra_of(item));
    }
    if (auto const object = fields_.object(ItemField::dates)) {
      read_dates(*object, extra_of(item));
    }
    if (fields_.has(ItemField::attributes) || fields_.has(ItemField::tags)) {
      auto traits =
          read_traits(fields_.value(ItemField::attributes), fields_.value(ItemField::tags), fields_.path_of({}));
      if (!traits) {
        return fields_.take_over(traits.error());
      }
      extra_of(item).traits = *std::move(traits);
    }
    if (fields_.has(ItemField::new_serial)) {
      extra_of(item).new_serial = fields_.text(ItemField::new_serial, code_length_max, Lines::raw);
    }
    if (fields_.has(ItemField::kind)) {
      extra_of(item).identifier_kind = fields_.text(ItemField::kind, kind_length_max, Lines::one);
    }
    if (fields_.has(ItemField::mistyped)) {
      extra_of(item).mistyped = fields_.boolean(ItemField::mistyped);
    }
  }

  void read_identifiers(JsonValue array, ItemExtra& extra) {
    if (array.size() > identifiers_max) {
      fields_.refuse(ItemField::identifiers, ErrorKind::bad_request, "field.too_many",
                     "has more than " + std::to_string(identifiers_max) + " entries.");
      return;
    }
    auto const path = fields_.path_of(name_of(ItemField::identifiers));
    std::size_t place = 0;
    for (auto const element : array.elements()) {
      ObjectReader reader(element, path, place++);
      domain::IdentifierGiven given{.kind = read_required_text(reader, "kind", kind_length_max),
                                    .value = read_required_text(reader, "value", code_length_max, Lines::raw)};
      if (auto const read = reader.finish(); !read) {
        return fields_.take_over(read.error());
      }
      extra.identifiers.push_back(std::move(given));
    }
  }

  void read_dates(JsonValue object, ItemExtra& extra) {
    auto const path = fields_.path_of(name_of(ItemField::dates));
    ObjectReader reader(object, path);
    extra.dates = {.produced = read_day(reader, "produced"), .expires = read_day(reader, "expires")};
    if (auto const read = reader.finish(); !read) {
      fields_.take_over(read.error());
    }
  }

  ItemFieldValues& fields_;
  domain::Verb verb_;
  bool product_in_request_;
};

std::unexpected<base::Error> too_many() {
  return base::fail(ErrorKind::too_large, "items.too_many",
                    "One request takes at most " + std::to_string(domain::items_max) +
                        " items, generated ones counted. Send it in parts.");
}

}  // namespace

base::Result<std::vector<Item>> read_items(JsonValue array, domain::Verb verb, ProductInRequest product) {
  if (array.size() == 0) {
    return base::fail(ErrorKind::bad_request, "items.empty", "`items` has no entry. Name at least one thing.");
  }
  if (array.size() > domain::items_max) {
    return too_many();
  }
  std::vector<Item> items(array.size());
  auto const allowed = fields_of(verb).item;
  std::size_t index = 0;
  std::int64_t subjects = 0;
  for (auto const element : array.elements()) {
    auto& item = items[index];
    ItemFieldValues fields(element, index, verb, allowed);
    if (fields.ok()) {
      ItemBuilder(fields, verb, product).build(item);
    }
    if (!fields.ok()) {
      return std::unexpected(std::move(fields).error());
    }
    subjects += item.kind == ItemKind::generate ? item.amount : 1;
    if (subjects > static_cast<std::int64_t>(domain::items_max)) {
      return too_many();
    }
    ++index;
  }
  return items;
}

}  // namespace nameplate::http
