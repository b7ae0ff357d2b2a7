#include "app/verify.hpp"

#include "base/json_text.hpp"
#include "cli/commands/command.hpp"
#include "cli/progress_line.hpp"
#include "cli/table.hpp"

#include <CLI/CLI.hpp>

#include <atomic>
#include <csignal>
#include <fstream>
#include <iterator>
#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

struct VerifyArguments {
  std::string database;
  bool quick = false;
  std::string head_file;
  std::string public_key;
  bool resume = false;
  bool as_json = false;
};

/// What somebody wrote into the database may be no text at all.
void show(std::ostream& out, app::Difference const& difference) {
  out << difference.projection << ' ' << harmless(difference.key) << '\n'
      << "  expected: " << (difference.expected.empty() ? "no row" : harmless(difference.expected)) << '\n'
      << "  found:    " << (difference.found.empty() ? "no row" : harmless(difference.found)) << '\n';
}

/// What a clean report says of each strength.
std::string_view said_when_clean(VerifyArguments const& arguments) {
  if (arguments.quick) {
    return "the structure, the counts and the newest seals agree.";
  }
  return arguments.head_file.empty() ? "the ledger, its seals and every projection agree."
                                     : "the ledger agrees with its seals and with the head.";
}

void show_text(VerifyArguments const& arguments, app::VerifyReport const& report, std::ostream& out) {
  for (auto const& difference : report.differences) {
    show(out, difference);
  }
  if (report.cancelled) {
    out << "Broken off.";
    if (report.can_be_resumed) {
      out << " Go on with the same command and --resume.";
    }
    out << '\n';
    return;
  }
  out << report.events << " events";
  if (report.rows > 0) {
    out << ", " << report.rows << " rows";
  }
  out << ", sealed up to sequence " << report.sealed << ": ";
  if (report.is_clean()) {
    out << said_when_clean(arguments) << '\n';
  } else {
    out << report.difference_count << (report.difference_count == 1 ? " difference" : " differences") << ", the first "
        << report.differences.size() << " above.\n";
  }
}

void show_json(app::VerifyReport const& report, std::ostream& out) {
  out << R"({"clean":)" << (report.is_clean() ? "true" : "false") << R"(,"events":)" << report.events << R"(,"rows":)"
      << report.rows << R"(,"sealed":)" << report.sealed << R"(,"cancelled":)" << (report.cancelled ? "true" : "false")
      << R"(,"canBeResumed":)" << (report.can_be_resumed ? "true" : "false") << R"(,"differenceCount":)"
      << report.difference_count << R"(,"differences":[)";
  for (bool is_first = true; auto const& difference : report.differences) {
    out << (is_first ? "" : ",") << R"({"what":)" << base::quote_json(difference.projection) << R"(,"where":)"
        << base::quote_json(harmless(difference.key)) << R"(,"expected":)"
        << base::quote_json(harmless(difference.expected)) << R"(,"found":)"
        << base::quote_json(harmless(difference.found)) << '}';
    is_first = false;
  }
  out << "]}\n";
}

/// Set by Ctrl-C: the second set of projections is to be closed well before the end. Global, because a signal handler
/// reaches nothing else.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<bool> cancelled = false;
static_assert(std::atomic<bool>::is_always_lock_free);

void cancel(int) {
  cancelled = true;
}

base::Result<app::SignedHead> read_head(VerifyArguments const& arguments) {
  std::ifstream file(arguments.head_file, std::ios::binary);
  if (!file) {
    return base::fail(base::ErrorKind::not_found, "file.missing",
                      "The file " + arguments.head_file + " cannot be read. Check its path and rights.");
  }
  auto head = app::parse_head(std::string(std::istreambuf_iterator<char>(file), {}));
  if (head && !arguments.public_key.empty()) {
    // Its form was checked with the arguments.
    if (auto const signer = app::check_signer(*head, app::parse_public_key(arguments.public_key).value()); !signer) {
      return std::unexpected(signer.error());
    }
  }
  return head;
}

int verify(VerifyArguments const& arguments, Environment& environment) {
  auto const database = parse_database(arguments.database).value();
  if (!database.exists()) {
    return refuse(environment, no_such_database(database));
  }
  app::SignedHead head;
  if (!arguments.head_file.empty()) {
    auto read = read_head(arguments);
    if (!read) {
      return refuse(environment, read.error());
    }
    head = *std::move(read);
  }
  std::signal(SIGINT, cancel);
  std::signal(SIGTERM, cancel);
  auto const store = environment.open_store(database, OpenFor::reading);
  ProgressLine progress(environment.messages);
  app::VerifyRun const run{.report = [&](app::Progress const& now) { progress.show(now.step, now.done, now.total); },
                           .cancel = &cancelled,
                           .resume = arguments.resume};
  auto const found = arguments.quick                ? app::verify_quickly(*store, run)
                     : !arguments.head_file.empty() ? app::verify_against_head(*store, head.head, run)
                                                    : app::verify(*store, run);
  progress.clear();
  if (arguments.as_json) {
    show_json(found, environment.out);
  } else {
    show_text(arguments, found, environment.out);
  }
  return found.is_clean() ? exit_ok : exit_refused;
}

std::string check_public_key(std::string const& text) {
  return app::parse_public_key(text) ? std::string()
                                     : "A public key has 64 hexadecimal digits; `nameplate seal key FILE` prints it.";
}

}  // namespace

void add_verify(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("verify");
  auto const arguments = std::make_shared<VerifyArguments>();
  add_database_option(command, arguments->database);
  auto* const quick = command.add_flag("--quick", arguments->quick);
  auto* const seals = command.add_option("--seals", arguments->head_file)->excludes(quick);
  command.add_option("--public-key", arguments->public_key)->needs(seals)->check(check_public_key);
  command.add_flag("--resume", arguments->resume)->excludes(quick)->excludes(seals);
  command.add_flag("--json", arguments->as_json);
  command.callback([arguments, &chosen] {
    chosen = [arguments](Environment& environment) { return verify(*arguments, environment); };
  });
}

}  // namespace nameplate::cli
