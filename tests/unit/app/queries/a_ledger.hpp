#pragma once

#include "support/test_ledger.hpp"

#include <string>
#include <utility>

namespace nameplate::app {

/// A small ledger: tests put things into it by operations, as users do, then ask questions.
class ALedger {
 public:
  ALedger() {
    ledger_.add(domain::RecordKind::location, {{"code", "SITE"}, {"name", "Site"}, {"kind", "site"}});
    ledger_.add(domain::RecordKind::location, {{"code", "BIN"}, {"name", "Bin"}, {"kind", "bin"}, {"parent", "SITE"}});
    ledger_.add(domain::RecordKind::location,
                {{"code", "DOCK"}, {"name", "Dock"}, {"kind", "dock"}, {"parent", "SITE"}});
    ledger_.add(domain::RecordKind::product, {{"sku", "CAM"}, {"name", "Camera"}, {"tracking", "serial"}});
    ledger_.add(
        domain::RecordKind::party,
        {{"code", "ACME"}, {"name", "Acme"}, {"roles", base::Value(base::Value::List{base::Value("customer")})}});
  }

  /// Each operation happens a minute after the one before.
  app::Answer perform(domain::Operation operation) {
    ledger_.clock().advance(60 * base::microseconds_per_second);
    return ledger_.perform(std::move(operation));
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

  [[nodiscard]] Reading read() { return ledger_.begin_reading(); }
  [[nodiscard]] test::CountingStore& store() { return ledger_.store(); }

 private:
  test::TestLedger ledger_{{1'790'000'000'000'000}};
};

}  // namespace nameplate::app
