#pragma once

#include "app/commands/answer.hpp"
#include "app/commands/bind.hpp"
#include "app/commands/command.hpp"
#include "domain/records/catalog.hpp"
#include "domain/working_set.hpp"
#include "store/store.hpp"

#include <functional>
#include <optional>
#include <vector>

/// Changes of master data and of rights, as commands of the writer.
namespace nameplate::app {

/// What must be loaded before record commands can be decided.
struct WantedRecords {
  std::vector<domain::RecordId> records = {};
  // Filled in by load_records: which of them goods or places depend on.
  std::vector<domain::RecordId> products_in_use = {};
  std::vector<domain::RecordId> locations_in_use = {};
};

void collect_wanted(Command const& command, domain::Catalog const& catalog, WantedRecords& wanted);
void load_records(store::Reader& reader, WantedRecords& wanted, domain::WorkingSet& state);

struct RecordContext {
  domain::Catalog const& catalog;
  domain::WorkingSet const& state;
  WantedRecords const& wanted;
  Numbering const& numbering;
  DrawnNumbers& numbers;
  domain::Actor actor;
  base::Instant now;
  domain::EventId event;
  std::function<std::int64_t()> next_record;
};

struct DecidedRecord {
  std::optional<domain::Event> event = {};       ///< none: it is so already
  std::optional<domain::RecordRow> record = {};  ///< as it stands, when nothing changes
  bool made = false;
  std::optional<store::TokenSecret> secret = {};
  std::string token = {};
};

/// Refusals: those of domain::decide_record and of settle_block, access.role, record.unknown, record.stale, code.taken.
[[nodiscard]] base::Result<DecidedRecord> decide_record_command(RecordContext const& context, Command const& command);

/// The record as the first answer showed it.
[[nodiscard]] std::optional<domain::RecordRow> record_of_replay(store::Reader& reader, KeptOutcome const& kept,
                                                                domain::Event const* event);

}  // namespace nameplate::app
