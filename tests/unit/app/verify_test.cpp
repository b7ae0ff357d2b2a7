// `verify` against a database that somebody edited: in each table of each projection a row is deleted, one inserted,
// and each column of one changed, by plain SQL beside the program. Each must be found and named. The tables are read
// from the database, so a new one is tested as soon as it exists.
#include "app/verify.hpp"

#include "app/demo/demo.hpp"
#include "store/sqlite/database.hpp"
#include "support/temporary_database.hpp"
#include "support/test_ledger.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <set>

namespace nameplate::app {
namespace {

struct Column {
  std::string name;
  std::string type;
  bool in_key = false;
};

/// What stands beside the projections, or is the ledger itself.
std::set<std::string> const other_tables = {"head", "id_block", "counter", "idempotency", "job", "job_part", "job_row",
                                            "job_event", "approval", "token_secret", "event", "event_private", "seal",
                                            "seal_node", "projection_state", "half_made", "lease",
                                            // Candidates for lists of past times: what they lack is looked up.
                                            "past_position", "past_group", "past_leaver", "past_list", "past_late"};

/// Some columns have the name of a word of SQL.
std::string quoted(std::string const& name) {
  return '"' + name + '"';
}

class EditedLedger {
 public:
  EditedLedger() {
    auto ledger = ledger_.ledger();
    demo::fill(ledger, ledger_.owner());
  }

  [[nodiscard]] std::vector<std::string> projection_tables() {
    std::vector<std::string> tables;
    for (auto& row : ask("SELECT name, '', 0 FROM sqlite_schema WHERE type = 'table' ORDER BY name")) {
      if (!other_tables.contains(row.name)) {
        tables.push_back(std::move(row.name));
      }
    }
    return tables;
  }
  [[nodiscard]] std::vector<Column> columns_of(std::string const& table) {
    return ask("SELECT name, type, pk FROM pragma_table_info('" + table + "')");
  }
  [[nodiscard]] std::int64_t rows_in(std::string const& table) {
    return connection_.ask("SELECT count(*) FROM " + table);
  }

  /// What verify says while `edit` is done to a table; afterwards the table is as it was.
  VerifyReport verify_with(std::string const& table, std::string const& edit) {
    connection_.execute("CREATE TEMP TABLE kept AS SELECT * FROM " + table);
    connection_.execute(edit);
    auto report = ledger_.verify();
    connection_.execute("DELETE FROM " + table);
    connection_.execute("INSERT INTO " + table + " SELECT * FROM kept");
    connection_.execute("DROP TABLE temp.kept");
    return report;
  }
  VerifyReport verify() { return ledger_.verify(); }
  /// At each step of it one of `events` is recorded.
  VerifyReport verify_while_recording(int events) {
    return ledger_.verify([&](VerifyProgress const&) {
      if (events-- > 0) {
        domain::Operation operation{.verb = domain::Verb::receive, .location = "GOODS-IN"};
        operation.items.push_back(test::generated("PUMP-S20", 3));
        ledger_.perform(std::move(operation));
      }
    });
  }

 private:
  std::vector<Column> ask(std::string text) {
    auto const& kept = texts_.emplace_back(std::move(text));
    auto const& sql = statements_.emplace_back(store::sqlite::Sql{"a question of the test", kept});
    std::vector<Column> rows;
    auto statement = connection_.use(sql);
    while (statement.step()) {
      rows.push_back({std::string(statement.text(0)), std::string(statement.text(1)), statement.integer(2) > 0});
    }
    return rows;
  }

