// The body of an event: what is written reads back, equal events have equal bytes, and damaged bytes are refused.
#include "domain/event_codec.hpp"

#include "base/byte_codec.hpp"
#include "domain/event_builder.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace nameplate::domain {
namespace {

template <typename T>
auto body_parts(T const& event) {
  return std::tie(event.parties, event.documents, event.override_reason, event.effects, event.items, event.details,
                  event.matter, event.private_hashes);
}

Event decoded(std::string_view body) {
  Event event;
  decode_body(body, event);
  return event;
}

template <typename T>
rc::Gen<T> id_gen() {
  return rc::gen::map(rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 5000), rc::gen::arbitrary<std::int64_t>()),
                      [](std::int64_t value) { return T{value}; });
}

template <typename T>
std::optional<T> maybe(rc::Gen<T> gen) {
  return *rc::gen::arbitrary<bool>() ? std::optional<T>(*gen) : std::nullopt;
}

std::string any_text() {
  return *rc::gen::arbitrary<std::string>();
}

Status any_status() {
  return *rc::gen::elementOf(std::vector(all_statuses().begin(), all_statuses().end()));
}

Holder any_holder() {
  return {static_cast<HolderKind>(*rc::gen::inRange(0, 6)), id_gen<RecordId>().operator*().value};
}

Effect any_effect() {
  Effect effect;
  effect.product = *id_gen<RecordId>();
  effect.status = *rc::gen::arbitrary<bool>() ? std::optional(any_status()) : std::nullopt;
  effect.holder = *rc::gen::arbitrary<bool>() ? std::optional(any_holder()) : std::nullopt;
  effect.owner = maybe(id_gen<RecordId>());
  effect.lot = maybe(id_gen<SubjectId>());
  if (*rc::gen::arbitrary<bool>()) {
    effect.dates = Dates{maybe(rc::gen::arbitrary<std::int32_t>()), maybe(rc::gen::arbitrary<std::int32_t>())};
  }
  effect.supplier = maybe(id_gen<RecordId>());
  effect.empties_container = *rc::gen::arbitrary<bool>();
  effect.unpacks = *rc::gen::arbitrary<bool>();
  effect.leaves_container = !effect.holder && *rc::gen::arbitrary<bool>();
  std::set<TraitChange> traits;
  for (int left = *rc::gen::inRange(0, 3); left > 0; --left) {
    traits.insert({.attribute = *id_gen<RecordId>(),
                   .type = static_cast<TraitType>(*rc::gen::inRange(1, 7)),
                   .value = any_text(),
                   .removed = *rc::gen::arbitrary<bool>()});
  }
  effect.traits.assign(traits.begin(), traits.end());
  return effect;
}

ItemDetail any_detail() {
  ItemDetail detail;
  if (*rc::gen::arbitrary<bool>()) {
    QuantityChange change{.quantity = {*rc::gen::arbitrary<std::int64_t>()}, .weight = {*rc::gen::inRange(-2, 3)}};
    if (*rc::gen::arbitrary<bool>()) {
      change.from = BalanceSide{any_holder(), any_status()};
    }
    if (*rc::gen::arbitrary<bool>()) {
      change.to = BalanceSide{any_holder(), any_status()};
    }
    if (*rc::gen::arbitrary<bool>()) {
      change.entered = EnteredQuantity{{*rc::gen::arbitrary<std::int64_t>()}, any_text(), {12}};
    }
    detail.quantity = change;
  }
  for (int left = *rc::gen::inRange(0, 3); left > 0; --left) {
    auto const kind = *rc::gen::elementOf(std::vector(identifier_kinds().begin(), identifier_kinds().end()));
    detail.identifiers.push_back({.opens = *rc::gen::arbitrary<bool>(),
                                  .key = {any_text(), kind.kind, *rc::gen::arbitrary<std::int64_t>()},
                                  .value = any_text()});
  }
  detail.closes_number_as_mistake = *rc::gen::arbitrary<bool>();
  detail.note_hash = any_text();
  return detail;
}

EventMatter any_matter() {
  switch (*rc::gen::inRange(0, 4)) {
    case 1: {
      HoldPlaced placed{.hold = *id_gen<HoldId>(), .kind = *id_gen<RecordId>(), .case_number = any_text()};
      if (*rc::gen::arbitrary<bool>()) {
        placed.rule = HoldRule{*id_gen<RecordId>(), *id_gen<SubjectId>(), any_holder(), *id_gen<RecordId>()};
      }
      return placed;
    }
    case 2: return HoldsReleased{*rc::gen::container<std::vector<HoldId>>(id_gen<HoldId>())};
    case 3: {
      base::Value value;
      value.set("sku", any_text());
      value.set("codes", base::Value::List{true, *rc::gen::arbitrary<std::int64_t>(), base::Value::Object{}});
      return RecordChanged{.kind = *rc::gen::arbitrary<std::uint8_t>(),
                           .record = *id_gen<RecordId>(),
                           .code = any_text(),
                           .retired = *rc::gen::arbitrary<bool>(),
                           .value = value};
    }
    default: return {};
  }
}

