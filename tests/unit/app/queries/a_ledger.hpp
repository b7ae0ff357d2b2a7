#pragma once

#include "app/initialise.hpp"
#include "app/ledger.hpp"
#include "app/queries/reading.hpp"
#include "store/sqlite/sqlite_store.hpp"
#include "support/counting_store.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace nameplate::app {

/// A small ledger in memory with a writer: tests put things into it by operations, as users do, then ask questions.
class ALedger {
 public:
  ALedger() {
    add(domain::RecordKind::location, {{"code", "SITE"}, {"name", "Site"}, {"kind", "site"}});
    add(domain::RecordKind::location, {{"code", "BIN"}, {"name", "Bin"}, {"kind", "bin"}, {"parent", "SITE"}});
    add(domain::RecordKind::location, {{"code", "DOCK"}, {"name", "Dock"}, {"kind", "dock"}, {"parent", "SITE"}});
    add(domain::RecordKind::product, {{"sku", "CAM"}, {"name", "Camera"}, {"tracking", "serial"}});
    add(domain::RecordKind::party,
        {{"code", "ACME"}, {"name", "Acme"}, {"roles", base::Value(base::Value::List{base::Value("customer")})}});
  }

  void add(domain::RecordKind kind, base::Value::Object fields) {
    RecordCommand command{.kind = kind, .value = base::Value(std::move(fields))};
    (void)execute(std::move(command));
  }

  /// Each operation happens a minute after the one before.
  Answer perform(domain::Operation operation) {
    clock_.advance(60 * base::microseconds_per_second);
    return execute(std::move(operation));
  }

  domain::SubjectId register_unit(std::string const& serial) {
    domain::Operation operation{.verb = domain::Verb::register_, .location = "BIN"};
    operation.items.push_back({.kind = domain::ItemKind::serial, .product = "CAM", .number = serial});
    return perform(std::move(operation)).items.at(0).subject;
  }
  Answer pack(std::string const& container, domain::Item item) {
    domain::Operation operation{.verb = domain::Verb::pack, .container = container};
    operation.items.push_back(std::move(item));
    return perform(std::move(operation));
  }
  Answer move_container(std::string const& container, std::string const& location) {
    domain::Operation operation{.verb = domain::Verb::move, .location = location};
    operation.items.push_back(a_container(container));
    return perform(std::move(operation));
  }

  static domain::Item a_unit(domain::SubjectId unit) { return {.kind = domain::ItemKind::unit, .amount = unit.value}; }
  static domain::Item a_container(std::string const& code) {
    return {.kind = domain::ItemKind::container, .number = code};
  }

  [[nodiscard]] Reading read() { return begin_reading(ledger_); }
  [[nodiscard]] test::CountingStore& store() { return counting_; }
  [[nodiscard]] base::FixedClock& clock() { return clock_; }

 private:
  Answer execute(auto what) {
    auto outcome = writer_.execute({.actor = owner_, .what = std::move(what)});
    EXPECT_TRUE(outcome.has_value()) << outcome.error().reason << ": " << outcome.error().detail;
    return outcome.value_or(Answer());
  }

  base::FixedClock clock_{{1'790'000'000'000'000}};
  std::unique_ptr<store::Store> inner_ = [this] {
    auto opened = store::sqlite::open({});
    initialise(*opened, clock_);
    return opened;
  }();
  test::CountingStore counting_{*inner_};
  domain::Actor owner_ = owner_actor(*inner_);
  MasterData master_data_{*inner_};
  Writer writer_{counting_, master_data_, clock_};
  Access access_{*inner_, master_data_, clock_};
  Ledger ledger_{
      .store = counting_, .clock = clock_, .master_data = master_data_, .writer = writer_, .access = access_};
};

}  // namespace nameplate::app
