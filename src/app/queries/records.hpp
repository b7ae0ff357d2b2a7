#pragma once

#include "app/access.hpp"
#include "app/queries/as_of.hpp"
#include "base/result.hpp"
#include "domain/changes.hpp"
#include "domain/records/catalog.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nameplate::app {

/// `state=`
enum class RecordState : std::uint8_t { active, retired, all };

struct RecordQuestion {
  domain::RecordKind kind = domain::RecordKind::product;
  RecordState state = RecordState::all;
  std::optional<std::vector<domain::RecordId>> among = {};  ///< only these; in memory, so a few ten thousand at most
  std::string after_code_norm = {};
  std::size_t limit = 100;
};

struct RecordList {
  std::vector<domain::RecordRow> records;  ///< by code
  std::optional<std::string> next_code_norm;
};

[[nodiscard]] RecordList list_records(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                      RecordQuestion const& question);

/// Errors: record.unknown (404).
[[nodiscard]] base::Result<domain::RecordRow> find_record(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                                          domain::RecordKind kind, std::string_view id_or_code);

/// The record as it was. Errors: subject.not_yet (404).
[[nodiscard]] base::Result<domain::RecordRow> find_record_then(store::ReadSnapshot& snapshot,
                                                               domain::RecordRow const& now, AsOf const& as_of);
/// A page of records as they were, those left out that were not there yet or do not fit `state` as they were: so a page
/// may be shorter than asked for, and have a next one all the same.
[[nodiscard]] RecordList list_records_then(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                           RecordQuestion question, AsOf const& as_of);

/// One field before and after an event; null where it was absent.
struct FieldChange {
  std::string field;
  base::Value before;
  base::Value after;
  bool erased = false;  ///< what could identify a person has been erased since
};

struct RecordChange {
  domain::Event event;
  std::vector<FieldChange> fields;
};

struct RecordHistory {
  std::vector<RecordChange> changes;  ///< oldest first
  std::optional<std::size_t> next;    ///< how many come before the next page
};

/// The history of a record, field by field; the code and the state are fields too.
[[nodiscard]] RecordHistory find_record_history(store::ReadSnapshot& snapshot, domain::RecordRow const& record,
                                                std::size_t skip, std::size_t limit);

/// An account and when it was last used.
struct AccountView {
  domain::RecordRow record;
  std::optional<base::Instant> last_used;
};

[[nodiscard]] std::vector<AccountView> with_last_use(store::ReadSnapshot& snapshot, Access const& access,
                                                     std::vector<domain::RecordRow> accounts);

}  // namespace nameplate::app