Event any_event() {
  Event event{.override_reason = any_text(), .matter = any_matter()};
  for (int left = *rc::gen::inRange(0, 3); left > 0; --left) {
    event.parties.push_back({any_text(), *id_gen<RecordId>()});
    event.documents.push_back({any_text(), any_text(), any_text()});
    event.private_hashes.push_back({any_text(), *rc::gen::inRange(-1, 9), any_text()});
  }
  std::ranges::sort(event.private_hashes, {}, [](auto const& hash) { return std::tie(hash.field, hash.place); });
  auto const items = *rc::gen::inRange(0, 8);
  auto const effects = *rc::gen::inRange(items == 0 ? 0 : 1, 4);
  for (int left = effects; left > 0; --left) {
    event.effects.push_back(any_effect());
  }
  for (int left = items; left > 0; --left) {
    EventItem item;
    item.subject = *id_gen<SubjectId>();
    item.kind = static_cast<SubjectKind>(*rc::gen::inRange(1, 6));
    item.role = *rc::gen::element(SubjectRole::item, SubjectRole::parent);
    item.is_new = *rc::gen::arbitrary<bool>();
    item.effect = static_cast<std::uint32_t>(*rc::gen::inRange(0, effects));
    item.place = *rc::gen::oneOf(rc::gen::inRange<std::uint32_t>(0, 4), rc::gen::arbitrary<std::uint32_t>());
    item.number = *rc::gen::oneOf(rc::gen::arbitrary<std::string>(),
                                  rc::gen::element<std::string>("SN-8", "SN-9", "SN-10", "SN-11", "99", "100", ""));
    event.items.push_back(item);
  }
  std::ranges::sort(event.items, {}, [](auto const& item) { return std::tie(item.kind, item.subject, item.place); });
  for (auto& item : event.items) {
    if (*rc::gen::arbitrary<bool>()) {
      item.detail = static_cast<std::int32_t>(event.details.size());
      event.details.push_back(any_detail());
    }
  }
  return event;
}

