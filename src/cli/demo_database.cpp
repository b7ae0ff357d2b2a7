#include "cli/demo_database.hpp"

#include "app/demo/demo.hpp"
#include "cli/ledger_access.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace nameplate::cli {
namespace {

namespace fs = std::filesystem;

std::string tokens_path(Database const& database) {
  return database.path + ".demo-tokens";
}

/// Only its owner may read it.
void write_private_file(std::string const& path, std::string const& text) {
  auto const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  auto const written = file < 0 ? -1 : ::write(file, text.data(), text.size());
  auto const error = errno;
  if (file >= 0) {
    ::close(file);
  }
  if (written != static_cast<ssize_t>(text.size())) {
    throw std::system_error(error, std::generic_category(), "cannot write " + path);
  }
}

std::string make_token(app::Ledger& ledger, domain::Actor const& owner, char const* name, domain::Role role) {
  auto const made = ledger.writer.execute({.actor = owner, .what = app::TokenCommand{.name = name, .role = role}});
  if (!made) {
    throw std::runtime_error(made.error().detail);
  }
  return made->token;
}

}  // namespace

void make_demo_database(Database const& database, Environment& environment) {
  auto const folder = fs::path(database.path + ".making");
  fs::remove_all(folder);  // what one that was broken off left
  if (database.exists()) {
    return;
  }
  fs::create_directories(folder.parent_path());
  fs::create_directory(folder);
  Database const unfinished{.path = (folder / "ledger.db").string()};
  run_on_file(environment, unfinished, [&](app::Ledger& ledger, domain::Actor const& owner) {
    app::demo::fill(ledger, owner);
    auto const viewer = make_token(ledger, owner, "demo-viewer", domain::Role::viewer);
    auto const worker = make_token(ledger, owner, "demo-operator", domain::Role::operator_);
    write_private_file(tokens_path(unfinished), viewer + "\n" + worker + "\n");
    return exit_ok;
  });
  // Closed by now, so all of it stands in the one file.
  if (fs::exists(unfinished.path + "-wal")) {
    throw std::runtime_error("the demonstration's database was not closed well; start again");
  }
  // The database comes last: its presence says that all is there.
  fs::rename(tokens_path(unfinished), tokens_path(database));
  fs::rename(unfinished.path, database.path);
  fs::remove_all(folder);
}

std::optional<DemoTokens> read_demo_tokens(Database const& database) {
  std::ifstream file(tokens_path(database));
  DemoTokens tokens;
  if (!std::getline(file, tokens.viewer) || !std::getline(file, tokens.worker)) {
    return std::nullopt;
  }
  return tokens;
}

}  // namespace nameplate::cli
