#include "app/copying/copy_ledger.hpp"
#include "cli/commands/command.hpp"
#include "cli/ledger_file.hpp"
#include "cli/progress_line.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

struct CopyArguments {
  std::string from;
  std::string to;
  bool as_json = false;
};

/// Set by Ctrl-C: the part that is being written is finished. Global, because a signal handler reaches nothing else.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<bool> cancelled = false;
static_assert(std::atomic<bool>::is_always_lock_free);

void cancel(int) {
  cancelled = true;
}

bool is_same_database(Database const& one, Database const& other) {
  std::error_code ignored;
  return one.is_file()
             ? other.is_file() && (one.path == other.path || std::filesystem::equivalent(one.path, other.path, ignored))
             : one.url == other.url;
}

/// Two databases are in play: the message says which one failed.
std::unique_ptr<store::Store> open_as(std::string_view option, Database const& database, OpenFor purpose,
                                      Environment& environment) {
  try {
    return environment.open_store(database, purpose);
  } catch (store::StorageFailure const& failure) {
    throw store::StorageFailure(failure.kind(), fmt::format("{} {}: {}", option, database.shown(), failure.what()));
  }
}

/// The step, with how quick it is since it began.
class Rate {
 public:
  [[nodiscard]] std::string step_with_rate(app::Progress const& now) {
    auto const moment = std::chrono::steady_clock::now();
    if (now.step != step_) {
      step_ = now.step;
      begun_ = moment;
      done_at_begin_ = now.done;
    }
    auto const seconds = std::chrono::duration<double>(moment - begun_).count();
    return seconds < 1 ? step_
                       : fmt::format("{} ({:.0f}/s)", step_, static_cast<double>(now.done - done_at_begin_) / seconds);
  }

 private:
  std::string step_;
  std::chrono::steady_clock::time_point begun_;
  std::int64_t done_at_begin_ = 0;
};

void show_text(app::CopyReport const& report, double seconds, std::ostream& out) {
  if (report.cancelled) {
    out << "Broken off: " << report.events << " events are there. Go on with the same command.\n";
    return;
  }
  if (report.gone_on_after > 0) {
    out << "Went on after event " << report.gone_on_after << ", where an earlier copy was broken off.\n";
  }
  out << report.events << (report.events == 1 ? " event" : " events") << " and " << report.side_rows
      << " rows beside them copied in "
      << fmt::format("{:.1f} s, {:.0f} events/s.\n", seconds,
                     static_cast<double>(report.events - report.gone_on_after) / seconds)
      << "Both ledgers give the same export (SHA-256 of its events " << base::to_hex(report.lines) << ")\n";
  if (report.seal) {
    out << "and have the same head of the seals (sequence " << report.seal->last << ", "
        << base::to_hex(report.seal->hash) << ").\n";
  } else {
    out << "and neither is sealed yet.\n";
  }
}

void show_json(app::CopyReport const& report, double seconds, std::ostream& out) {
  out << R"({"finished":)" << (report.cancelled ? "false" : "true") << R"(,"cancelled":)"
      << (report.cancelled ? "true" : "false") << R"(,"events":)" << report.events << R"(,"goneOnAfter":)"
      << report.gone_on_after << R"(,"seconds":)" << fmt::format("{:.3f}", seconds);
  if (!report.cancelled) {
    out << R"(,"rowsBeside":)" << report.side_rows << R"(,"ledgerSha256":")" << base::to_hex(report.lines) << '"';
    if (report.seal) {
      out << R"(,"seal":{"block":)" << report.seal->block << R"(,"sequence":)" << report.seal->last << R"(,"hash":")"
          << base::to_hex(report.seal->hash) << R"("})";
    }
  }
  out << "}\n";
}

int copy(CopyArguments const& arguments, Environment& environment) {
  auto const from = parse_database(arguments.from).value();
  auto const to = parse_database(arguments.to).value();
  if (!from.exists()) {
    return refuse(environment, no_such_database(from));
  }
  if (is_same_database(from, to)) {
    return refuse(environment, {.kind = base::ErrorKind::conflict,
                                .reason = "copy.same_database",
                                .detail = "--from and --to name the same database. Name an empty one to copy to."});
  }
  std::signal(SIGINT, cancel);
  std::signal(SIGTERM, cancel);
  auto const begun = std::chrono::steady_clock::now();
  auto const source = open_as("--from", from, OpenFor::taking, environment);
  if (source->begin_read()->head().sequence == 0) {
    return refuse(environment, app::no_source());  // before anything is made at the other place
  }
  auto const target = open_as("--to", to, OpenFor::making, environment);
  ProgressLine progress(environment.messages);
  Rate rate;
  app::CopyRun const run{
      .line = ledger_line,
      .report = [&](app::Progress const& now) { progress.show(rate.step_with_rate(now), now.done, now.total); },
      .cancel = &cancelled};
  auto const report = app::copy_ledger(*source, *target, run);
  progress.clear();
  if (!report) {
    return refuse(environment, report.error());
  }
  auto const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  if (arguments.as_json) {
    show_json(*report, seconds, environment.out);
  } else {
    show_text(*report, seconds, environment.out);
  }
  return report->cancelled ? exit_refused : exit_ok;
}

}  // namespace

void add_copy(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("copy");
  auto const arguments = std::make_shared<CopyArguments>();
  command.add_option("--from", arguments->from)->required()->check(checked_by(parse_database));
  command.add_option("--to", arguments->to)->required()->check(checked_by(parse_database));
  command.add_flag("--json", arguments->as_json);
  command.callback([arguments, &chosen] {
    chosen = [arguments](Environment& environment) { return copy(*arguments, environment); };
  });
}

}  // namespace nameplate::cli
