#include "app/initialise.hpp"

#include "base/check.hpp"
#include "base/hash.hpp"
#include "domain/event_builder.hpp"
#include "domain/records/initial.hpp"
#include "domain/records/validate.hpp"
#include "domain/working_set.hpp"
#include "store/failure.hpp"

#include <vector>

namespace nameplate::app {
namespace {

constexpr std::string_view owner_name = "owner";

/// The account of whoever has the file itself. Nobody can sign in as it: it has no token.
domain::InitialRecord owner_account() {
  domain::InitialRecord account{.kind = domain::RecordKind::account, .value = {}};
  account.value.set("name", owner_name);
  account.value.set("role", domain::name_of(domain::Role::admin));
  return account;
}

/// The hash of the first event is the name of the ledger (domain/seal.hpp), so no two may begin alike.
std::string reason_of_the_first() {
  constexpr std::size_t bytes = 16;
  return "a new ledger, " + base::to_hex(base::random_bytes(bytes));
}

domain::RecordChanged to_change(domain::InitialRecord const& record, domain::RecordId id) {
  auto const& rule = domain::rule_of(record.kind);
  auto const value = domain::validate(rule, record.value, domain::Catalog());
  base::check(value.has_value(), "the records of a new ledger are valid");
  return {.kind = static_cast<std::uint8_t>(record.kind),
          .record = id,
          .code = value->text_of(rule.key_field),
          .retired = false,
          .value = *value};
}

}  // namespace

domain::Actor owner_actor(store::Store& store) {
  domain::Actor owner;
  store.begin_read()->for_each_record(static_cast<std::uint8_t>(domain::RecordKind::account),
                                      [&](domain::RecordRow const& row) {
                                        if (row.code == owner_name) {
                                          owner = {.account = row.id.value, .role = domain::Role::admin};
                                        }
                                      });
  return owner;
}

namespace {

void write_first_events(store::Store& store, base::Clock const& clock) {
  auto records = domain::initial_records();
  records.insert(records.begin(), owner_account());
  auto const count = static_cast<std::int64_t>(records.size());
  auto const first_record = store.reserve_ids(store::IdSeries::subject, count);
  auto const first_event = store.reserve_ids(store::IdSeries::event, count);
  auto const transaction = store.begin_write();
  if (transaction->head().sequence != 0) {
    return;  // another process was faster
  }
  auto const now = clock.now();
  auto const owner = first_record;  // made by itself: there is nobody before it
  domain::WorkingSet state;
  std::vector<domain::Event> events;
  for (std::int64_t i = 0; i < count; ++i) {
    domain::EventBuilder builder({.id = {first_event + i},
                                  .verb = domain::Verb::change_record,
                                  .event_time = now,
                                  .recorded_at = now,
                                  .actor = owner,
                                  .reason = i == 0 ? reason_of_the_first() : std::string()},
                                 {});
    builder.set_matter(to_change(records[static_cast<std::size_t>(i)], {first_record + i}));
    events.push_back(std::move(builder).finish());
    state.fold(events.back());
  }
  transaction->write(std::move(state).take_changes());
  auto const head = transaction->advance_head(count, now, 0, true);
  for (std::int64_t i = 0; i < count; ++i) {
    auto& event = events[static_cast<std::size_t>(i)];
    event.sequence = head.sequence - count + 1 + i;
    event.recorded_at = head.recorded_at;
  }
  transaction->append(events);
  transaction->commit();
}

}  // namespace

void initialise(store::Store& store, base::Clock const& clock) {
  // Several processes may meet at a new database: one of them makes the ledger, and the others see it.
  constexpr int attempts_max = 5;
  for (int attempt = 1; store.begin_read()->head().sequence == 0; ++attempt) {
    try {
      return write_first_events(store, clock);
    } catch (store::GuardLost const&) {
      if (attempt == attempts_max) {
        throw;
      }
    }
  }
}

}  // namespace nameplate::app
