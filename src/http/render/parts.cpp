#include "http/render/parts.hpp"

#include "base/check.hpp"
#include "base/time_text.hpp"

#include <map>

namespace nameplate::http::render {

using domain::HolderKind;
using domain::RecordKind;

void write_id(JsonWriter& out, std::string_view name, app::ExternalId const& id) {
  out.key(name).value(id.view());
}

void write_time(JsonWriter& out, std::string_view name, base::Instant time) {
  out.key(name).value(base::to_string(time));
}

void write_as_of(JsonWriter& out, app::AsOf const& as_of) {
  if (as_of.is_now()) {
    return;
  }
  out.begin_object("asOf");
  if (as_of.at) {
    write_time(out, "at", *as_of.at);
  }
  if (as_of.known) {
    out.field("knownAt", *as_of.known);
  }
  out.end_object();
}

void write_quantity(JsonWriter& out, std::string_view name, base::Quantity quantity) {
  out.key(name).value(base::to_string(quantity));
}

void write_account(JsonWriter& out, std::string_view name, domain::Catalog const& catalog, domain::RecordId account) {
  out.begin_object(name);
  write_id(out, "id", app::ExternalId(account));
  write_code(out, "name", catalog.code_of(domain::RecordKind::account, account));
  out.end_object();
}

void write_code(JsonWriter& out, std::string_view name, std::string_view code) {
  out.key(name);
  if (code.empty()) {
    out.null();
  } else {
    out.value(code);
  }
}

void write_product(JsonWriter& out, std::string_view name, domain::Catalog const& catalog, domain::RecordId product) {
  auto const* const known = catalog.product(product);
  if (known == nullptr) {
    out.key(name).null();
    return;
  }
  out.begin_object(name).field("sku", known->sku).field("name", known->name).end_object();
}

void write_owner(JsonWriter& out, std::string_view name, domain::Catalog const& catalog, domain::RecordId owner) {
  if (owner) {
    write_code(out, name, catalog.code_of(RecordKind::party, owner));
  } else {
    out.field(name, owner_us);
  }
}

void write_lot(JsonWriter& out, std::string_view name, app::Surroundings const& around, domain::SubjectId lot) {
  out.key(name);
  if (!lot) {
    out.null();
    return;
  }
  out.begin_object();
  write_id(out, "id", {domain::SubjectKind::lot, lot});
  auto const* const known = around.lot(lot);
  write_code(out, "number", known == nullptr ? std::string_view() : std::string_view(known->number));
  out.end_object();
}

void write_whereabouts(JsonWriter& out, domain::Catalog const& catalog, app::Surroundings const& around,
                       domain::Holder holder) {
  auto const place = around.place_of(holder);
  write_location(out, catalog, place);
  out.key("container");
  if (holder.is_container()) {
    auto const* const container = around.container(holder.container());
    out.begin_object();
    write_id(out, "id", {domain::SubjectKind::container, holder.container()});
    write_code(out, "code", container == nullptr ? std::string_view() : std::string_view(container->code));
    out.end_object();
  } else {
    out.null();
  }
  write_holder(out, "holder", catalog, place);
}

void write_location(JsonWriter& out, domain::Catalog const& catalog, domain::Holder place) {
  write_code(
      out, "location",
      place.kind == HolderKind::location ? catalog.code_of(RecordKind::location, {place.id}) : std::string_view());
}

void write_holder(JsonWriter& out, std::string_view name, domain::Catalog const& catalog, domain::Holder place) {
  out.begin_object(name);
  switch (place.kind) {
    case HolderKind::nowhere: out.field("kind", "nowhere"); break;
    case HolderKind::location:
      out.field("kind", "location");
      write_code(out, "code", catalog.code_of(RecordKind::location, {place.id}));
      break;
    case HolderKind::container:
      out.field("kind", "container");
      write_id(out, "id", {domain::SubjectKind::container, {place.id}});
      break;
    case HolderKind::unit:
      out.field("kind", "unit");
      write_id(out, "id", {domain::SubjectKind::unit, {place.id}});
      break;
    case HolderKind::party: {
      auto const* const party = catalog.party({place.id});
      out.field("kind", "party");
      write_code(out, "code", party == nullptr ? std::string_view() : std::string_view(party->code));
      write_code(out, "name", party == nullptr ? std::string_view() : std::string_view(party->name));
      break;
    }
    case HolderKind::transit:
      out.field("kind", "transit");
      write_code(out, "destination", catalog.code_of(RecordKind::location, {place.id}));
      break;
  }
  out.end_object();
}

void write_holds(JsonWriter& out, domain::Catalog const& catalog, std::span<app::HoldOn const> holds) {
  out.begin_array("holds");
  for (auto const& hold : holds) {
    out.begin_object();
    if (hold.hold) {
      write_id(out, "hold", app::ExternalId(hold.hold));
    }
    out.field("kind", hold.kind ? catalog.code_of(RecordKind::hold_kind, hold.kind) : std::string_view("expired"));
    out.field("reason", hold.reason);
    switch (hold.source) {
      case app::HoldOn::Source::item: out.field("by", "item"); break;
      case app::HoldOn::Source::rule: out.field("by", "rule"); break;
      case app::HoldOn::Source::date: out.field("by", "date"); break;
    }
    out.end_object();
  }
  out.end_array();
}

void write_dates(JsonWriter& out, domain::Dates const& dates) {
  if (!dates.produced && !dates.expires) {
    return;
  }
  out.begin_object("dates");
  if (dates.produced) {
    out.field("produced", base::date_to_string(*dates.produced));
  }
  if (dates.expires) {
    out.field("expires", base::date_to_string(*dates.expires));
  }
  out.end_object();
}

void write_identifiers(JsonWriter& out, std::span<domain::Identifier const> identifiers) {
  out.begin_array("identifiers");
  for (auto const& identifier : identifiers) {
    out.begin_object().field("kind", domain::rule_of(identifier.key.kind).name).field("value", identifier.value);
    write_time(out, "from", identifier.valid_from);
    if (identifier.valid_to) {
      write_time(out, "to", *identifier.valid_to);
    }
    if (identifier.mistaken) {
      out.field("mistaken", true);
    }
    out.end_object();
  }
  out.end_array();
}

void write_traits(JsonWriter& out, domain::Catalog const& catalog, std::span<domain::Trait const> traits) {
  std::map<std::string_view, domain::Trait const*> attributes;
  for (auto const& trait : traits) {
    if (trait.attribute) {
      attributes.emplace(catalog.code_of(domain::RecordKind::attribute, trait.attribute), &trait);
    }
  }
  out.begin_object("attributes");
  for (auto const& [code, trait] : attributes) {
    auto const* const attribute = catalog.attribute(trait->attribute);
    if (attribute != nullptr && attribute->type == domain::TraitType::boolean) {
      out.field(code, trait->value == "true");
    } else {
      out.field(code, trait->value);
    }
  }
  out.end_object().begin_array("tags");
  for (auto const& trait : traits) {
    if (!trait.attribute) {
      out.value(trait.value);
    }
  }
  out.end_array();
}

}  // namespace nameplate::http::render
