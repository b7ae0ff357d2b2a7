#include "app/erasing/retention.hpp"

#include "base/logging.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace nameplate::app {
namespace {

using domain::ErasedValue;
using domain::Event;

constexpr std::size_t rows_at_once = 1000;
constexpr std::int64_t microseconds_per_day = 24 * base::microseconds_per_hour;

/// The class that a value belongs to; empty: none.
std::string_view class_of(std::string_view field) {
  if (field == "operator") {
    return "operators";
  }
  if (field == "note") {
    return "notes";
  }
  return field.starts_with(domain::personal_value_prefix) ? "contacts" : "";
}

/// For each class the shortest rule.
std::map<std::string_view, domain::RetentionRule const*> shortest_rules(domain::Catalog const& catalog) {
  std::map<std::string_view, domain::RetentionRule const*> rules;
  for (auto const& [id, rule] : catalog.retention_rules()) {
    auto& shortest = rules[rule.of];
    if (!rule.retired && (shortest == nullptr || rule.days < shortest->days)) {
      shortest = &rule;
    }
  }
  std::erase_if(rules, [](auto const& entry) { return entry.second == nullptr; });
  return rules;
}

/// Whether the value of today comes from this event: that one a retention rule leaves alone.
bool is_of_today(store::ReadSnapshot& snapshot, Event const& event) {
  auto const* const changed = std::get_if<domain::RecordChanged>(&event.matter);
  if (changed == nullptr) {
    return false;
  }
  auto const history = snapshot.history_of(std::array{domain::SubjectId{changed->record.value}});
  std::vector<domain::EventId> ids;
  for (auto const& row : history) {
    ids.push_back(row.event);
  }
  std::ranges::sort(ids);
  auto const events = snapshot.load_events(ids);
  return std::ranges::none_of(events, [&](Event const& other) {
    return std::holds_alternative<domain::RecordChanged>(other.matter) && other.sequence > event.sequence;
  });
}

class Retention {
 public:
  Retention(Ledger& ledger, std::shared_ptr<domain::Catalog const> catalog)
      : ledger_(ledger), catalog_(std::move(catalog)), rules_(shortest_rules(*catalog_)), now_(ledger.clock.now()) {}

  std::int64_t run() {
    if (rules_.empty()) {
      return 0;
    }
    ErasedValue after;
    for (bool more = true; more;) {
      auto const snapshot = ledger_.store.begin_read();
      auto const rows = snapshot->private_after(after, rows_at_once);
      more = rows.size() == rows_at_once;
      if (!rows.empty()) {
        after = rows.back().key;
        collect(*snapshot, rows);
      }
    }
    for (auto& [rule, values] : waiting_) {
      flush(*rule, values);
    }
    return erased_;
  }

 private:
  void collect(store::ReadSnapshot& snapshot, std::vector<store::PrivateRow> const& rows) {
    std::vector<domain::EventId> ids;
    for (auto const& row : rows) {
      if (rules_.contains(class_of(row.key.field)) && (ids.empty() || ids.back() != row.key.event)) {
        ids.push_back(row.key.event);
      }
    }
    if (ids.empty()) {
      return;
    }
    std::map<domain::EventId, Event> events;
    for (auto& event : snapshot.load_events(ids)) {
      auto const id = event.id;
      events.emplace(id, std::move(event));
    }
    for (auto const& row : rows) {
      auto const rule = rules_.find(class_of(row.key.field));
      if (rule != rules_.end() && is_too_old(*rule->second, events.at(row.key.event)) &&
          !is_of_today(snapshot, events.at(row.key.event))) {
        waiting_[rule->second].push_back(row.key);
      }
    }
    for (auto& [rule, values] : waiting_) {
      if (values.size() >= rows_at_once / 2) {
        flush(*rule, values);
      }
    }
  }

  [[nodiscard]] bool is_too_old(domain::RetentionRule const& rule, Event const& event) const {
    return event.recorded_at < now_.plus(-rule.days * microseconds_per_day);
  }

  /// What was of a party before belongs to that party, for whoever holds it: one command for each record.
  void flush(domain::RetentionRule const& rule, std::vector<ErasedValue>& values) {
    std::map<domain::RecordId, std::vector<ErasedValue>> by_record;
    for (auto& value : std::exchange(values, {})) {
      by_record[record_of(value)].push_back(std::move(value));
    }
    for (auto& [record, some] : by_record) {
      EraseCommand command{.reason = "retention rule " + rule.code, .record = record, .passes_over_holds = true};
      if (record) {
        auto const rows = ledger_.store.begin_read()->load_records(std::array{record});
        command.record_version = rows.empty() ? domain::EventId() : rows.front().version;
      }
      command.values = std::move(some);
      auto const outcome = ledger_.writer.execute({.what = std::move(command)});
      if (!outcome) {
        base::log::warn("retention", "could not erase", {{"rule", rule.code}, {"reason", outcome.error().reason}});
      } else if (outcome->event) {
        auto const count = count_of(outcome->event);
        base::log::info("retention", "erased", {{"rule", rule.code}, {"values", std::to_string(count)}});
        erased_ += count;
      }
    }
  }

  /// What a legal hold protects was passed over.
  std::int64_t count_of(domain::EventId erasure) {
    auto const events = ledger_.store.begin_read()->load_events(std::array{erasure});
    auto const* const erased = events.empty() ? nullptr : std::get_if<domain::PrivateErased>(&events.front().matter);
    return erased == nullptr ? 0 : static_cast<std::int64_t>(erased->values.size());
  }

  domain::RecordId record_of(ErasedValue const& value) {
    if (!value.field.starts_with(domain::personal_value_prefix)) {
      return {};
    }
    auto const events = ledger_.store.begin_read()->load_events(std::array{value.event});
    auto const* const changed = events.empty() ? nullptr : std::get_if<domain::RecordChanged>(&events.front().matter);
    return changed == nullptr ? domain::RecordId() : changed->record;
  }

  Ledger& ledger_;
  std::shared_ptr<domain::Catalog const> catalog_;
  std::map<std::string_view, domain::RetentionRule const*> rules_;
  base::Instant now_;
  std::map<domain::RetentionRule const*, std::vector<ErasedValue>> waiting_;
  std::int64_t erased_ = 0;
};

}  // namespace

std::int64_t follow_retention_rules(Ledger& ledger) {
  return Retention(ledger, ledger.master_data.now()).run();
}

}  // namespace nameplate::app
