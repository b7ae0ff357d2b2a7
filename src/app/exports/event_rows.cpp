#include "app/exports/export_cells.hpp"
#include "app/external_id.hpp"
#include "app/queries/feeds.hpp"
#include "app/queries/reading.hpp"
#include "base/time_text.hpp"

#include <algorithm>
#include <unordered_map>

namespace nameplate::app {
namespace {

constexpr std::size_t events_at_once = 200;

/// How the subjects of some events are called today: product and number.
using Names = std::unordered_map<domain::SubjectId, std::pair<domain::RecordId, std::string>>;

Names names_in(store::ReadSnapshot& snapshot, std::vector<domain::Event> const& events) {
  std::vector<domain::SubjectId> ids;
  for (auto const& event : events) {
    for (auto const& item : event.items) {
      ids.push_back(item.subject);
    }
  }
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  Names names;
  if (ids.empty()) {
    return names;
  }
  for (auto& unit : snapshot.load_units(ids)) {
    names.emplace(unit.id, std::pair(unit.product, std::move(unit.serial)));
  }
  for (auto& container : snapshot.load_containers(ids)) {
    names.emplace(container.id, std::pair(domain::RecordId(), std::move(container.code)));
  }
  for (auto& lot : snapshot.load_lots(ids)) {
    names.emplace(lot.id, std::pair(lot.product, std::move(lot.number)));
  }
  return names;
}

class EventRows final : public ExportRows {
 public:
  EventRows(Ledger& ledger, domain::Sequence after) : ledger_(ledger), after_(after) {
    columns_ = {"sequence", "event",    "verb",        "time",   "recordedAt", "actor",
                "device",   "location", "destination", "party",  "document",   "reason",
                "subject",  "kind",     "product",     "number", "quantity"};
  }

  [[nodiscard]] std::vector<std::string> const& columns() const override { return columns_; }

  [[nodiscard]] bool next(std::vector<ExportRow>& rows) override {
    auto const reading = begin_reading(ledger_);
    auto const feed = events_after(*reading.snapshot, after_, events_at_once);
    auto const names = names_in(*reading.snapshot, feed.events);
    for (auto const& event : feed.events) {
      auto const head = head_of(*reading.catalog, event);
      for (auto const& item : event.items) {
        rows.push_back(row_of(*reading.catalog, head, event, item, names));
      }
      if (event.items.empty()) {
        auto row = head;
        row.resize(columns_.size());
        if (auto const* const changed = std::get_if<domain::RecordChanged>(&event.matter)) {
          row[12] = ExternalId(changed->record).text();
          row[13] = domain::rule_of(static_cast<domain::RecordKind>(changed->kind)).name;
          row[15] = changed->code;
        }
        rows.push_back(std::move(row));
      }
    }
    after_ = feed.last;
    return feed.more;
  }

 private:
  static ExportRow head_of(domain::Catalog const& catalog, domain::Event const& event) {
    std::vector<std::string> parties;
    for (auto const& party : event.parties) {
      parties.emplace_back(catalog.code_of(domain::RecordKind::party, party.party));
    }
    std::vector<std::string> documents;
    for (auto const& document : event.documents) {
      documents.push_back(document.kind + ":" + document.number);
    }
    return {std::to_string(event.sequence),
            ExternalId(event.id).text(),
            std::string(domain::name_of(event.verb)),
            base::to_string(event.event_time),
            base::to_string(event.recorded_at),
            std::string(catalog.code_of(domain::RecordKind::account, {event.actor})),
            event.device,
            std::string(catalog.code_of(domain::RecordKind::location, event.location)),
            std::string(catalog.code_of(domain::RecordKind::location, event.destination)),
            joined(parties),
            joined(documents),
            event.reason};
  }

  static ExportRow row_of(domain::Catalog const& catalog, ExportRow const& head, domain::Event const& event,
                          domain::EventItem const& item, Names const& names) {
    auto row = head;
    row.push_back(ExternalId(item.kind, item.subject).text());
    row.emplace_back(domain::name_of(item.kind));
    auto const name = names.find(item.subject);
    row.push_back(name == names.end() ? std::string()
                                      : std::string(catalog.code_of(domain::RecordKind::product, name->second.first)));
    row.push_back(name == names.end() ? item.number : name->second.second);
    auto const* const detail = event.detail_of(item);
    row.push_back(detail != nullptr && detail->quantity ? base::to_string(detail->quantity->quantity) : std::string());
    return row;
  }

  Ledger& ledger_;
  domain::Sequence after_;
  std::vector<std::string> columns_;
};

}  // namespace

std::unique_ptr<ExportRows> export_events(Ledger& ledger, domain::Sequence after) {
  return std::make_unique<EventRows>(ledger, after);
}

}  // namespace nameplate::app
