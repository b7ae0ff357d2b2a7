// The head, events, keys, counters, ids and secrets.

#include "base/hash.hpp"
#include "contract/store/store_contract.hpp"
#include "domain/event_codec.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace nameplate::test {
namespace {

using domain::EventId;
using domain::SubjectId;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Ledger : public StoreContract {
 protected:
  void append(std::vector<domain::Event> const& events) {
    auto const transaction = store_->begin_write();
    static_cast<void>(transaction->advance_head(static_cast<std::int64_t>(events.size()), {5}, 0, false));
    transaction->append(events);
    transaction->commit();
  }
  static store::ShortHash hash(std::uint8_t seed) {
    store::ShortHash bytes{};
    bytes.fill(seed);
    return bytes;
  }
};
NAMEPLATE_ON_EVERY_STORE(Ledger);

domain::Event a_full_event(std::int64_t id, domain::Sequence sequence) {
  auto event = an_event(id, sequence);
  event.zone_offset_minutes = std::int16_t{-330};
  event.device_time = base::Instant{1'699'999'999'000'000};
  event.device = "SCANNER-4";
  event.equipment = "FORKLIFT";
  event.destination = {101};
  event.parties = {{.role = "customer", .party = {9}}};
  event.documents = {{.kind = "delivery-note", .number = "DN-1", .line = "2"}};
  event.reason = "found";
  event.private_hashes = {{.field = "note", .place = -1, .hash = std::string(32, 'h')}};
  event.private_fields = {
      {.field = "note", .place = -1, .salt = std::string("\0salt\0salt\0salt\0", 16), .value = "call Ann"},
      {.field = "value.contacts", .place = 0, .salt = std::string(16, 's'), .value = std::string("\x01\0\xFF", 3)}};
  return event;
}

/// Everything that an event holds, to compare and to show.
std::string shown(domain::Event const& event) {
  std::string text = fmt::format(
      "{} {} {} {} {} {} {} {} {} {} {} {} {} body {}", event.id.value, event.sequence, static_cast<int>(event.verb),
      event.event_time.microseconds, event.recorded_at.microseconds, event.zone_offset_minutes.value_or(9999),
      event.device_time.value_or(base::Instant{}).microseconds, event.actor, event.device, event.equipment,
      event.location.value, event.destination.value, event.reason, base::to_hex(domain::encode_body(event)));
  for (auto const& field : event.private_fields) {
    text += fmt::format(" private {} {} {} {}", field.field, field.place, base::to_hex(field.salt),
                        base::to_hex(field.value));
  }
  return text;
}

std::vector<std::string> shown(std::vector<domain::Event> const& events) {
  std::vector<std::string> texts;
  for (auto const& event : events) {
    texts.push_back(shown(event));
  }
  return texts;
}

TEST_P(Ledger, TheHeadBeginsAtZeroAndMovesOn) {
  EXPECT_EQ(store_->begin_read()->head().sequence, 0);

  auto const transaction = store_->begin_write();
  auto const head = transaction->advance_head(3, {1000}, 0, true);
  EXPECT_EQ(head.sequence, 3);
  EXPECT_EQ(head.recorded_at, base::Instant{1000});
  EXPECT_EQ(head.rules_version, 1);
  EXPECT_EQ(transaction->head().sequence, 3);
  transaction->commit();

  EXPECT_EQ(store_->begin_read()->head().rules_version, 1);
}

TEST_P(Ledger, RecordedTimeNeverRunsBackwards) {
  auto const move_head = [&](std::int64_t now) {
    auto const transaction = store_->begin_write();
    auto const head = transaction->advance_head(1, {now}, 0, false);
    transaction->commit();
    return head.recorded_at.microseconds;
  };

  EXPECT_EQ(move_head(1000), 1000);
  EXPECT_EQ(move_head(900), 1000);
  EXPECT_EQ(move_head(1100), 1100);
}

TEST_P(Ledger, AWriterWithOldRulesLoses) {
  {
    auto const transaction = store_->begin_write();
    static_cast<void>(transaction->advance_head(1, {1}, 0, true));
    transaction->commit();
  }

  auto const transaction = store_->begin_write();
  EXPECT_THROW(static_cast<void>(transaction->advance_head(1, {2}, 0, false)), store::GuardLost);
}

TEST_P(Ledger, AnEventComesBackComplete) {
  auto const full = a_full_event(21, 1);
  auto const plain = an_event(22, 2);

  append({full, plain});

  auto const snapshot = store_->begin_read();
  EXPECT_EQ(shown(snapshot->events_after(0, {.events = 10})), shown(std::vector{full, plain}));
  EXPECT_EQ(shown(snapshot->events_after(1, {.events = 10})), shown(std::vector{plain}));
  EXPECT_EQ(shown(snapshot->events_after(0, {.events = 1})), shown(std::vector{full}));
  EXPECT_EQ(shown(snapshot->events_after(0, {.events = 10, .items = 1})), shown(std::vector{full}));
  EXPECT_EQ(shown(snapshot->load_events(std::vector{EventId{22}, EventId{21}, EventId{99}, EventId{22}})),
            shown(std::vector{full, plain}));
}

TEST_P(Ledger, ASequenceIsGivenOnce) {
  append({an_event(21, 1)});

  EXPECT_THROW(append({an_event(22, 1)}), store::GuardLost);
  EXPECT_THROW(append({an_event(21, 2)}), store::GuardLost);
}

TEST_P(Ledger, HistoryIsFoundBySubjectAndByPaper) {
  using domain::SubjectRole;
  domain::EventSubject const first{
      .subject = {10}, .event_time = {1000}, .event = {21}, .role = SubjectRole::item, .state = std::string("a\0b", 3)};
  domain::EventSubject const second{
      .subject = {10}, .event_time = {1000}, .event = {22}, .role = SubjectRole::carried, .state = "b"};
  domain::EventSubject const other{
      .subject = {11}, .event_time = {500}, .event = {21}, .role = SubjectRole::item, .state = ""};
  domain::Changes changes;
  changes.subjects = {first, second, other};
  changes.documents = {{.number_norm = "DN-1", .kind = "delivery-note", .event = {22}},
                       {.number_norm = "DN-1", .kind = "order", .event = {21}},
                       {.number_norm = "DN-1", .kind = "order", .event = {22}}};
  write(changes);

  auto const snapshot = store_->begin_read();
  EXPECT_THAT(snapshot->history_of(std::vector{SubjectId{10}, SubjectId{11}, SubjectId{12}}),
              ElementsAre(first, second, other));
  EXPECT_THAT(snapshot->states_after({21}, {1000}, std::vector{SubjectId{10}, SubjectId{11}}), ElementsAre(first));
  EXPECT_THAT(snapshot->events_naming("DN-1", std::nullopt), ElementsAre(EventId{21}, EventId{22}));
  EXPECT_THAT(snapshot->events_naming("DN-1", "delivery-note"), ElementsAre(EventId{22}));
  EXPECT_THAT(snapshot->events_naming("DN-2", std::nullopt), IsEmpty());
}

TEST_P(Ledger, AKeyIsUsedOnce) {
  store::StoredOutcome const outcome{.key = hash(1), .body = hash(2), .outcome = std::string("\0x", 2), .at = {1000}};
  {
    auto const transaction = store_->begin_write();
    EXPECT_THAT(transaction->claim_keys(std::vector<store::KeyClaim>{{.key = hash(1), .body = hash(2)}}), IsEmpty());
    transaction->store_outcomes(std::vector{outcome});
    transaction->commit();
  }

  auto const transaction = store_->begin_write();
  auto const used = transaction->claim_keys(
      std::vector<store::KeyClaim>{{.key = hash(3), .body = hash(2)}, {.key = hash(1), .body = hash(9)}});
  ASSERT_THAT(used, SizeIs(1));
  EXPECT_EQ(used[0].key, outcome.key);
  EXPECT_EQ(used[0].body, outcome.body) << "the first body, for the caller to compare";
  EXPECT_EQ(used[0].outcome, outcome.outcome);
  EXPECT_EQ(used[0].at, outcome.at);
}

TEST_P(Ledger, AKeyWhoseRequestWasRefusedStaysFree) {
  {
    auto const transaction = store_->begin_write();
    static_cast<void>(transaction->claim_keys(std::vector<store::KeyClaim>{{.key = hash(1), .body = hash(2)}}));
    transaction->commit();
  }

  auto const transaction = store_->begin_write();
  EXPECT_THAT(transaction->claim_keys(std::vector<store::KeyClaim>{{.key = hash(1), .body = hash(2)}}), IsEmpty());
}

TEST_P(Ledger, OldKeysAreForgotten) {
  {
    auto const transaction = store_->begin_write();
    std::vector<store::StoredOutcome> outcomes;
    for (int seed = 0; seed < 256; ++seed) {
      outcomes.push_back({.key = hash(static_cast<std::uint8_t>(seed)), .body = hash(0), .outcome = "", .at = {seed}});
    }
    transaction->store_outcomes(outcomes);
    transaction->commit();
  }

  store_->forget_keys_before({200}, {});

  auto const transaction = store_->begin_write();
  for (int seed = 0; seed < 256; ++seed) {
    auto const used = transaction->claim_keys(
        std::vector<store::KeyClaim>{{.key = hash(static_cast<std::uint8_t>(seed)), .body = hash(0)}});
    EXPECT_EQ(used.size(), seed < 200 ? 0U : 1U) << seed;
  }
}

TEST_P(Ledger, CountersGiveEveryNumberOnce) {
  auto const draw = [](store::WriteTransaction& transaction, std::string const& counter, std::int64_t start,
                       std::int64_t count) {
    return transaction
        .draw_counters(std::vector<store::CounterDraw>{{.counter = counter, .start = start, .count = count}})
        .at(0);
  };
  auto const transaction = store_->begin_write();
  auto const first = draw(*transaction, "a", 100, 10);
  auto const second = draw(*transaction, "a", 1, 5);
  EXPECT_EQ(first.first, 100);
  EXPECT_EQ(second.first, 110);
  EXPECT_EQ(draw(*transaction, "b", 1, 1).first, 1);

  transaction->give_back(std::vector<store::CounterRange>{{.counter = "a", .first = 112, .count = 3}});
  EXPECT_EQ(draw(*transaction, "a", 1, 1).first, 112);
  auto const give_back_what_is_not_the_end = [&] {
    transaction->give_back(std::vector<store::CounterRange>{{.counter = "a", .first = 100, .count = 3}});
    transaction->commit();
  };
  EXPECT_THROW(give_back_what_is_not_the_end(), store::GuardLost);
}

TEST_P(Ledger, CountersTellWhatComesNext) {
  std::vector<store::CounterDraw> const draw = {{.counter = "a", .start = 5, .count = 10}};
  auto const transaction = store_->begin_write();
  static_cast<void>(transaction->draw_counters(draw));
  transaction->commit();

  auto const read = store_->begin_read()->read_counters(std::vector<std::string>{"a", "nobody drew from it"});
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read.front().counter, "a");
  EXPECT_EQ(read.front().first, 15);
}

TEST_P(Ledger, WhatACounterGaveComesBackWhenTheTransactionIsDropped) {
  std::vector<store::CounterDraw> const draw = {{.counter = "a", .start = 1, .count = 10}};
  static_cast<void>(store_->begin_write()->draw_counters(draw));

  EXPECT_EQ(store_->begin_write()->draw_counters(draw).at(0).first, 1);
}

TEST_P(Ledger, IdsAreReservedInBlocks) {
  auto const first = store_->reserve_ids(store::IdSeries::subject, 100);
  auto const second = store_->reserve_ids(store::IdSeries::subject, 1);
  auto const event = store_->reserve_ids(store::IdSeries::event, 10);

  EXPECT_GE(first, 1);
  EXPECT_EQ(second, first + 100);
  EXPECT_EQ(event, first) << "each series has its own numbers";
}

TEST_P(Ledger, TokensAreFoundByTheirHash) {
  std::array<std::uint8_t, 32> first{};
  first.fill(1);
  std::array<std::uint8_t, 32> second{};
  second.fill(2);
  {
    auto const transaction = store_->begin_write();
    transaction->write_secrets(
        std::vector<store::TokenSecret>{{.account = {5}, .hash = first}, {.account = {4}, .hash = second}});
    transaction->commit();
  }
  store_->note_token_use(
      std::vector<store::TokenSecret>{{.account = {5}, .hash = first, .last_used = base::Instant{2000}}});
  store_->note_token_use(
      std::vector<store::TokenSecret>{{.account = {5}, .hash = first, .last_used = base::Instant{1000}}});

  auto const snapshot = store_->begin_read();
  auto const found = snapshot->find_token(first);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->account, domain::RecordId{5});
  EXPECT_EQ(found->hash, first);
  EXPECT_EQ(found->last_used, base::Instant{2000}) << "the latest use counts";
  EXPECT_FALSE(snapshot->find_token({}));
  EXPECT_THAT(snapshot->list_tokens(), SizeIs(2));
  EXPECT_EQ(snapshot->list_tokens().front().last_used, std::nullopt);
}

}  // namespace
}  // namespace nameplate::test
