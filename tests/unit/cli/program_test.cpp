#include "cli/program.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>

#include <unistd.h>

namespace nameplate::cli {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

/// The program without anything behind it: remembers what it was told to serve.
class Terminal {
 public:
  int run(std::vector<char const*> const& arguments) { return cli::run(arguments, environment_); }

  std::ostringstream out;
  std::ostringstream messages;
  std::istringstream in;
  std::optional<ServeArguments> served;
  std::map<std::string, std::string> variables;

 private:
  base::FixedClock clock_{base::Instant{}};
  Environment environment_{.out = out,
                           .messages = messages,
                           .in = in,
                           .clock = clock_,
                           .version = "1.2.3",
                           .open_store = [](Database const&, OpenFor) -> std::unique_ptr<store::Store> {
                             throw std::runtime_error("nothing here opens a database");
                           },
                           .open_ledger = [](Database const&) -> std::unique_ptr<Api> {
                             throw std::runtime_error("nothing here opens a database");
                           },
                           .serve =
                               [this](ServeArguments const& arguments, auto const& ready) {
                                 served = arguments;
                                 ready({.url = "http://127.0.0.1:1234"});
                                 return exit_ok;
                               },
                           .variable = [this](std::string const& name) -> std::optional<std::string> {
                             auto const found = variables.find(name);
                             return found == variables.end() ? std::nullopt : std::optional(found->second);
                           }};
};

TEST(Program, ServeTakesTheDefaultsOfTheServer) {
  Terminal terminal;

  EXPECT_EQ(terminal.run({"serve", "--database", "sqlite:/tmp/ledger.db"}), exit_ok);

  ASSERT_TRUE(terminal.served);
  EXPECT_EQ(terminal.served->database.path, "/tmp/ledger.db");
  EXPECT_EQ(terminal.served->listen.to_string(), "127.0.0.1:8080");
  EXPECT_EQ(terminal.out.str(), "Nameplate 1.2.3 listens on http://127.0.0.1:1234\n");
}

TEST(Program, ServePassesEveryOptionOn) {
  Terminal terminal;

  EXPECT_EQ(terminal.run({"serve", "--database=sqlite:/tmp/a.db", "--listen", "[::1]:0", "--threads", "3", "--workers",
                          "4", "--connections", "5", "--connections-per-address", "6", "--body-mib", "7", "--queue",
                          "8", "--log-level", "error"}),
            exit_ok);

  ASSERT_TRUE(terminal.served);
  EXPECT_EQ(terminal.served->listen.to_string(), "[::1]:0");
  EXPECT_EQ(terminal.served->io_threads, 3U);
  EXPECT_EQ(terminal.served->workers, 4U);
  EXPECT_EQ(terminal.served->connections, 5U);
  EXPECT_EQ(terminal.served->connections_per_address, 6U);
  EXPECT_EQ(terminal.served->body_mib, 7U);
  EXPECT_EQ(terminal.served->queue, 8U);
  EXPECT_EQ(terminal.served->log_level, base::log::Level::error);
}

TEST(Program, AFlagGoesBeforeAVariableAndAVariableBeforeTheFile) {
  auto const file = std::filesystem::temp_directory_path() / ("nameplate-conf-" + std::to_string(::getpid()));
  std::ofstream(file) << "database = sqlite:/tmp/file.db\nqueue = 1\nworkers = 1\nthreads = 1\n";
  Terminal terminal;
  terminal.variables = {{"NAMEPLATE_CONFIG", file}, {"NAMEPLATE_QUEUE", "2"}, {"NAMEPLATE_WORKERS", "2"}};

  EXPECT_EQ(terminal.run({"serve", "--queue", "3", "--trusted-proxy", "10.0.0.1", "--trusted-proxy", "10.0.0.2"}),
            exit_ok);
  EXPECT_EQ(terminal.run({"serve", "--queue", "3", "--show-settings"}), exit_ok);
  std::filesystem::remove(file);

  ASSERT_TRUE(terminal.served);
  EXPECT_EQ(terminal.served->database.path, "/tmp/file.db");
  EXPECT_EQ(terminal.served->queue, 3U);
  EXPECT_EQ(terminal.served->workers, 2U);
  EXPECT_EQ(terminal.served->io_threads, 1U);
  EXPECT_EQ(terminal.served->trusted_proxies.size(), 2U);
  EXPECT_THAT(terminal.out.str(), HasSubstr("queue = 3  # --queue\n"));
  EXPECT_THAT(terminal.out.str(), HasSubstr("workers = 2  # NAMEPLATE_WORKERS\n"));
  EXPECT_THAT(terminal.out.str(), HasSubstr("threads = 1  # " + file.string() + ":4\n"));
}

TEST(Program, WhatCannotBeUnderstoodEndsWithUsageAndSaysWhereToRead) {
  std::vector<std::vector<char const*>> const all = {
      {"dance"},
      {"serve"},
      {"serve", "--database", "ledger.db"},
      {"serve", "--database", "mysql://here/ledger"},
      {"serve", "--database", "sqlite:a", "--listen", "8080"},
      {"serve", "--database", "sqlite:a", "--threads", "0"},
      {"serve", "--database", "sqlite:a", "--colour", "red"},
      {"serve", "--database", "sqlite:a", "--database", "sqlite:b"},
      {"serve", "--database", "sqlite:a", "--tls-cert", "a.pem"},
      {"serve", "--database", "sqlite:a", "--base-url", "ftp://a"},
      {"serve", "--config", "/nowhere/at/all"},
      {"token"},
      {"token", "create", "--database", "sqlite:a", "--name", "x", "--role", "king"},
      {"token", "create", "--database", "sqlite:a", "--name", "x", "--role", "admin", "--expires", "soon"},
      {"help", "dance"},
      {"move", "--location", "DOCK", "A-1"},
      {"move", "--database", "sqlite:a", "--server", "http://x", "A-1"},
      {"move", "--server", "x", "A-1"},
      {"move", "--database", "sqlite:a", "--token-file", "t", "A-1"},
      {"list", "everything", "--database", "sqlite:a"},
      {"export", "--database", "sqlite:a"},
      {"export", "everything", "--database", "sqlite:a"},
      {"export", "--ledger", "--server", "http://x"},
      {"completion", "tcsh"},
  };
  for (auto const& arguments : all) {
    Terminal terminal;

    EXPECT_EQ(terminal.run(arguments), exit_usage) << arguments.back();

    EXPECT_THAT(terminal.messages.str(), HasSubstr("nameplate: ")) << arguments.back();
    EXPECT_THAT(terminal.messages.str(), HasSubstr("`nameplate help")) << arguments.back();
    EXPECT_FALSE(terminal.served) << arguments.back();
  }
}

TEST(Program, WithoutArgumentsItShowsWhatItCanDo) {
  Terminal terminal;

  EXPECT_EQ(terminal.run({}), exit_usage);

  EXPECT_THAT(terminal.out.str(), HasSubstr("token create"));
}

TEST(Program, EveryCommandHasAHelpPageThatHelpAndTheFlagShow) {
  for (auto const& command : command_names()) {
    Terminal by_command;
    Terminal by_flag;
    std::vector<std::string> words;
    std::istringstream text{command};
    for (std::string word; text >> word;) {
      words.push_back(word);
    }
    std::vector<char const*> flag;
    std::vector<char const*> help = {"help"};
    for (auto const& word : words) {
      flag.push_back(word.c_str());
      help.push_back(word.c_str());
    }
    flag.push_back("--help");

    EXPECT_EQ(by_command.run(help), exit_ok) << command;
    EXPECT_EQ(by_flag.run(flag), exit_ok) << command;

    EXPECT_THAT(by_command.out.str(), HasSubstr("# nameplate")) << command;
    EXPECT_EQ(by_command.out.str(), by_flag.out.str()) << command;
  }
}

TEST(Program, EveryOptionStandsInItsHelpPage) {
  for (auto const& command : command_names()) {
    if (command == "demo") {
      continue;  // refers to serve
    }
    for (auto const& option : option_names(command)) {
      EXPECT_THAT(help_page(command), HasSubstr(option)) << command;
    }
  }
  EXPECT_EQ(option_names("demo"), option_names("serve"));
  EXPECT_THAT(option_names("token create"), Contains("--expires"));
}

/// Splits as a shell does, as far as the help pages need it.
std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words(1);
  char quote = 0;
  for (char const letter : line) {
    if (letter == quote) {
      quote = 0;
    } else if (quote == 0 && (letter == '"' || letter == '\'')) {
      quote = letter;
    } else if (quote == 0 && letter == ' ') {
      words.emplace_back();
    } else {
      words.back() += letter;
    }
  }
  return words;
}

