// Random operations through binding, decision and fold against a naive ledger that shares no code with them. After each
// the verdicts must agree; now and then, and at the end, all states, and what must hold of the projections. The seed is
// printed; NAMEPLATE_SEED asks for the same again. 20,000 operations, a million with NAMEPLATE_LONG=1.
#include "app/commands/bind.hpp"
#include "app/commands/load.hpp"
#include "domain/decide.hpp"
#include "domain/event_codec.hpp"
#include "naive_ledger.hpp"
#include "random_operations.hpp"
#include "rows_reader.hpp"
#include "seed.hpp"
#include "support/business.hpp"

#include <gtest/gtest.h>

namespace nameplate::model {
namespace {

class DomainModel {
 public:
  explicit DomainModel(std::uint64_t seed) : random_(seed) {}

  /// Some operations that share one working set.
  void run_group() {
    auto const size = 1 + random_.below(4);
    // All of the group are asked for by what is known before it.
    std::vector<domain::Operation> operations;
    while (operations.size() < size && !is_last(operations)) {
      operations.push_back(random_.next(naive_));
    }
    app::Wanted wanted;
    for (auto const& operation : operations) {
      app::collect_wanted(operation, business_.catalog, wanted);
    }
    domain::WorkingSet state;
    RowsReader reader(rows_);
    app::load_wanted(reader, std::move(wanted), state);
    now_ = now_.plus(static_cast<std::int64_t>(random_.below(3)));
    for (auto const& operation : operations) {
      run(operation, state);
      ++operations_;
    }
    rows_.apply(std::move(state).take_changes());
  }

  void check_states() const {
    std::map<std::string, NaiveLedger::Thing> found;
    for (auto const& [id, unit] : rows_.units) {
      found[unit.serial] = {false, std::string(name_of(unit.status)), spoken(unit.holder)};
    }
    for (auto const& [id, container] : rows_.containers) {
      found[container.code] = {true, std::string(name_of(container.status)), spoken(container.holder)};
      EXPECT_EQ(spoken(container.place), naive_.place_of(spoken(container.holder))) << container.code;
    }
    for (auto const& [name, thing] : naive_.things()) {
      EXPECT_EQ(found[name].status, thing.status) << name;
      EXPECT_EQ(found[name].holder, thing.holder) << name;
    }
    EXPECT_EQ(found.size(), naive_.things().size());
  }

  void check_amounts() const {
    std::map<std::string, std::int64_t> sums;
    for (auto const& [key, balance] : rows_.balances) {
      auto const& lot = rows_.lots.at(key.lot).number;
      auto const expected = naive_.amounts().find({lot, spoken(key.holder), std::string(name_of(key.status))});
      EXPECT_EQ(balance.quantity.millionths, expected == naive_.amounts().end() ? 0 : expected->second)
          << lot << ' ' << spoken(key.holder) << ' ' << name_of(key.status);
      EXPECT_GE(balance.quantity.millionths, 0);
      sums[lot] += balance.quantity.millionths;
    }
    EXPECT_EQ(sums, naive_.entered());  // what there is of a lot is what was received and adjusted
  }

  void check_projections() const {
    std::map<domain::CountKey, std::int64_t> counts;
    for (auto const& [id, unit] : rows_.units) {
      ++counts[{
          .holder = unit.holder, .product = unit.product, .lot = unit.lot, .owner = unit.owner, .status = unit.status}];
      check_inside(id, unit.holder);
      domain::IdentifierKey const key{.value_norm = unit.serial, .scope = unit.product.value};
      EXPECT_TRUE(rows_.bearers.contains(key) && rows_.bearers.at(key) == id) << unit.serial;
    }
    EXPECT_EQ(rows_.counts, counts);
    std::size_t inside = 0;
    for (auto const& [id, container] : rows_.containers) {
      check_inside(id, container.holder);
      auto const at = rows_.things_at.find(domain::Holder::in(id));
      inside += at == rows_.things_at.end() ? 0 : at->second.size();
    }
    EXPECT_EQ(rows_.inside_now.size(), inside);
  }

  [[nodiscard]] std::int64_t operations() const { return operations_; }
  [[nodiscard]] std::int64_t recorded() const { return recorded_; }

 private:
  /// What was named before a relabelling, and what is released, is named otherwise afterwards.
  static bool is_last(std::vector<domain::Operation> const& operations) {
    return !operations.empty() &&
           (operations.back().verb == domain::Verb::relabel || operations.back().verb == domain::Verb::release);
  }

