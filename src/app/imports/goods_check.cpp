#include "app/commands/bind.hpp"
#include "app/commands/number_rules.hpp"
#include "app/imports/dry_records.hpp"
#include "app/imports/goods_plan.hpp"
#include "app/imports/making.hpp"
#include "app/numbers/readable_formats.hpp"
#include "base/hash.hpp"
#include "domain/decide.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

/// Numbers from the far end, which nobody bears: which ones it will be is not known before they are drawn.
DrawnNumbers::Drawn far_end(Numbering const& numbering, store::CounterDraw const& draw) {
  auto const& makers = numbering.makers_of(draw.counter);
  auto const last = makers.empty() ? draw.count : makers.front()->capacity();
  DrawnNumbers::Drawn drawn{.range = {draw.counter, std::max<std::int64_t>(last - draw.count, 1), draw.count}};
  for (auto const& maker : makers) {
    for (auto count = drawn.range.first; count < drawn.range.first + drawn.range.count && count <= last; ++count) {
      if (!maker->make(count)) {
        drawn.passed_over.push_back(count);
        ++drawn.range.count;
      }
    }
  }
  std::ranges::sort(drawn.passed_over);
  return drawn;
}

/// Tries rows of goods: binds and decides on a snapshot what a run would ask of the writer, and writes nothing.
class GoodsCheck final : public ChunkWork {
 public:
  explicit GoodsCheck(ImportContext const& context)
      : context_(context),
        now_(std::max(context.job_context.ledger.clock.now(),
                      context.job_context.ledger.store.begin_read()->head().recorded_at)),
        records_(context.job_context.ledger.master_data.now(), context.job_context.actor, now_) {}

  void remember(std::vector<MappedRow> const& rows) override {
    static_cast<void>(read_rows(context_.mapping, rows, context_.seen));
  }

  base::Result<std::vector<RowResult>> work(Chunk const& chunk, WritePlan const& /*write_plan*/) override {
    auto rows = read_rows(context_.mapping, chunk.rows, context_.seen);
    settle_attributes(context_.mapping, records_.catalog(), rows);
    auto const snapshot = context_.job_context.ledger.store.begin_read();
    make_missing(*snapshot, rows);
    domain::WorkingSet state;
    ChunkPlanner{.context = context_, .catalog = records_.catalog(), .file_codes = &context_.seen}.plan(*snapshot,
                                                                                                        state, rows);
    std::vector<RowResult> results;
    for (auto const& row : rows) {
      results.push_back(result_of_plan(row));
    }
    for (auto const& [operation, members] : operations_of(rows)) {
      auto items = decide(state, operation);
      for (std::size_t i = 0; i < members.size(); ++i) {
        bool const is_as_planned = items[i].fate == RowFate::done || rows[members[i]].plan.adds_hold;
        if (items[i].fate == RowFate::failed || !is_as_planned) {
          results[members[i]] = result_of_item(context_.mapping, rows[members[i]], std::move(items[i]));
        }
      }
    }
    return results;
  }

 private:
  /// Those that cannot be made stay missing: then the rows that name them fail by themselves.
  void make_missing(store::Reader& reader, std::vector<PlannedRow>& rows) {
    auto const missing = missing_records(context_.mapping, records_.catalog(), rows);
    std::vector<RecordCommand> commands;
    for (auto const& record : missing) {
      commands.push_back(record.command);
    }
    records_.load(reader, commands);
    for (auto const& record : missing) {
      if (auto const made = records_.apply(record.command)) {
        context_.report.note_made(record.command.kind, record.code);
      } else {
        fail_rows_of(rows, record, made.error());
      }
    }
  }
  void fail_rows_of(std::vector<PlannedRow>& rows, MissingRecord const& record, base::Error const& error) const {
    auto const norm = domain::normalise_code(record.code);
    for (auto& row : rows) {
      if (!row.goods) {
        continue;
      }
      auto const& head = row.goods->head;
      bool const names_it =
          domain::normalise_code(record.command.kind == domain::RecordKind::product    ? row.goods->product
                                 : record.command.kind == domain::RecordKind::location ? head.location
                                                                                       : head.party) == norm;
      if (names_it) {
        auto const& kind = domain::rule_of(record.command.kind);
        fail_row(row, context_.mapping, std::string(kind.name) + ".unknown",
                 "The " + std::string(kind.name) + " \"" + record.code + "\" cannot be made: " + error.detail);
        row.goods.reset();
      }
    }
  }

  /// All that it concerns was loaded with the rows.
  std::vector<ItemResult> decide(domain::WorkingSet const& state, domain::Operation const& operation) {
    Wanted wanted;
    collect_wanted(operation, records_.catalog(), now_, wanted);
    wanted.numbering.use_secret(std::string(identify::Scramble::key_size, '\0'));
    DrawnNumbers numbers;
    for (auto const& draw : wanted.numbering.draws()) {
      numbers.add(far_end(wanted.numbering, draw));
    }
    std::function<domain::SubjectId()> const next_subject = [this] { return domain::SubjectId{next_id_++}; };
    std::function<std::shared_ptr<ReadableFormats const>()> const readable_formats = [this] {
      return std::make_shared<ReadableFormats const>(std::make_shared<domain::Catalog const>(records_.catalog()));
    };
    auto const bound = bind({.catalog = records_.catalog(),
                             .state = state,
                             .numbering = wanted.numbering,
                             .numbers = numbers,
                             .next_subject = next_subject,
                             .readable_formats = readable_formats,
                             .event = {next_id_++},
                             .now = now_},
                            operation);
    auto const decision = domain::decide({.catalog = records_.catalog(),
                                          .state = state,
                                          .actor = context_.job_context.actor,
                                          .now = now_,
                                          .salt_seed = base::random_bytes(32)},
                                         bound);
    return results_of(decision, operation.items.size());
  }

  ImportContext context_;
  base::Instant now_;
  DryRecords records_;
  std::int64_t next_id_ = std::int64_t{1} << 61U;  ///< far above any id that is given out
};

}  // namespace

std::unique_ptr<ChunkWork> make_goods_check(ImportContext const& context) {
  return std::make_unique<GoodsCheck>(context);
}

}  // namespace nameplate::app
