#include "app/ledger_copy.hpp"
#include "app/make_in_place.hpp"
#include "app/proof/seal_maker.hpp"
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

[[noreturn]] void refuse_event(std::int64_t line, base::Error error) {
  error.detail += " The file is not a ledger as it was exported; take another copy of it.";
  refuse_line(line, std::move(error));
}

[[noreturn]] void refuse_form(std::int64_t line, std::string what) {
  refuse_line(line, {.kind = base::ErrorKind::invalid, .reason = "ledger.file_malformed", .detail = std::move(what)});
}

/// Refuses a file that is not the one of which the first events are there already.
void check_same_ledger(std::int64_t line, domain::Event const& event, store::Store& store) {
  auto const there = store.begin_read()->events_after(event.sequence - 1, {.events = 1});
  if (there.empty() || ledger_line(there.front()) != ledger_line(event)) {
    refuse_line(line,
                {.kind = base::ErrorKind::conflict,
                 .reason = "ledger.not_empty",
                 .detail = "Another ledger was begun to be loaded into this database. Load that one to its end, or "
                           "name an empty database."});
  }
}

/// Reads the file into a store that is empty, or where an earlier load came as far as `there`. The answer is how many
/// events the file holds.
domain::Sequence load_file(std::istream& file, store::Store& store, store::Head const& there, ProgressLine& progress) {
  std::string text;
  if (!std::getline(file, text) || text != first_ledger_line()) {
    refuse_form(1, "This is not the export of a ledger that this version can read.");
  }
  app::LedgerLoader loader(store, there);
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
        refuse_event(line, done.error());
      }
      return read->events;
    }
    if (auto const sequence = line - 1; sequence <= there.sequence) {
      if (sequence == 1 || sequence == there.sequence) {
        check_same_ledger(line, *read->event, store);
      }
      loader.pass(*read->event);
      continue;
    }
    if (auto const added = loader.add(*std::move(read->event)); !added) {
      refuse_event(line, added.error());
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
  if (database.is_file() && database.exists()) {
    return refuse(environment, {.kind = base::ErrorKind::conflict,
                                .reason = "ledger.not_empty",
                                .detail = "The database " + database.path +
                                          " exists already. Name a file that does not exist yet."});
  }
  ProgressLine progress(environment.messages);
  domain::Sequence events = 0;
  try {
    if (database.is_file()) {
      make_whole_database(database, {}, [&](Database const& fresh) {
        auto const store = environment.open_store(fresh, OpenFor::writing);
        events = load_file(file, *store, {}, progress);
        app::seal_all(*store, environment.clock);
      });
    } else {
      auto const store = environment.open_store(database, OpenFor::making);
      auto const there = app::begin_in_place(*store);
      if (!there) {
        throw RefusedFile{there.error()};
      }
      events = load_file(file, *store, *there, progress);
      app::seal_all(*store, environment.clock);
      app::end_in_place(*store);
    }
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