  test::TemporaryDatabase database_;
  test::TestLedger ledger_{{1'795'000'000'000'000}, database_.options()};
  store::sqlite::Connection connection_{{.path = database_.path()}};
  std::deque<std::string> texts_;
  std::deque<store::sqlite::Sql> statements_;
};

std::string key_of(std::vector<Column> const& columns) {
  std::string key;
  for (auto const& column : columns) {
    if (column.in_key) {
      key += (key.empty() ? "" : ", ") + quoted(column.name);
    }
  }
  return key;
}

/// One row in the middle of a table.
std::string where_middle(std::string const& table, std::vector<Column> const& columns) {
  auto const key = key_of(columns);
  return " WHERE (" + key + ") = (SELECT " + key + " FROM " + table + " ORDER BY " + key +
         " LIMIT 1 OFFSET (SELECT count(*) / 2 FROM " + table + "))";
}

std::string changed(Column const& column) {
  auto const name = quoted(column.name);
  if (column.type == "TEXT") {
    return "coalesce(" + name + ", '') || 'x'";
  }
  return column.type == "BLOB" ? "CAST(coalesce(" + name + ", x'') || x'01' AS BLOB)" : "coalesce(" + name + ", 0) + 1";
}

std::string insertion(std::string const& table, std::vector<Column> const& columns) {
  std::string values;
  bool first_of_key = true;
  for (auto const& column : columns) {
    auto value = quoted(column.name);
    if (column.type == "TEXT") {
      value = changed(column);  // a copy would break a unique index beside the key
    } else if (column.in_key && first_of_key) {
      value = "(SELECT max(" + value + ") + 1 FROM " + table + ")";
    }
    first_of_key = first_of_key && !column.in_key;
    values += (values.empty() ? "" : ", ") + value;
  }
  return "INSERT INTO " + table + " SELECT " + values + " FROM " + table + where_middle(table, columns);
}

/// The name under which verify shows a table.
std::string shown_as(std::string const& table) {
  if (table == "unit_total") {
    return "unit_count";
  }
  return table == "event_document" ? "document" : table;
}

using Fits = bool(Difference const&);

void expect_found(VerifyReport const& report, std::string const& table, std::string const& edit, Fits& fits) {
  auto const found = std::ranges::any_of(report.differences, [&](Difference const& difference) {
    return difference.projection == shown_as(table) && fits(difference);
  });
  EXPECT_TRUE(found) << report.difference_count << " differences, none fits: " << edit;
}

bool is_missing(Difference const& difference) {
  return difference.found.empty() && !difference.expected.empty();
}
bool is_added(Difference const& difference) {
  return difference.expected.empty() && !difference.found.empty();
}
bool is_other(Difference const& difference) {
  return !difference.expected.empty() && !difference.found.empty();
}

TEST(Verify, ADeletedAnInsertedAndAChangedRowOfEachProjectionIsFound) {
  EditedLedger ledger;
  ASSERT_TRUE(ledger.verify().is_clean());

  auto const tables = ledger.projection_tables();
  EXPECT_GE(tables.size(), 15U);
  for (auto const& table : tables) {
    ASSERT_GT(ledger.rows_in(table), 0) << table << ": the demonstration has nothing to edit";
    auto const columns = ledger.columns_of(table);

    auto edit = "DELETE FROM " + table + where_middle(table, columns);
    expect_found(ledger.verify_with(table, edit), table, edit, is_missing);
    edit = insertion(table, columns);
    expect_found(ledger.verify_with(table, edit), table, edit, is_added);
    for (auto const& column : columns) {
      if (!column.in_key) {
        edit =
            "UPDATE " + table + " SET " + quoted(column.name) + " = " + changed(column) + where_middle(table, columns);
        expect_found(ledger.verify_with(table, edit), table, edit, is_other);
      }
    }
  }

  EXPECT_TRUE(ledger.verify().is_clean()) << "each table was put back as it was";
}

TEST(Verify, AnEventThatIsMissingOrWasNeverRecordedIsFound) {
  EditedLedger ledger;
  for (auto const* const edit : {
           "DELETE FROM event WHERE sequence = 50",
           "DELETE FROM event WHERE sequence = (SELECT max(sequence) FROM event)",
           "INSERT INTO event SELECT (SELECT max(event_id) + 1 FROM event), (SELECT max(sequence) + 1 FROM event), "
           "verb, "
           "event_time, recorded_at, zone_offset, device_time, actor_id, device, equipment, location_id, "
           "destination_id, reason, body FROM event WHERE sequence = 50",
           "UPDATE event SET body = CAST(substr(body, 1, length(body) - 1) AS BLOB) WHERE sequence = 50",
           "UPDATE event SET recorded_at = recorded_at + 1000000000 WHERE sequence = 50",
       }) {
    auto const report = ledger.verify_with("event", edit);

    EXPECT_TRUE(std::ranges::any_of(report.differences, [](Difference const& difference) {
      return difference.projection == "event";
    })) << edit;
  }
  EXPECT_TRUE(ledger.verify().is_clean());
}

TEST(Verify, APrivateTextThatWasChangedIsFoundAndOneThatWasErasedIsNot) {
  EditedLedger ledger;
  ASSERT_GT(ledger.rows_in("event_private"), 0);

  auto const changed_text =
      ledger.verify_with("event_private", "UPDATE event_private SET value = CAST(value || x'20' AS BLOB)");
  auto const erased = ledger.verify_with("event_private", "DELETE FROM event_private WHERE field = 'note'");

  EXPECT_FALSE(changed_text.is_clean());
  EXPECT_EQ(changed_text.differences.front().projection, "event_private");
  EXPECT_TRUE(erased.is_clean());
}

TEST(Verify, WhatIsRecordedMeanwhileIsNoDifference) {
  EditedLedger ledger;

  EXPECT_TRUE(ledger.verify_while_recording(200).is_clean());
}

TEST(Verify, AgreesWhenABoxWasLookedAtBeforeItsPalletWentElsewhere) {
  test::TestLedger ledger;
  ledger.add_business();
  auto const now = ledger.clock().now();
  auto const perform = [&](int minutes_ago, domain::Operation operation, std::string code) {
    operation.time = base::ZonedInstant{.instant = now.plus(-minutes_ago * 60'000'000LL)};
    operation.items.push_back(test::container(std::move(code)));
    ledger.perform(std::move(operation));
  };
  perform(50, {.verb = domain::Verb::register_, .location = "BIN-1"}, "BOX");
  perform(50, {.verb = domain::Verb::register_, .location = "BIN-1"}, "PALLET");
  perform(40, {.verb = domain::Verb::pack, .container = "PALLET"}, "BOX");
  perform(10, {.verb = domain::Verb::move, .location = "BIN-2"}, "PALLET");
  perform(30, {.verb = domain::Verb::inspect}, "BOX");
  EXPECT_TRUE(ledger.verify().differences.empty());
}

}  // namespace
}  // namespace nameplate::app