TEST(Program, TheExamplesOfTheHelpPagesCanBeUnderstood) {
  ::setenv("NAMEPLATE_DATABASE", "sqlite:/nowhere/at/all.db", 1);
  for (auto const& command : command_names()) {
    std::istringstream page(help_page(command));
    for (std::string line; std::getline(page, line);) {
      bool const is_usage = line.contains('[') || line.contains("...") || line.contains('|') ||
                            line.contains("LEDGER") || line.contains("NAME --") || line.contains(" FILE");
      if (!line.starts_with("    nameplate ") || (is_usage && !line.contains("{\""))) {
        continue;
      }
      auto const redirection = std::min({line.find(" > "), line.find(" >> "), line.find(" < ")});
      auto const words = words_of(line.substr(14, redirection - 14));
      std::vector<char const*> arguments;
      for (auto const& word : words) {
        arguments.push_back(word.c_str());
      }
      Terminal terminal;
      int code = exit_ok;
      try {
        code = terminal.run(arguments);
      } catch (std::exception const&) {  // NOLINT(bugprone-empty-catch): there is nothing behind it
      }
      EXPECT_NE(code, exit_usage) << line << '\n' << terminal.messages.str();
    }
  }
  ::unsetenv("NAMEPLATE_DATABASE");
}

TEST(Program, TheLedgerMayBeNamedByVariables) {
  ::setenv("NAMEPLATE_DATABASE", "sqlite:/nowhere/at/all.db", 1);
  Terminal one;
  EXPECT_EQ(one.run({"find", "A-1"}), exit_refused);
  ::setenv("NAMEPLATE_SERVER", "http://127.0.0.1:1", 1);
  Terminal two;
  EXPECT_EQ(two.run({"find", "A-1"}), exit_usage);
  EXPECT_THAT(two.messages.str(), HasSubstr("name two ledgers"));
  ::unsetenv("NAMEPLATE_SERVER");
  ::unsetenv("NAMEPLATE_DATABASE");
}

