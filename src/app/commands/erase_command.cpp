#include "app/commands/erase_command.hpp"

#include "domain/event_builder.hpp"

#include <algorithm>
#include <map>

namespace nameplate::app {
namespace {

using domain::ErasedValue;

bool is_kept(std::map<domain::EventId, domain::Event> const& events, ErasedValue const& value) {
  auto const found = events.find(value.event);
  return found != events.end() &&
         std::ranges::any_of(found->second.private_fields, [&](domain::PrivateField const& kept) {
           return kept.field == value.field && kept.place == value.place;
         });
}

/// The legal hold that protects what stands beside an event, or belongs to a record; null: none does.
domain::LegalHold const* hold_on(domain::Catalog const& catalog, base::Instant now, domain::Event const& event,
                                 domain::RecordId record) {
  for (auto const& [id, hold] : catalog.legal_holds()) {
    if (!hold.stands_at(now)) {
      continue;
    }
    bool const is_of_all = !hold.party && hold.document_norm.empty();
    bool const names_party =
        hold.party && (hold.party == record || std::ranges::find(event.parties, hold.party,
                                                                 &domain::PartyInRole::party) != event.parties.end());
    bool const names_document =
        !hold.document_norm.empty() && std::ranges::any_of(event.documents, [&](domain::Document const& document) {
          return domain::normalise_code(document.number) == hold.document_norm;
        });
    if (is_of_all || names_party || names_document) {
      return &hold;
    }
  }
  return nullptr;
}

std::unexpected<base::Error> protected_by(domain::LegalHold const& hold, domain::EventId event) {
  return base::fail(base::ErrorKind::conflict, "erase.legal_hold",
                    "The legal hold \"" + hold.code + "\" protects what stands beside the event e" +
                        std::to_string(event.value) +
                        ". Nothing of this part was erased. Retire the hold first, if it has ended.");
}

}  // namespace

base::Result<std::optional<domain::Event>> decide_erasure(store::Reader& reader, domain::Catalog const& catalog,
                                                          domain::WorkingSet const& state, domain::Actor const& actor,
                                                          base::Instant now, domain::EventId event,
                                                          EraseCommand const& command) {
  auto const* const record = state.record(command.record);
  if (record != nullptr && record->version != command.record_version) {
    return base::fail(base::ErrorKind::conflict, "erase.overtaken",
                      "Somebody changed the record meanwhile. Ask again: what is erased already stays so.");
  }
  std::vector<domain::EventId> ids;
  for (auto const& value : command.values) {
    ids.push_back(value.event);
  }
  std::ranges::sort(ids);
  auto const twice = std::ranges::unique(ids);
  ids.erase(twice.begin(), twice.end());
  std::map<domain::EventId, domain::Event> events;
  for (auto& loaded : reader.load_events(ids)) {
    auto const id = loaded.id;
    events.emplace(id, std::move(loaded));
  }

  domain::PrivateErased erased{.record = command.record};
  for (auto const& value : command.values) {
    if (!is_kept(events, value)) {
      continue;
    }
    if (auto const* const hold = hold_on(catalog, now, events.at(value.event), command.record)) {
      if (command.passes_over_holds) {
        continue;
      }
      return protected_by(*hold, value.event);
    }
    erased.values.push_back(value);
    if (record != nullptr && value.event == command.record_source &&
        value.field.starts_with(domain::personal_value_prefix)) {
      erased.record_fields.push_back(value.field.substr(domain::personal_value_prefix.size()));
    }
  }
  if (erased.values.empty()) {
    return std::optional<domain::Event>();
  }
  std::ranges::sort(erased.values);
  std::ranges::sort(erased.record_fields);
  domain::EventBuilder builder({.id = event,
                                .verb = domain::Verb::erase,
                                .event_time = now,
                                .recorded_at = now,
                                .actor = actor.account,
                                .reason = command.reason},
                               {});
  builder.set_matter(std::move(erased));
  return std::move(builder).finish();
}

}  // namespace nameplate::app
