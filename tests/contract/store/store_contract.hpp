#pragma once

#include "domain/changes.hpp"
#include "store/store.hpp"

#include <functional>
#include <gtest/gtest.h>
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

// Short builders; every value that is not named is something plain.
[[nodiscard]] domain::UnitState a_unit(std::int64_t id, std::string serial, std::int64_t event = 1);
[[nodiscard]] domain::ContainerState a_container(std::int64_t id, std::string code, domain::Holder holder,
                                                 domain::Holder place, std::int64_t event = 1);
[[nodiscard]] domain::LotState a_lot(std::int64_t id, std::string number, std::int64_t event = 1);
[[nodiscard]] domain::Identifier an_identifier(std::int64_t subject, std::string value,
                                               domain::IdentifierKind kind = domain::IdentifierKind::serial,
                                               std::int64_t scope = 7);
[[nodiscard]] domain::BalanceDelta a_delta(std::int64_t lot, domain::Holder holder, std::int64_t quantity,
                                           std::int64_t event = 1, std::int64_t time = 1000);
[[nodiscard]] domain::RecordRow a_record(std::int64_t id, std::uint8_t kind, std::string code, std::int64_t version = 1);
[[nodiscard]] domain::Event an_event(std::int64_t id, domain::Sequence sequence);

inline domain::Holder at(std::int64_t location) {
  return domain::Holder::at({location});
}
inline domain::Holder in(std::int64_t container) {
  return domain::Holder::in({container});
}

class StoreContract : public testing::TestWithParam<StoreFactory> {
 protected:
  StoreContract() : store_(GetParam().open()) {}

  /// Writes in a transaction of its own.
  void write(domain::Changes const& changes) { write_to(*store_, changes); }
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
#define NAMEPLATE_ON_EVERY_STORE(suite)                                                                   \
  INSTANTIATE_TEST_SUITE_P(EveryStore, suite, testing::ValuesIn(nameplate::test::store_factories()), \
                           nameplate::test::name_of_factory)