TEST(Program, CompletionKnowsEveryCommandAndOption) {
  for (auto const shell : {Shell::bash, Shell::zsh, Shell::fish}) {
    auto const script = completion_script(shell, completion_words());
    EXPECT_THAT(script, HasSubstr("receive"));
    EXPECT_THAT(script, HasSubstr("token create"));
    EXPECT_THAT(script, HasSubstr("in_stock"));
  }
}

TEST(Program, VersionIsPrintedByCommandAndFlag) {
  for (auto const* const word : {"version", "--version"}) {
    Terminal terminal;

    EXPECT_EQ(terminal.run({word}), exit_ok);

    EXPECT_EQ(terminal.out.str(), "nameplate 1.2.3\n");
  }
}

TEST(Program, CommandsThatMakeNoDatabaseRefuseAPathWithoutOne) {
  for (auto const& arguments : std::vector<std::vector<char const*>>{
           {"verify", "--database", "sqlite:/nowhere/at/all.db"},
           {"token", "list", "--database", "sqlite:/nowhere/at/all.db"},
           {"token", "revoke", "--database", "sqlite:/nowhere/at/all.db", "--name", "x"}}) {
    Terminal terminal;

    EXPECT_EQ(terminal.run(arguments), exit_refused);

    EXPECT_THAT(terminal.messages.str(), HasSubstr("There is no database at /nowhere/at/all.db"));
    EXPECT_THAT(terminal.out.str(), IsEmpty());
  }
}

}  // namespace
}  // namespace nameplate::cli
