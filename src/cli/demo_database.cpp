#include "cli/demo_database.hpp"

#include "app/demo/demo.hpp"
#include "app/initialise.hpp"
#include "cli/whole_database.hpp"

#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace nameplate::cli {
namespace {

constexpr std::string_view tokens_ending = ".demo-tokens";

std::string tokens_path(Database const& database) {
  return database.path + std::string(tokens_ending);
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
  if (database.exists()) {
    clear_unfinished(database);
    return;
  }
  make_whole_database(database, {std::string(tokens_ending)}, [&](Database const& unfinished) {
    auto const store = environment.open_store(unfinished, OpenFor::writing);
    app::initialise(*store, environment.clock);
    app::MasterData master_data(*store);
    app::Writer writer(*store, master_data, environment.clock);
    app::Access access(*store, master_data, environment.clock);
    app::Ledger ledger{
        .store = *store, .clock = environment.clock, .master_data = master_data, .writer = writer, .access = access};
    auto const owner = app::owner_actor(*store);
    app::demo::fill(ledger, owner);
    auto const viewer = make_token(ledger, owner, "demo-viewer", domain::Role::viewer);
    auto const worker = make_token(ledger, owner, "demo-operator", domain::Role::operator_);
    write_private_file(tokens_path(unfinished), viewer + "\n" + worker + "\n");
  });
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
