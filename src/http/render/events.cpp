#include "http/render/events.hpp"

#include "base/check.hpp"
#include "http/render/afterwards.hpp"
#include "http/render/records.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace nameplate::http::render {
namespace {

using domain::RecordKind;

constexpr std::string_view note_field = "note";

std::string_view name_of(domain::SubjectRole role) {
  switch (role) {
    case domain::SubjectRole::item: return "item";
    case domain::SubjectRole::parent: return "parent";
    case domain::SubjectRole::carried: return "carried";
  }
  base::unreachable();
}

/// A place that need not be the effective one: a container is named by its id.
void write_side(JsonWriter& out, std::string_view name, domain::Catalog const& catalog,
                domain::BalanceSide const& side) {
  out.begin_object(name).field("status", domain::name_of(side.status));
  write_holder(out, "holder", catalog, side.holder);
  out.end_object();
}

void write_quantity_change(JsonWriter& out, domain::Catalog const& catalog, domain::QuantityChange const& change) {
  write_quantity(out, "quantity", change.quantity);
  if (change.unexplained) {
    out.field("unexplained", true);
  }
  if (change.weight.millionths != 0) {
    write_quantity(out, "weight", change.weight);
  }
  if (change.entered) {
    out.begin_object("entered");
    write_quantity(out, "quantity", change.entered->quantity);
    out.field("uom", change.entered->unit);
    write_quantity(out, "factor", change.entered->factor);
    out.end_object();
  }
  if (change.from) {
    write_side(out, "from", catalog, *change.from);
  }
  if (change.to) {
    write_side(out, "to", catalog, *change.to);
  }
}

/// What it bears since then: null for an attribute that was taken away.
void write_trait_changes(JsonWriter& out, domain::Catalog const& catalog, domain::Effect const& effect) {
  auto const is_tag = [](domain::TraitChange const& change) { return !change.attribute; };
  if (!std::ranges::all_of(effect.traits, is_tag)) {
    out.begin_object("attributes");
    for (auto const& change : effect.traits) {
      auto const code = catalog.code_of(RecordKind::attribute, change.attribute);
      if (is_tag(change)) {
        continue;
      }
      if (change.removed) {
        out.key(code).null();
      } else if (change.type == domain::TraitType::boolean) {
        out.field(code, change.value == "true");
      } else {
        out.field(code, change.value);
      }
    }
    out.end_object();
  }
  for (bool const removed : {false, true}) {
    auto const is_one = [&](domain::TraitChange const& change) { return is_tag(change) && change.removed == removed; };
    if (std::ranges::none_of(effect.traits, is_one)) {
      continue;
    }
    out.begin_array(removed ? "tagsRemoved" : "tags");
    for (auto const& change : effect.traits) {
      if (is_one(change)) {
        out.value(change.value);
      }
    }
    out.end_array();
  }
}

void write_effect(JsonWriter& out, domain::Catalog const& catalog, domain::Effect const& effect) {
  if (effect.product) {
    write_product(out, "product", catalog, effect.product);
  }
  if (effect.status) {
    out.field("status", domain::name_of(*effect.status));
  }
  if (effect.holder) {
    write_holder(out, "holder", catalog, *effect.holder);
  }
  if (effect.owner) {
    write_owner(out, "owner", catalog, *effect.owner);
  }
  if (effect.lot && *effect.lot) {
    write_id(out, "lot", {domain::SubjectKind::lot, *effect.lot});
  }
  if (effect.dates) {
    write_dates(out, *effect.dates);
  }
  if (effect.supplier) {
    write_code(out, "supplier", catalog.code_of(RecordKind::party, *effect.supplier));
  }
  if (effect.empties_container) {
    out.field("contents", "none");
  }
  write_trait_changes(out, catalog, effect);
}

void write_changed_record(JsonWriter& out, domain::Catalog const& catalog, domain::Event const& event,
                          domain::RecordChanged const& changed) {
  auto value = changed.value;
  for (auto const& personal : event.private_fields) {
    if (personal.field.starts_with(domain::personal_value_prefix)) {
      base::ByteReader in(personal.value);
      value.set(personal.field.substr(domain::personal_value_prefix.size()), base::read_value(in));
    }
  }
  out.begin_object("record").field("recordKind", domain::rule_of(static_cast<RecordKind>(changed.kind)).path);
  write_record(out, catalog,
               {.id = changed.record,
                .kind = changed.kind,
                .code_norm = {},
                .code = changed.code,
                .retired = changed.retired,
                .version = event.id,
                .value = std::move(value)});
  out.end_object();
}

/// What one item took part with: number, identifiers, quantity, note.
void write_item_parts(JsonWriter& out, domain::Catalog const& catalog, domain::Event const& event,
                      domain::EventItem const& item, std::string_view note) {
  if (!item.number.empty()) {
    out.field("number", item.number);
  }
  if (auto const* const detail = event.detail_of(item)) {
    if (detail->quantity) {
      write_quantity_change(out, catalog, *detail->quantity);
    }
    if (!detail->identifiers.empty()) {
      out.begin_array("identifiers");
      for (auto const& change : detail->identifiers) {
        out.begin_object().field("kind", domain::rule_of(change.key.kind).name).field("value", change.value);
        out.field("opens", change.opens).end_object();
      }
      out.end_array();
    }
    if (detail->closes_number_as_mistake) {
      out.field("mistyped", true);
    }
  }
  if (!note.empty()) {
    out.field("itemNote", note);
  }
}

void write_own_part(JsonWriter& out, domain::Catalog const& catalog, app::Subject subject, domain::Event const& event) {
  auto const write = [&](domain::EventItem const& item) {
    write_item_parts(out, catalog, event, item, private_text(event, note_field, static_cast<std::int32_t>(item.place)));
    write_trait_changes(out, catalog, event.effect_of(item));
  };
  auto const is_own = [&](domain::EventItem const& item) {
    return item.subject == subject.id && item.kind == subject.kind;
  };
  if (subject.kind != domain::SubjectKind::lot) {
    if (auto const own = std::ranges::find_if(event.items, is_own); own != event.items.end()) {
      write(*own);
    }
    return;
  }
  out.begin_array("items");
  for (auto const& item : event.items) {
    if (is_own(item)) {
      out.begin_object();
      write(item);
      out.end_object();
    }
  }
  out.end_array();
}

std::unordered_map<std::int32_t, std::string_view> item_notes(domain::Event const& event) {
  std::unordered_map<std::int32_t, std::string_view> notes;
  for (auto const& kept : event.private_fields) {
    if (kept.field == note_field && kept.place >= 0) {
      notes.emplace(kept.place, kept.value);
    }
  }
  return notes;
}

}  // namespace

