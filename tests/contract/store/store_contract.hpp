#pragma once

#include "domain/changes.hpp"
#include "store/store.hpp"
#include "support/store_builders.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

/// What every store must do. One suite, run on each: a store joins by a factory in store_contract.cpp.
namespace nameplate::test {

struct StoreFactory {
  std::string name;
  std::function<std::unique_ptr<store::Store>()> open;
};

[[nodiscard]] std::vector<StoreFactory> store_factories();

class StoreContract : public testing::TestWithParam<StoreFactory> {
 protected:
  StoreContract() : store_(GetParam().open()) {}

  /// Writes in a transaction of its own.
  void write(domain::Changes const& changes) { write_to(*store_, changes); }
  /// To the end: a guard that is lost may be noticed as late as that.
  static void write_in(store::WriteTransaction& transaction, domain::Changes const& changes) {
    transaction.write(changes);
    transaction.commit();
  }
  static void write_to(store::Store& store, domain::Changes const& changes) {
    auto const transaction = store.begin_write();
    transaction->write(changes);
    transaction->commit();
  }

  /// Loads what stands there now.
  [[nodiscard]] domain::UnitState unit(std::int64_t id) {
    auto const found = store_->begin_read()->load_units(std::vector{domain::SubjectId{id}});
    return found.empty() ? domain::UnitState() : found.front();
  }

  /// New units as one set of changes, with their serials and counts.
  [[nodiscard]] static domain::Changes registration(std::vector<domain::UnitState> units);
  /// A change of one unit that is there already, with its counts.
  [[nodiscard]] static domain::Changes change(domain::UnitState const& before, domain::UnitState after,
                                              std::int64_t event);

  std::unique_ptr<store::Store> store_;
};

[[nodiscard]] inline std::string name_of_factory(testing::TestParamInfo<StoreFactory> const& info) {
  return info.param.name;
}

}  // namespace nameplate::test

/// Runs a suite that derives from StoreContract on every store.
#define NAMEPLATE_ON_EVERY_STORE(suite)                                                              \
  INSTANTIATE_TEST_SUITE_P(EveryStore, suite, testing::ValuesIn(nameplate::test::store_factories()), \
                           nameplate::test::name_of_factory)
