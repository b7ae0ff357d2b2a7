#include "app/imports/chunk_work.hpp"
#include "app/imports/dry_records.hpp"
#include "app/imports/record_row.hpp"
#include "app/jobs/submitter.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

struct ReadRow {
  MappedRow const* mapped = nullptr;
  std::optional<RecordCommand> command = {};  ///< none: the result is known already
  RowResult result = {};
};

RowResult failed(RowError error) {
  auto const row = error.row;
  return {.row = row, .fate = RowFate::failed, .note = {.error = std::move(error)}};
}

/// A refused row: it may wait for another one of the file.
RowResult refused(Mapping const& mapping, MappedRow const& row, base::Error const& error) {
  auto result = failed(record_row_error(mapping, row, error));
  if (may_wait(mapping, result.note.error)) {
    result.fate = RowFate::deferred;
  }
  return result;
}

ReadRow read_row(ImportContext const& context, MappedRow const& mapped, domain::Catalog const& catalog) {
  ReadRow row{.mapped = &mapped, .result = {.row = mapped.number}};
  auto read = read_record_row(context.mapping, mapped, catalog);
  if (!read) {
    row.result = failed(std::move(read.error()));
    return row;
  }
  if (auto const first = context.seen.first_row_of("k" + read->key, mapped.number)) {
    row.result = failed({.row = mapped.number,
                         .reason = "row.twice",
                         .detail = "Row " + std::to_string(*first) +
                                   " names the same already. Only the first is "
                                   "brought in."});
    return row;
  }
  row.command = std::move(read->command);
  return row;
}

std::vector<ReadRow> read_all(ImportContext const& context, std::vector<MappedRow> const& rows,
                              domain::Catalog const& catalog) {
  std::vector<ReadRow> read;
  for (auto const& row : rows) {
    read.push_back(read_row(context, row, catalog));
  }
  return read;
}

std::vector<RowResult> results_of(std::vector<ReadRow>& rows) {
  std::vector<RowResult> results;
  for (auto& row : rows) {
    results.push_back(std::move(row.result));
  }
  return results;
}

class RecordsCheck final : public ChunkWork {
 public:
  explicit RecordsCheck(ImportContext const& context)
      : context_(context),
        records_(context.job_context.ledger.master_data.now(), context.job_context.actor,
                 context.job_context.ledger.clock.now()) {}

  void remember(std::vector<MappedRow> const& rows) override {
    static_cast<void>(read_all(context_, rows, records_.catalog()));
  }

  base::Result<std::vector<RowResult>> work(Chunk const& chunk, WritePlan const& /*write_plan*/) override {
    auto rows = read_all(context_, chunk.rows, records_.catalog());
    std::vector<RecordCommand> commands;
    for (auto const& row : rows) {
      if (row.command) {
        commands.push_back(*row.command);
      }
    }
    records_.load(*context_.job_context.ledger.store.begin_read(), commands);
    for (auto& row : rows) {
      if (!row.command) {
        continue;
      }
      auto const changed = records_.apply(*row.command);
      if (changed) {
        row.result.fate = *changed ? RowFate::done : RowFate::unchanged;
      } else {
        row.result = refused(context_.mapping, *row.mapped, changed.error());
      }
    }
    return results_of(rows);
  }

 private:
  ImportContext context_;
  DryRecords records_;
};

/// Each row is a command with a key of its own: what is done again answers as it did the first time.
class RecordsRun final : public ChunkWork {
 public:
  explicit RecordsRun(ImportContext const& context) : context_(context) {}

  void remember(std::vector<MappedRow> const& rows) override {
    static_cast<void>(read_all(context_, rows, *context_.job_context.ledger.master_data.now()));
  }

  base::Result<std::vector<RowResult>> work(Chunk const& chunk, WritePlan const& /*write_plan*/) override {
    auto& ledger = context_.job_context.ledger;
    auto rows = read_all(context_, chunk.rows, *ledger.master_data.now());
    std::vector<ReadRow*> asked;
    for (auto& row : rows) {
      if (row.command) {
        asked.push_back(&row);
      }
    }
    auto const actor = context_.job_context.actor;
    auto const outcomes = submit_all(ledger.writer, asked.size(), [&](std::size_t index) {
      return Command{
          .actor = actor,
          .key = job_key(actor.account, context_.job, chunk.name + " r" + std::to_string(asked[index]->mapped->number)),
          .what = *asked[index]->command};
    });
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (outcomes[i]) {
        asked[i]->result.fate = outcomes[i]->event ? RowFate::done : RowFate::unchanged;
      } else if (is_machinery(outcomes[i].error())) {
        return std::unexpected(outcomes[i].error());
      } else {
        asked[i]->result = refused(context_.mapping, *asked[i]->mapped, outcomes[i].error());
      }
    }
    return results_of(rows);
  }

 private:
  ImportContext context_;
};

}  // namespace

std::unique_ptr<ChunkWork> make_records_check(ImportContext const& context) {
  return std::make_unique<RecordsCheck>(context);
}

std::unique_ptr<ChunkWork> make_records_run(ImportContext const& context) {
  return std::make_unique<RecordsRun>(context);
}

}  // namespace nameplate::app