void write_event(JsonWriter& out, domain::Catalog const& catalog, app::Afterwards const& told,
                 domain::Event const& event) {
  out.begin_object();
  write_event_head(out, catalog, event);
  write_afterwards(out, catalog, told, event);
  if (auto const* const changed = std::get_if<domain::RecordChanged>(&event.matter)) {
    write_changed_record(out, catalog, event, *changed);
  }
  auto const notes = item_notes(event);
  out.begin_array("items");
  for (auto const& item : event.items) {
    auto const note = notes.find(static_cast<std::int32_t>(item.place));
    out.begin_object().field("kind", domain::name_of(item.kind));
    write_id(out, "id", {item.kind, item.subject});
    out.field("role", name_of(item.role)).field("index", item.place);
    if (item.is_new) {
      out.field("new", true);
    }
    if (auto const reversed_by = told.reversal_of(event.id, item.subject)) {
      write_id(out, "reversedBy", app::ExternalId(reversed_by));
    }
    write_item_parts(out, catalog, event, item, note == notes.end() ? std::string_view() : note->second);
    write_effect(out, catalog, event.effect_of(item));
    out.end_object();
  }
  out.end_array().end_object();
}

void write_history_row(JsonWriter& out, domain::Catalog const& catalog, app::History const& history,
                       app::HistoryRow const& row) {
  auto const& event = history.events[row.event];
  auto const write_container = [&](std::string_view name, domain::SubjectId id) {
    auto const* const container = history.container(id);
    out.begin_object(name);
    write_id(out, "id", {domain::SubjectKind::container, id});
    write_code(out, "code", container == nullptr ? std::string_view() : std::string_view(container->code));
    out.end_object();
  };

  out.begin_object();
  write_event_head(out, catalog, event);
  write_afterwards(out, catalog, history.told, event, row.through ? row.through : history.subject.id);
  out.field("role", row.through ? std::string_view("through") : name_of(row.role));
  if (row.through) {
    write_container("through", row.through);
  } else {
    write_own_part(out, catalog, history.subject, event);
  }
  if (row.after) {
    out.begin_object("after").field("status", domain::name_of(row.after->status));
    write_location(out, catalog, row.place_after);
    if (row.after->holder.is_container()) {
      write_container("container", row.after->holder.container());
    } else {
      out.key("container").null();
    }
    write_holder(out, "holder", catalog, row.place_after);
    if (history.subject.kind == domain::SubjectKind::unit) {
      write_owner(out, "owner", catalog, row.after->owner);
    }
    out.end_object();
  }
  out.end_object();
}

}  // namespace nameplate::http::render
