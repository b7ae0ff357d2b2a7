#include "app/ledger_copy.hpp"
#include "cli/commands/command.hpp"
#include "cli/ledger_file.hpp"
#include "cli/progress_line.hpp"
#include "cli/whole_database.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <fstream>
#include <memory>
#include <ostream>
#include <stdexcept>

namespace nameplate::cli {
namespace {

struct LoadArguments {
  std::string database;
  std::string file;
};

/// The file cannot be loaded; thrown through the making of the database, so that nothing of it stays.
struct RefusedFile {
  base::Error error;
};

[[noreturn]] void refuse_line(std::int64_t line, base::Error error) {
  error.detail = fmt::format("Line {}: {}", line, error.detail);
  throw RefusedFile{std::move(error)};
}

[[noreturn]] void refuse_form(std::int64_t line, std::string what) {
  refuse_line(line, {.kind = base::ErrorKind::invalid, .reason = "ledger.file_malformed", .detail = std::move(what)});
}

/// Reads the file into an empty store. The answer is how many events it holds.
domain::Sequence load_file(std::istream& file, store::Store& store, ProgressLine& progress) {
  std::string text;
  if (!std::getline(file, text) || text != first_ledger_line()) {
    refuse_form(1, "This is not the export of a ledger that this version can read.");
  }
  app::LedgerLoader loader(store);
  for (std::int64_t line = 2; std::getline(file, text); ++line) {
    auto read = parse_ledger_line(text);
    if (!read) {
      refuse_line(line, read.error());
    }
    if (!read->event) {
      if (read->events != loader.newest() || file.peek() != std::istream::traits_type::eof()) {
        refuse_form(line, "The number of events is not the one that the last line tells.");
      }
      if (auto const done = loader.finish(); !done) {
        refuse_line(line, done.error());
      }
      return read->events;
    }
    if (auto const added = loader.add(*std::move(read->event)); !added) {
      refuse_line(line, added.error());
    }
    progress.show("load the ledger", loader.newest(), 0);
  }
  refuse_form(loader.newest() + 2, "The file ends before its last line; it was cut off. Take another copy of it.");
}

int load(LoadArguments const& arguments, Environment& environment) {
  auto const database = parse_database(arguments.database).value();
  std::ifstream file(arguments.file, std::ios::binary);
  if (!file) {
    return refuse(environment,
                  {.kind = base::ErrorKind::not_found,
                   .reason = "file.missing",
                   .detail = "The file " + arguments.file + " cannot be read. Check its path and rights."});
  }
  if (database.exists()) {
    return refuse(environment, {.kind = base::ErrorKind::conflict,
                                .reason = "ledger.not_empty",
                                .detail = "The database " + database.path +
                                          " exists already. Name a file that does not exist yet."});
  }
  ProgressLine progress(environment.messages);
  domain::Sequence events = 0;
  try {
    make_whole_database(database, {}, [&](Database const& unfinished) {
      auto const store = environment.open_store(unfinished, OpenFor::writing);
      events = load_file(file, *store, progress);
    });
  } catch (RefusedFile const& refused) {
    progress.clear();
    return refuse(environment, refused.error);
  }
  progress.clear();
  environment.out << events << (events == 1 ? " event" : " events")
                  << " loaded. Tokens are no part of a ledger: make new ones with `nameplate token create`.\n";
  return exit_ok;
}

}  // namespace

void add_load(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("load");
  auto const arguments = std::make_shared<LoadArguments>();
  add_database_option(command, arguments->database);
  command.add_option("FILE", arguments->file)->required();
  command.callback([arguments, &chosen] {
    chosen = [arguments](Environment& environment) { return load(*arguments, environment); };
  });
}

}  // namespace nameplate::cli
