// Bytes on disk: 280 for a registered unit, 400 for a later scan of one, whatever the serials look like.

#include "domain/event_codec.hpp"
#include "support/store_builders.hpp"
#include "support/temporary_database.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <random>

namespace nameplate::test {
namespace {

constexpr std::int64_t bytes_per_unit_max = 280;
constexpr std::int64_t bytes_per_scan_max = 400;
constexpr std::int64_t units = 100'000;
constexpr std::int64_t start_time = 1'790'000'000'000'000;

class Warehouse {
 public:
  Warehouse() : store_(database_.open()) {}

  /// In one event, as one operation does it.
  void register_units(std::int64_t first, std::vector<std::string> const& serials) {
    auto const event_id = ++event_;
    domain::Event event{.id = {event_id},
                        .sequence = event_id,
                        .verb = domain::Verb::register_,
                        .event_time = {start_time + event_id},
                        .recorded_at = {start_time + event_id},
                        .actor = 3,
                        .location = {100}};
    event.effects.push_back({.product = {7}, .status = domain::Status::in_stock, .holder = at(100)});
    domain::Changes changes;
    for (std::size_t i = 0; i < serials.size(); ++i) {
      auto unit = a_unit(first + static_cast<std::int64_t>(i), serials[i], event_id);
      unit.trail.latest_time = event.event_time;
      event.items.push_back(
          {.subject = unit.id, .is_new = true, .place = static_cast<std::uint32_t>(i), .number = unit.serial});
      auto identifier = an_identifier(unit.id.value, unit.serial);
      identifier.valid_from = event.event_time;
      identifier.opened_by = event.id;
      changes.identifiers_opened.push_back(std::move(identifier));
      changes.subjects.push_back({.subject = unit.id,
                                  .event_time = event.event_time,
                                  .event = event.id,
                                  .role = domain::SubjectRole::item,
                                  .state = domain::encode_state(unit)});
      changes.units.push_back({.state = std::move(unit), .expected = {}});
    }
    std::ranges::sort(changes.identifiers_opened, {}, &domain::Identifier::key);
    changes.counts = {{.key = {.holder = at(100), .product = {7}}, .units = static_cast<std::int64_t>(serials.size())}};
    commit(changes, {event}, {});
  }

  /// One unit moves, in an event and with a key of its own; `group` of them in one transaction.
  void scan(std::mt19937_64& random, std::int64_t group) {
    domain::Changes changes;
    std::vector<domain::Event> events;
    std::vector<store::StoredOutcome> outcomes;
    std::map<domain::SubjectId, domain::UnitState> moved;
    while (static_cast<std::int64_t>(moved.size()) < group) {
      moved[{1 + static_cast<std::int64_t>(random() % units)}] = {};
    }
    std::map<domain::CountKey, std::int64_t> counts;
    {
      auto const snapshot = store_->begin_read();
      for (auto& [id, unit] : moved) {
        auto const event_id = ++event_;
        domain::Event event{.id = {event_id},
                            .sequence = event_id,
                            .verb = domain::Verb::move,
                            .event_time = {start_time + event_id},
                            .recorded_at = {start_time + event_id},
                            .actor = 3,
                            .location = {100 + static_cast<std::int64_t>(random() % 50)}};
        event.effects.push_back({.holder = domain::Holder::at(event.location)});
        event.items.push_back({.subject = id});
        unit = snapshot->load_units(std::vector{id}).at(0);
        auto const expected = unit.trail.last_event;
        --counts[{.holder = unit.holder, .product = unit.product}];
        unit.holder = domain::Holder::at(event.location);
        ++counts[{.holder = unit.holder, .product = unit.product}];
        unit.trail = {.last_event = event.id, .latest_time = event.event_time};
        changes.subjects.push_back({.subject = id,
                                    .event_time = event.event_time,
                                    .event = event.id,
                                    .role = domain::SubjectRole::item,
                                    .state = domain::encode_state(unit)});
        changes.units.push_back({.state = unit, .expected = expected});
        store::StoredOutcome outcome{.key = {}, .body = {}, .outcome = std::string(12, 'o'), .at = event.recorded_at};
        std::ranges::generate(outcome.key, [&] { return static_cast<std::uint8_t>(random()); });
        std::ranges::generate(outcome.body, [&] { return static_cast<std::uint8_t>(random()); });
        outcomes.push_back(outcome);
        events.push_back(std::move(event));
      }
    }
    for (auto const& [key, count] : counts) {
      changes.counts.push_back({.key = key, .units = count});
    }
    commit(changes, events, outcomes);
  }

  /// Everything in the one file.
  std::int64_t bytes() {
    store_.reset();
    auto const size = std::filesystem::file_size(database_.path());
    store_ = database_.open();
    return static_cast<std::int64_t>(size);
  }

 private:
  void commit(domain::Changes const& changes, std::vector<domain::Event> const& events,
              std::vector<store::StoredOutcome> const& outcomes) {
    auto const transaction = store_->begin_write();
    transaction->write(changes);
    static_cast<void>(
        transaction->advance_head(static_cast<std::int64_t>(events.size()), {start_time + event_}, 0, false));
    transaction->append(events);
    transaction->store_outcomes(outcomes);
    transaction->commit();
  }

  TemporaryDatabase database_;
  std::unique_ptr<store::Store> store_;
  std::int64_t event_ = 0;
};

TEST(Size, AUnitFitsItsBudgetWithSerialsInOrderAndAtRandom) {
  for (bool const in_order : {true, false}) {
    Warehouse warehouse;
    auto const before = warehouse.bytes();
    std::mt19937_64 random(1);
    for (std::int64_t first = 0; first < units; first += 10'000) {
      std::vector<std::string> serials;
      for (std::int64_t i = first; i < first + 10'000; ++i) {
        serials.push_back(in_order ? fmt::format("SN26-{:09}", i) : fmt::format("{:014X}", random() >> 8U));
      }
      warehouse.register_units(first + 1, serials);
    }

    auto const per_unit = (warehouse.bytes() - before) / units;

    std::printf("a unit with serials %s: %ld bytes\n", in_order ? "in order" : "at random",
                static_cast<long>(per_unit));
    EXPECT_LE(per_unit, bytes_per_unit_max);
    if (in_order) {
      continue;
    }
    auto const before_scans = warehouse.bytes();
    constexpr std::int64_t groups = 1000;
    constexpr std::int64_t group = 64;
    for (std::int64_t i = 0; i < groups; ++i) {
      warehouse.scan(random, group);
    }
    auto const per_scan = (warehouse.bytes() - before_scans) / (groups * group);
    std::printf("a scan: %ld bytes\n", static_cast<long>(per_scan));
    EXPECT_LE(per_scan, bytes_per_scan_max);
  }
}

}  // namespace
}  // namespace nameplate::test
