// The same work ends in the same data, to the byte, whatever the store.
#include "app/demo/demo.hpp"
#include "app/exports/export_rows.hpp"
#include "contract/store/store_contract.hpp"
#include "support/test_ledger.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace nameplate::test {
namespace {

constexpr base::Instant now{1'800'000'000'000'000};

void append(std::string& text, std::unique_ptr<app::ExportRows> const& rows) {
  auto const add_line = [&](app::ExportRow const& row) {
    for (auto const& cell : row) {
      text += cell + ';';
    }
    text += '\n';
  };
  add_line(rows->columns());
  for (bool more = true; more;) {
    std::vector<app::ExportRow> some;
    more = rows->next(some);
    for (auto const& row : some) {
      add_line(row);
    }
  }
}

/// What the exports tell of the demonstration's weeks of work.
std::string exports_of(std::unique_ptr<store::Store> store) {
  TestLedger whole(now, std::move(store));
  auto ledger = whole.ledger();
  app::demo::fill(ledger, whole.owner());
  std::string text;
  for (auto const kind : {domain::RecordKind::product, domain::RecordKind::location, domain::RecordKind::party}) {
    append(text, app::export_records(ledger, kind));
  }
  append(text, app::export_units(ledger, {}).value());
  append(text, app::export_lots(ledger, {}).value());
  append(text, app::export_containers(ledger));
  append(text, app::export_stock(ledger, {}).value());
  append(text, app::export_events(ledger, 1));  // the first event gives the ledger a name, by chance
  return text;
}

TEST(SameExports, AreMadeByEveryStore) {
  auto const factories = store_factories();
  if (factories.size() < 2) {
    GTEST_SKIP() << "no PostgreSQL is installed";
  }
  auto const first = exports_of(factories.front().open());
  EXPECT_GT(first.size(), 10'000U);
  for (auto const& factory : factories) {
    EXPECT_EQ(exports_of(factory.open()), first) << factory.name;
  }
}

}  // namespace
}  // namespace nameplate::test
