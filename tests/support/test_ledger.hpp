#pragma once

#include "app/initialise.hpp"
#include "app/ledger.hpp"
#include "app/queries/reading.hpp"
#include "app/verify.hpp"
#include "store/sqlite/sqlite_store.hpp"
#include "support/counting_store.hpp"

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace nameplate::test {

/// A whole ledger, on SQLite in memory unless told otherwise, written by the real writer. Every call of the store is
/// counted.
class TestLedger {
 public:
  explicit TestLedger(base::Instant now = {1'800'000'000'000'000}, store::sqlite::Options const& options = {})
      : TestLedger(now, store::sqlite::open(options)) {}
  TestLedger(base::Instant now, std::unique_ptr<store::Store> empty)
      : clock_(now), inner_(initialised(std::move(empty), clock_)) {}

  void add(domain::RecordKind kind, base::Value::Object fields) {
    auto const made = writer_.execute(
        {.actor = owner_, .what = app::RecordCommand{.kind = kind, .value = base::Value(std::move(fields))}});
    must(made);
  }
  /// A few of the records of `Business`.
  void add_business() {
    using base::Value;
    using domain::RecordKind;
    add(RecordKind::product, {{"sku", "CAM"}, {"name", "Camera"}, {"tracking", "serial"}});
    add(RecordKind::product, {{"sku", "LENS"}, {"name", "Lens"}, {"tracking", "serial"}});
    add(RecordKind::product,
        {{"sku", "MILK"}, {"name", "Milk"}, {"tracking", "lot"}, {"uom", "l"}, {"decimals", std::int64_t{3}}});
    for (auto const* const code : {"SITE", "BIN-1", "BIN-2", "DOCK", "BRANCH"}) {
      add(RecordKind::location, {{"code", code}, {"name", code}, {"kind", "bin"}});
    }
    for (auto const* const code : {"ACME", "BETA", "MAKER"}) {
      add(RecordKind::party, {{"code", code}, {"name", code}, {"roles", Value::List{Value("customer")}}});
    }
  }

  [[nodiscard]] app::Outcome ask(domain::Operation operation) {
    return writer_.execute({.actor = owner_, .what = std::move(operation)});
  }
  /// Throws when it is refused.
  app::Answer perform(domain::Operation operation) {
    auto outcome = ask(std::move(operation));
    must(outcome);
    return *std::move(outcome);
  }
  /// Does not wait for the answer, so that several share a transaction.
  void submit(domain::Operation operation, app::Writer::Done done) {
    writer_.submit({.actor = owner_, .what = std::move(operation)}, std::move(done));
  }

  [[nodiscard]] std::unique_ptr<store::ReadSnapshot> read() { return inner_->begin_read(); }
  [[nodiscard]] app::Reading begin_reading() {
    auto all = ledger();
    return app::begin_reading(all);
  }
  using VerifyStep = std::function<void(app::VerifyProgress const&)>;
  [[nodiscard]] app::VerifyReport verify(VerifyStep const& report = [](app::VerifyProgress const&) {}) {
    return app::verify(*inner_, report);
  }
  [[nodiscard]] domain::Actor const& owner() const { return owner_; }
  [[nodiscard]] app::Writer& writer() { return writer_; }
  [[nodiscard]] CountingStore& store() { return counting_; }
  [[nodiscard]] base::FixedClock& clock() { return clock_; }
  [[nodiscard]] app::Ledger ledger() {
    return {.store = counting_, .clock = clock_, .master_data = master_data_, .writer = writer_, .access = access_};
  }
  [[nodiscard]] std::shared_ptr<domain::Catalog const> catalog() const { return master_data_.now(); }

 private:
  static void must(app::Outcome const& outcome) {
    if (!outcome) {
      throw std::logic_error(outcome.error().reason + ": " + outcome.error().detail);
    }
  }
  static std::unique_ptr<store::Store> initialised(std::unique_ptr<store::Store> store, base::Clock const& clock) {
    app::initialise(*store, clock);
    return store;
  }

  base::FixedClock clock_;
  std::unique_ptr<store::Store> inner_;
  CountingStore counting_{*inner_};
  domain::Actor owner_ = app::owner_actor(*inner_);
  app::MasterData master_data_{*inner_};
  app::Writer writer_{counting_, master_data_, clock_};
  app::Access access_{*inner_, master_data_, clock_};
};

// Items, as a request names them.
[[nodiscard]] inline domain::Item serial(std::string product, std::string number) {
  return {.kind = domain::ItemKind::serial, .product = std::move(product), .number = std::move(number)};
}
[[nodiscard]] inline domain::Item container(std::string code) {
  return {.kind = domain::ItemKind::container, .number = std::move(code)};
}
[[nodiscard]] inline domain::Item generated(std::string product, std::int64_t count) {
  return {.kind = domain::ItemKind::generate, .product = std::move(product), .amount = count};
}
[[nodiscard]] inline domain::Item some_of_lot(std::string product, std::string number, std::int64_t millionths) {
  domain::Item item{.kind = domain::ItemKind::lot, .product = std::move(product), .number = std::move(number)};
  item.quantity = base::Quantity{millionths};
  return item;
}

}  // namespace nameplate::test