  void run(domain::Operation const& operation, domain::WorkingSet& state) {
    std::function<domain::SubjectId()> const next_subject = [this] { return domain::SubjectId{++last_id_}; };
    app::DrawnNumbers numbers;
    auto const bound = app::bind({.catalog = business_.catalog,
                                  .state = state,
                                  .numbers = numbers,
                                  .next_subject = next_subject,
                                  .event = {++last_event_}},
                                 operation);
    auto const decision = domain::decide({.catalog = business_.catalog,
                                          .state = state,
                                          .actor = {.account = 0, .role = domain::Role::admin},
                                          .now = now_,
                                          .salt_seed = {}},
                                         bound);
    auto const expected = naive_.judge(operation);
    bool const any_refused = std::ranges::find(expected, Verdict::refused) != expected.end();
    bool const all_refused =
        any_refused && std::ranges::all_of(expected, [](Verdict it) { return it == Verdict::refused; });
    bool const is_refused = all_refused || (any_refused && operation.on_error == domain::OnError::rollback);
    ASSERT_EQ(decision.refusal.has_value(), is_refused)
        << described(operation) << (decision.refusal ? decision.refusal->reason + ": " + decision.refusal->detail : "");
    if (is_refused) {
      return;
    }
    ASSERT_EQ(verdicts_of(decision, operation.items.size()), expected) << described(operation);
    std::int64_t hold = 0;
    if (decision.event) {
      ++recorded_;
      auto const event = written_and_read(*decision.event);
      state.fold(event);
      if (auto const* const placed = std::get_if<domain::HoldPlaced>(&event.matter)) {
        hold = placed->hold.value;
        business_.catalog.place_hold(*state.hold(placed->hold));
      } else if (auto const* const released = std::get_if<domain::HoldsReleased>(&event.matter)) {
        business_.catalog.release_hold(released->holds.front());
      }
    }
    naive_.apply(operation, expected, hold);
  }

  /// As the ledger keeps it.
  static domain::Event written_and_read(domain::Event const& event) {
    domain::Event read{.id = event.id, .verb = event.verb, .event_time = event.event_time, .reason = event.reason};
    auto const body = domain::encode_body(event);
    domain::decode_body(body, read);
    EXPECT_EQ(domain::encode_body(read), body);
    return read;
  }

  static std::vector<Verdict> verdicts_of(domain::Decision const& decision, std::size_t items) {
    std::vector<Verdict> verdicts(items, Verdict::done);
    for (auto const& remark : decision.remarks) {
      verdicts[remark.place] = static_cast<Verdict>(remark.verdict);
    }
    return verdicts;
  }

  void check_inside(domain::SubjectId child, domain::Holder holder) const {
    auto const inside = rows_.inside_now.find(child);
    EXPECT_EQ(inside != rows_.inside_now.end(), holder.is_container());
    if (inside != rows_.inside_now.end()) {
      EXPECT_EQ(inside->second.parent, holder.container());
    }
    EXPECT_TRUE(rows_.things_at.at(holder).contains(child));
  }

  std::string spoken(domain::Holder holder) const {
    using enum domain::HolderKind;
    auto const code = [&](domain::RecordKind kind) {
      return std::string(business_.catalog.code_of(kind, {holder.id}));
    };
    switch (holder.kind) {
      case location: return "at " + code(domain::RecordKind::location);
      case container: return "in " + rows_.containers.at(holder.container()).code;
      case party: return "with " + code(domain::RecordKind::party);
      case transit: return "to " + code(domain::RecordKind::location);
      case unit: return "in a unit";
      case nowhere: break;
    }
    return "";
  }

  std::string described(domain::Operation const& operation) const {
    std::string text = "operation " + std::to_string(operations_) + ": " + std::string(name_of(operation.verb));
    for (auto const& item : operation.items) {
      text += ' ' + item.number;
      if (auto const thing = naive_.things().find(item.number); thing != naive_.things().end()) {
        text += " (" + thing->second.status + ' ' + thing->second.holder + ')';
      }
      text += item.quantity ? ' ' + base::to_string(*item.quantity) : "";
      text += item.extra ? " from " + item.extra->from + " named " + item.extra->new_serial : "";
    }
    return text + "; location " + operation.location + " destination " + operation.destination + " party " +
           operation.party + " container " + operation.container + (operation.unpack ? " unpack" : "") + '\n';
  }

  RandomOperations random_;
  NaiveLedger naive_;
  test::Business business_;
  test::Rows rows_;
  base::Instant now_{1'800'000'000'000'000};
  std::int64_t last_id_ = 1'000'000;
  std::int64_t last_event_ = 0;
  std::int64_t operations_ = 0;
  std::int64_t recorded_ = 0;
};

TEST(Model, RandomOperationsLeaveWhatANaiveLedgerExpects) {
  constexpr std::int64_t per_world = 20'000;
  auto const seed = model_seed();
  auto const worlds = is_long_run() ? 50U : 1U;
  for (std::uint64_t i = 0; i < worlds && !testing::Test::HasFailure(); ++i) {
    SCOPED_TRACE("NAMEPLATE_SEED=" + std::to_string(seed + i));
    DomainModel model(seed + i);

    for (int group = 0; model.operations() < per_world && !testing::Test::HasFailure(); ++group) {
      model.run_group();
      if (group % 100 == 0) {
        model.check_states();
        model.check_amounts();
        model.check_projections();
      }
    }

    model.check_states();
    model.check_amounts();
    model.check_projections();
    EXPECT_GT(model.recorded(), model.operations() / 4);  // enough of the random mix does something
  }
}

}  // namespace
}  // namespace nameplate::model