Event registration(std::int64_t count) {
  EventBuilder builder({.verb = Verb::register_}, "seed");
  for (std::int64_t i = 0; i < count; ++i) {
    auto number = std::to_string(10'000'000 + i);
    builder.add({.subject = {500'000 + i}, .is_new = true, .place = static_cast<std::uint32_t>(i), .number = number},
                {.product = {77}, .status = Status::in_stock, .holder = Holder::at({12})});
  }
  return std::move(builder).finish();
}

TEST(EventCodec, AnyEventReadsBackAsItWasWritten) {
  EXPECT_TRUE(rc::check("decode(encode(event)) == event", [] {
    auto const event = any_event();

    auto const body = encode_body(event);
    auto const read = decoded(body);

    RC_ASSERT(body_parts(read) == body_parts(event));
    RC_ASSERT(encode_body(read) == body);
  }));
}

TEST(EventCodec, ABodyCutOffAnywhereIsRefused) {
  EXPECT_TRUE(rc::check("every proper prefix is damaged", [] {
    auto const body = encode_body(any_event());
    for (std::size_t size = 0; size < body.size(); ++size) {
      RC_ASSERT_THROWS_AS(decoded(std::string_view(body).substr(0, size)), base::DamagedBytes);
    }
    RC_ASSERT_THROWS_AS(decoded(body + '\0'), base::DamagedBytes);
  }));
}

TEST(EventCodec, ChangedBytesAreRefusedOrReadAsAnotherEventWithThoseVeryBytes) {
  EXPECT_TRUE(rc::check("one event has one form", [] {
    auto body = encode_body(any_event());
    auto const at = *rc::gen::inRange<std::size_t>(0, body.size());
    body[at] = *rc::gen::arbitrary<char>();
    try {
      RC_ASSERT(encode_body(decoded(body)) == body);
    } catch (base::DamagedBytes const&) {
      RC_SUCCEED("refused");
    }
  }));
}

TEST(EventCodec, RegisteringAscendingSerialsCostsTwoBytesAnItem) {
  auto const event = registration(100'000);

  auto const body = encode_body(event);

  EXPECT_LT(body.size(), 200'100U);
  EXPECT_EQ(decoded(body).items, event.items);
}

TEST(EventCodec, RegisteringScatteredSerialsOfOneLengthCostsLittleMoreThanTheirEnds) {
  EventBuilder builder({.verb = Verb::register_}, "seed");
  for (std::int64_t i = 0; i < 1000; ++i) {
    builder.add({.subject = {500'000 + i},
                 .is_new = true,
                 .place = static_cast<std::uint32_t>(i),
                 .number = "SN-" + std::to_string(10'000'000 + i * 7)},
                {.product = {77}, .status = Status::in_stock, .holder = Holder::at({12})});
  }

  auto const body = encode_body(std::move(builder).finish());

  EXPECT_LT(body.size(), 6'000U);
}

TEST(EventCodec, MovingOneUnitCostsTenBytes) {
  EventBuilder builder({.verb = Verb::move}, "seed");
  builder.add({.subject = {1'500'000}}, {.holder = Holder::at({1'200'000})});

  EXPECT_EQ(encode_body(std::move(builder).finish()).size(), 10U);
}

TEST(EventCodec, AnEventWithNothingInItIsTwoBytes) {
  EXPECT_EQ(encode_body({}), std::string("\x01\x00", 2));
}

TEST(EventCodec, ReadingReplacesWhatTheEventHeldBefore) {
  Event event = registration(3);
  event.override_reason = "old";

  decode_body(encode_body({}), event);

  EXPECT_TRUE(event.items.empty());
  EXPECT_TRUE(event.effects.empty());
  EXPECT_EQ(event.override_reason, "");
}

TEST(EventCodec, TheOrderInWhichDetailsWereCollectedDoesNotShowInTheBytes) {
  Event one{.effects = {Effect{}},
            .items = {{.subject = {1}, .detail = 0}, {.subject = {2}, .place = 1, .detail = 1}},
            .details = {{.note_hash = "a"}, {.note_hash = "b"}}};
  Event other{.effects = {Effect{}},
              .items = {{.subject = {1}, .detail = 1}, {.subject = {2}, .place = 1, .detail = 0}},
              .details = {{.note_hash = "b"}, {.note_hash = "a"}}};

  EXPECT_EQ(encode_body(one), encode_body(other));
}

TEST(EventCodec, AForgedCountOfItemsIsRefusedBeforeAnythingIsReserved) {
  base::ByteWriter out;
  out.unsigned_int(1);                    // version
  out.unsigned_int(1U << 0U | 1U << 3U);  // one effect, several items
  out.unsigned_int(0);                    // an effect that changes nothing
  out.unsigned_int(1'000'000'000'000);

  EXPECT_THROW(decoded(out.take()), base::DamagedBytes);
}

TEST(EventCodec, ALongNumberIsNotRepeatedForNothing) {
  Event event{.effects = {Effect{}}};
  std::string const number(10'000, '1');
  for (std::uint32_t i = 0; i < 3; ++i) {
    event.items.push_back({.subject = {i + 1}, .place = i, .number = number});
  }

  auto const body = encode_body(event);

  EXPECT_GT(body.size(), 30'000U);
  EXPECT_EQ(decoded(body).items, event.items);
}

TEST(EventCodec, AVersionFromTheFutureIsRefused) {
  EXPECT_THROW(decoded(std::string("\x02\x00", 2)), base::DamagedBytes);
}

TEST(StateCodec, AUnitsStateReadsBack) {
  EXPECT_TRUE(rc::check([] {
    UnitState const unit{.product = *id_gen<RecordId>(),
                         .status = any_status(),
                         .holder = any_holder(),
                         .owner = *id_gen<RecordId>(),
                         .lot = *id_gen<SubjectId>()};

    auto const state = decode_state(SubjectKind::unit, encode_state(unit));

    RC_ASSERT(std::tie(state.product, state.status, state.holder, state.owner, state.lot) ==
              std::tie(unit.product, unit.status, unit.holder, unit.owner, unit.lot));
  }));
}

TEST(StateCodec, AContainersStateReadsBackWithItsEffectivePlace) {
  EXPECT_TRUE(rc::check([] {
    auto const holder = any_holder();
    ContainerState const container{
        .status = any_status(), .holder = holder, .place = *rc::gen::arbitrary<bool>() ? holder : any_holder()};

    auto const state = decode_state(SubjectKind::container, encode_state(container));

    RC_ASSERT(std::tie(state.status, state.holder, state.place) ==
              std::tie(container.status, container.holder, container.place));
  }));
}

TEST(StateCodec, AUnitOfOursInABinTakesSevenBytes) {
  UnitState const unit{.product = {1'000'000}, .status = Status::in_stock, .holder = Holder::at({1'000'000})};

  EXPECT_EQ(encode_state(unit).size(), 7U);
}

TEST(StateCodec, ALotHasNoState) {
  EXPECT_EQ(decode_state(SubjectKind::lot, "").status, Status::void_);
  EXPECT_THROW((void)decode_state(SubjectKind::unit, ""), base::DamagedBytes);
}

}  // namespace
}  // namespace nameplate::domain
