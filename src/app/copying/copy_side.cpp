#include "app/copying/copy_side.hpp"

#include "base/file_hash.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace nameplate::app {
namespace {

/// False: `take` has had enough. Reads in short snapshots.
bool for_each_part(store::Store& store, store::SideTable table,
                   std::function<bool(std::vector<store::SideRow> const&)> const& take) {
  store::SideRow after;
  while (true) {
    auto const rows = store.begin_read()->side_rows(table, after, {});
    if (rows.empty()) {
      return true;
    }
    if (!take(rows)) {
      return false;
    }
    after = rows.back();
  }
}

/// Each cell says what it is and how long, so no two tables look alike.
void add_cell(std::string& bytes, store::SideCell const& cell) {
  if (auto const* const number = std::get_if<std::int64_t>(&cell)) {
    bytes += 'n' + std::to_string(*number) + ';';
  } else if (auto const* const text = std::get_if<std::string>(&cell)) {
    bytes += 't' + std::to_string(text->size()) + ':' + *text;
  } else {
    bytes += '-';
  }
}

}  // namespace

SideDigest digest_side(store::Store& store) {
  SideDigest found;
  base::Hasher hash;
  std::string bytes;
  for (auto const table : store::side_tables) {
    hash.add("table;");
    static_cast<void>(for_each_part(store, table, [&](std::vector<store::SideRow> const& rows) {
      for (auto const& row : rows) {
        bytes.clear();
        for (auto const& cell : row) {
          add_cell(bytes, cell);
        }
        hash.add(bytes);
      }
      found.rows += static_cast<std::int64_t>(rows.size());
      return true;
    }));
  }
  found.digest = hash.finish();
  return found;
}

bool copy_side(store::Store& source, store::Store& target, std::atomic<bool> const* cancel) {
  for (auto const table : store::side_tables) {
    {
      auto const transaction = target.begin_write();
      transaction->clear_side(table);
      transaction->commit();
    }
    bool const whole = for_each_part(source, table, [&](std::vector<store::SideRow> const& rows) {
      auto const transaction = target.begin_write();
      transaction->put_side_rows(table, rows);
      transaction->commit();
      return cancel == nullptr || !*cancel;
    });
    if (!whole) {
      return false;
    }
  }
  return true;
}

}  // namespace nameplate::app
