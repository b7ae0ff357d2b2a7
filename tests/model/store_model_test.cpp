// The same random operations through the writer on a real store, several in one transaction, against the naive ledger.
// At the end every unit, container and balance must be as it expects, and `verify` must fold the ledger to the same
// rows. 20,000 operations, 200,000 with NAMEPLATE_LONG=1; NAMEPLATE_SEED asks for the same again.
#include "naive_ledger.hpp"
#include "random_operations.hpp"
#include "seed.hpp"
#include "support/test_ledger.hpp"

#include <gtest/gtest.h>

#include <future>

namespace nameplate::model {
namespace {

class StoreModel {
 public:
  explicit StoreModel(std::uint64_t seed) : random_(seed) { ledger_.add_business(); }

  /// Asks for some operations at once: the writer takes them in this order.
  void run_group() {
    ledger_.clock().advance(static_cast<std::int64_t>(random_.below(3)));
    std::vector<domain::Operation> asked;
    std::vector<std::promise<app::Outcome>> promises(1 + random_.below(8));
    for (std::size_t i = 0; i < promises.size(); ++i) {
      asked.push_back(random_.next(naive_));
      if (asked.back().verb == domain::Verb::relabel || asked.back().verb == domain::Verb::release) {
        promises.resize(i + 1);  // what was named before it is named otherwise afterwards
      }
    }
    for (std::size_t i = 0; i < promises.size(); ++i) {
      ledger_.submit(copy_of(asked[i]), [&, i](app::Outcome outcome) { promises[i].set_value(std::move(outcome)); });
    }
    for (std::size_t i = 0; i < promises.size(); ++i) {
      check_outcome(asked[i], promises[i].get_future().get());
      ++operations_;
    }
  }

  void check_states() {
    auto const snapshot = ledger_.read();
    for (auto const& [name, thing] : naive_.things()) {
      auto const found = find(*snapshot, name);
      EXPECT_EQ(found.status, thing.status) << name;
      EXPECT_EQ(found.holder, thing.holder) << name;
    }
    std::map<std::string, std::int64_t> sums;
    for (auto const& lot : snapshot->list_lots(std::nullopt, {}, 100)) {
      for (auto const& balance : snapshot->load_balances(std::array{lot.id})) {
        auto const holder = spoken(*snapshot, balance.key.holder);
        auto const expected = naive_.amounts().find({lot.number, holder, std::string(name_of(balance.key.status))});
        EXPECT_EQ(balance.quantity.millionths, expected == naive_.amounts().end() ? 0 : expected->second)
            << lot.number << ' ' << holder;
        sums[lot.number] += balance.quantity.millionths;
      }
    }
    EXPECT_EQ(sums, naive_.entered());
  }

  [[nodiscard]] std::int64_t operations() const { return operations_; }
  [[nodiscard]] app::VerifyReport verify() { return ledger_.verify(); }

 private:
  struct Found {
    std::string status;
    std::string holder;
  };

  void check_outcome(domain::Operation const& operation, app::Outcome const& outcome) {
    auto const expected = naive_.judge(operation);
    auto const refused = std::ranges::count(expected, Verdict::refused);
    bool const is_refused = refused > 0 && (operation.on_error == domain::OnError::rollback ||
                                            refused == static_cast<std::ptrdiff_t>(expected.size()));
    ASSERT_EQ(!outcome.has_value(), is_refused)
        << "operation " << operations_ << ' ' << name_of(operation.verb) << ' '
        << (outcome ? std::string() : outcome.error().reason + ": " + outcome.error().detail);
    if (is_refused) {
      return;
    }
    EXPECT_EQ(outcome->refused, refused);
    EXPECT_EQ(outcome->unchanged, std::ranges::count(expected, Verdict::unchanged));
    for (auto const& item : outcome->items) {
      EXPECT_EQ(static_cast<Verdict>(item.outcome), expected[item.index]);
    }
    naive_.apply(operation, expected, outcome->holds.empty() ? 0 : outcome->holds.front().value);
  }

  static domain::Operation copy_of(domain::Operation const& operation) {
    domain::Operation copy{.verb = operation.verb,
                           .location = operation.location,
                           .destination = operation.destination,
                           .container = operation.container,
                           .party = operation.party,
                           .reason = operation.reason,
                           .unpack = operation.unpack,
                           .contents = operation.contents,
                           .acknowledge = operation.acknowledge,
                           .on_error = operation.on_error,
                           .hold_kind = operation.hold_kind,
                           .rule = operation.rule,
                           .hold = operation.hold};
    for (auto const& item : operation.items) {
      copy.items.push_back({.kind = item.kind,
                            .product = item.product,
                            .number = item.number,
                            .amount = item.amount,
                            .quantity = item.quantity});
      if (item.extra) {
        copy.items.back().extra = std::make_unique<domain::ItemExtra>(*item.extra);
      }
    }
    return copy;
  }

  Found find(store::ReadSnapshot& snapshot, std::string const& name) {
    for (auto const& identifier : snapshot.find_identifiers(std::array{name})) {
      if (!identifier.is_current()) {
        continue;
      }
      for (auto const& unit : snapshot.load_units(std::array{identifier.subject})) {
        return {std::string(name_of(unit.status)), spoken(snapshot, unit.holder)};
      }
      for (auto const& container : snapshot.load_containers(std::array{identifier.subject})) {
        return {std::string(name_of(container.status)), spoken(snapshot, container.holder)};
      }
    }
    return {"not found", ""};
  }

  std::string spoken(store::ReadSnapshot& snapshot, domain::Holder holder) {
    using domain::HolderKind;
    auto const catalog = ledger_.catalog();
    switch (holder.kind) {
      case HolderKind::location:
        return "at " + std::string(catalog->code_of(domain::RecordKind::location, {holder.id}));
      case HolderKind::container: return "in " + snapshot.load_containers(std::array{holder.container()}).at(0).code;
      case HolderKind::party: return "with " + std::string(catalog->code_of(domain::RecordKind::party, {holder.id}));
      case HolderKind::transit: return "to " + std::string(catalog->code_of(domain::RecordKind::location, {holder.id}));
      case HolderKind::unit: return "in a unit";
      case HolderKind::nowhere: break;
    }
    return "";
  }

  RandomOperations random_;
  NaiveLedger naive_;
  test::TestLedger ledger_;
  std::int64_t operations_ = 0;
};

TEST(Model, TheWriterOnAStoreLeavesWhatANaiveLedgerExpects) {
  constexpr std::int64_t per_ledger = 20'000;
  auto const seed = model_seed();
  auto const ledgers = is_long_run() ? 10U : 1U;
  for (std::uint64_t i = 0; i < ledgers && !testing::Test::HasFailure(); ++i) {
    SCOPED_TRACE("NAMEPLATE_SEED=" + std::to_string(seed + i));
    StoreModel model(seed + i);

    while (model.operations() < per_ledger && !testing::Test::HasFailure()) {
      model.run_group();
    }

    model.check_states();
    auto const report = model.verify();
    EXPECT_TRUE(report.is_clean()) << report.difference_count << " differences";
    for (auto const& difference : report.differences) {
      ADD_FAILURE() << difference.projection << ' ' << difference.key << ": expected " << difference.expected
                    << ", found " << difference.found;
    }
  }
}

}  // namespace
}  // namespace nameplate::model
