#include "app/imports/goods_plan.hpp"
#include "app/imports/making.hpp"
#include "app/jobs/submitter.hpp"
#include "base/byte_codec.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

/// Brings rows of goods in. The plan of a chunk is written down before anything of it is done, and each operation has a
/// key of its own: so a chunk that is done again, after the process was killed, does nothing twice.
class GoodsRun final : public ChunkWork {
 public:
  explicit GoodsRun(ImportContext const& context) : context_(context) {}

  void remember(std::vector<MappedRow> const& rows) override {
    static_cast<void>(read_rows(context_.mapping, rows, context_.seen));
  }

  base::Result<std::vector<RowResult>> work(Chunk const& chunk, WritePlan const& write_plan) override {
    auto rows = read_rows(context_.mapping, chunk.rows, context_.seen);
    settle_attributes(context_.mapping, *ledger().master_data.now(), rows);
    if (auto const made = make_missing(chunk, rows); !made) {
      return std::unexpected(made.error());
    }
    if (chunk.plan.empty()) {
      plan(rows);
      std::vector<RowPlan> plans;
      for (auto const& row : rows) {
        plans.push_back(row.plan);
      }
      if (!write_plan(encode_plan(plans))) {
        return std::vector<RowResult>();
      }
    } else {
      take_plan(chunk.plan, rows);
    }
    std::vector<RowResult> results;
    for (auto const& row : rows) {
      results.push_back(result_of_plan(row));
    }
    if (auto const done = bring_in(chunk, rows, results); !done) {
      return std::unexpected(done.error());
    }
    return results;
  }

 private:
  Ledger& ledger() const { return context_.job_context.ledger; }

  void plan(std::vector<PlannedRow>& rows) const {
    auto const catalog = ledger().master_data.now();
    auto const snapshot = ledger().store.begin_read();
    domain::WorkingSet state;
    ChunkPlanner{.context = context_, .catalog = *catalog}.plan(*snapshot, state, rows);
  }
  static void take_plan(std::string const& bytes, std::vector<PlannedRow>& rows) {
    auto plans = decode_plan(bytes);
    bool const fits =
        std::ranges::equal(plans, rows, {}, &RowPlan::row, [](PlannedRow const& row) { return row.plan.row; });
    if (!fits) {
      throw base::DamagedBytes("the plan of a job is about other rows");
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i].plan = std::move(plans[i]);
    }
  }

  /// What cannot be made stays missing, and the rows that name it fail by themselves.
  base::Result<void> make_missing(Chunk const& chunk, std::vector<PlannedRow> const& rows) {
    auto const missing = missing_records(context_.mapping, *ledger().master_data.now(), rows);
    auto const outcomes = submit_all(ledger().writer, missing.size(), [&](std::size_t index) {
      auto const& record = missing[index];
      return Command{.actor = context_.job_context.actor,
                     .key = key(chunk, "make " + std::to_string(static_cast<int>(record.command.kind)) + " " +
                                           domain::normalise_code(record.code)),
                     .what = record.command};
    });
    for (std::size_t i = 0; i < missing.size(); ++i) {
      if (outcomes[i]) {
        context_.report.note_made(missing[i].command.kind, missing[i].code);
      } else if (is_machinery(outcomes[i].error())) {
        return std::unexpected(outcomes[i].error());
      }
    }
    return {};
  }

  base::Result<void> bring_in(Chunk const& chunk, std::vector<PlannedRow> const& rows,
                              std::vector<RowResult>& results) {
    std::vector<domain::SubjectId> subjects;
    for (auto const& row : rows) {
      subjects.push_back(row.plan.subject);
    }
    auto const take = [&](std::size_t index, ItemResult item) {
      subjects[index] = item.fate == RowFate::failed ? domain::SubjectId() : item.subject;
      results[index] = result_of_item(context_.mapping, rows[index], std::move(item));
    };
    if (auto const done = perform(chunk, "g", [&] { return operations_of(rows); }, take); !done) {
      return done;
    }
    return perform(
        chunk, "h", [&] { return hold_operations_of(rows, subjects); },
        [&](std::size_t index, ItemResult item) {
          if (item.fate == RowFate::failed) {
            item.detail = "It was brought in, but not put on hold: " + item.detail;
            results[index] = result_of_item(context_.mapping, rows[index], std::move(item));
          } else if (item.fate == RowFate::done && results[index].fate == RowFate::unchanged) {
            results[index].fate = RowFate::done;
          }
        });
  }

  template <typename Make, typename Take>
  base::Result<void> perform(Chunk const& chunk, std::string_view letter, Make const& make, Take const& take) {
    auto operations = make();
    std::vector<bool> taken(operations.size(), false);
    auto const outcomes = submit_all(ledger().writer, operations.size(), [&](std::size_t index) {
      if (taken[index]) {
        // The writer had no room for it: made once more, because an operation cannot be copied.
        operations[index] = std::move(make()[index]);
      }
      taken[index] = true;
      return Command{.actor = context_.job_context.actor,
                     .key = key(chunk, std::string(letter) + std::to_string(index)),
                     .what = std::move(operations[index].operation)};
    });
    for (std::size_t i = 0; i < operations.size(); ++i) {
      if (!outcomes[i] && is_machinery(outcomes[i].error())) {
        return std::unexpected(outcomes[i].error());
      }
      if (outcomes[i] && outcomes[i]->event) {
        context_.events.push_back(outcomes[i]->event);
      }
      auto items = results_of(outcomes[i], operations[i].rows.size());
      for (std::size_t item = 0; item < items.size(); ++item) {
        take(operations[i].rows[item], std::move(items[item]));
      }
    }
    return {};
  }

  [[nodiscard]] store::KeyClaim key(Chunk const& chunk, std::string const& step) const {
    return job_key(context_.job_context.actor.account, context_.job, chunk.name + " " + step);
  }

  ImportContext context_;
};

}  // namespace

std::unique_ptr<ChunkWork> make_goods_run(ImportContext const& context) {
  return std::make_unique<GoodsRun>(context);
}

}  // namespace nameplate::app
