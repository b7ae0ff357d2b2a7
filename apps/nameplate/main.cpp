// The composition root: the only place that knows every part of the program.
#include "app/failure.hpp"
#include "base/clock.hpp"
#include "base/logging.hpp"
#include "cli/program.hpp"
#include "local_api.hpp"
#include "open_database.hpp"
#include "serve.hpp"
#include "store/sqlite/check_copy.hpp"

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <optional>
#include <span>
#include <string>

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

namespace nameplate_cli = nameplate::cli;

nameplate_cli::Screen look_at_terminal() {
  nameplate_cli::Screen terminal{.shows_output = ::isatty(STDOUT_FILENO) == 1,
                                 .gives_input = ::isatty(STDIN_FILENO) == 1};
  winsize size{};
  if (terminal.shows_output && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
    terminal.width = size.ws_col;
  }
  return terminal;
}

std::optional<std::string> variable(std::string const& name) {
  char const* const value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

}  // namespace

int main(int argc, char** argv) try {
  // A client that goes away is an error of its own connection, not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  // A ledger is its owner's: what is made here, nobody else may read.
  ::umask(::umask(0) | S_IRWXG | S_IRWXO);
  // Only `serve` tells what it does.
  nameplate::base::log::set_level(nameplate::base::log::Level::warn);

  nameplate::base::SystemClock const clock;
  nameplate_cli::Environment environment{
      .out = std::cout,
      .messages = std::cerr,
      .in = std::cin,
      .clock = clock,
      .version = NAMEPLATE_VERSION,
      .open_store = [](auto const& database, auto purpose) { return nameplate::open_database(database, purpose); },
      .check_copy = nameplate::store::sqlite::check_copy,
      .open_ledger =
          [&](nameplate_cli::Database const& database) {
            return nameplate::open_local_api(database, clock, NAMEPLATE_VERSION);
          },
      .serve = [&](auto const& arguments,
                   auto const& ready) { return nameplate::serve(arguments, clock, NAMEPLATE_VERSION, ready); },
      .variable = variable,
      .terminal = look_at_terminal()};
  auto const arguments = std::span(argv, static_cast<std::size_t>(argc)).subspan(argc > 0 ? 1 : 0);
  return nameplate_cli::run({arguments.begin(), arguments.end()}, environment);
} catch (nameplate::store::StorageFailure const& failure) {
  // What failed, then the slug that stands for it in docs/reference/errors.md.
  std::cerr << "nameplate: " << failure.what() << " (" << nameplate::app::describe(failure).reason << ")\n";
  using enum nameplate::store::FailureKind;
  bool const is_refusal = failure.kind() == busy || failure.kind() == half_made || failure.kind() == newer_schema;
  return is_refusal ? nameplate_cli::exit_refused : nameplate_cli::exit_broken;
} catch (std::exception const& exception) {
  std::cerr << "nameplate: " << exception.what() << '\n';
  return nameplate_cli::exit_broken;
}
