#include "cli/demo_database.hpp"

#include "app/demo/demo.hpp"
#include "app/initialise.hpp"
#include "app/make_in_place.hpp"
#include "cli/whole_database.hpp"

#include <cerrno>
#include <filesystem>
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
  return database.beside(tokens_ending);
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

namespace {

/// `tokens` is the file for what the demonstration's clients say.
void fill(store::Store& store, std::string const& tokens, base::Clock const& clock) {
  app::initialise(store, clock);
  app::MasterData master_data(store);
  app::Writer writer(store, master_data, clock);
  app::Access access(store, master_data, clock);
  app::Ledger ledger{.store = store, .clock = clock, .master_data = master_data, .writer = writer, .access = access};
  auto const owner = app::owner_actor(store);
  app::demo::fill(ledger, owner);
  auto const viewer = make_token(ledger, owner, "demo-viewer", domain::Role::viewer);
  auto const worker = make_token(ledger, owner, "demo-operator", domain::Role::operator_);
  write_private_file(tokens, viewer + "\n" + worker + "\n");
}

/// Nothing when there is a ledger already.
void fill_in_place(Database const& database, Environment& environment) {
  auto const store = environment.open_store(database, OpenFor::making);
  auto const there = app::begin_in_place(*store);
  if (!there) {
    return;
  }
  if (there->sequence != 0) {
    throw store::StorageFailure(store::FailureKind::half_made,
                                "the making of a demonstration was broken off in this database: empty it (DROP SCHEMA "
                                "... CASCADE; CREATE SCHEMA "
                                "...), or name another");
  }
  std::filesystem::remove(tokens_path(database));  // of one that is gone
  fill(*store, tokens_path(database), environment.clock);
  app::end_in_place(*store);
}

}  // namespace

void make_demo_database(Database const& database, Environment& environment) {
  if (!database.is_file()) {
    fill_in_place(database, environment);
    return;
  }
  if (database.exists()) {
    clear_unfinished(database);
    return;
  }
  make_whole_database(database, {std::string(tokens_ending)}, [&](Database const& unfinished) {
    auto const store = environment.open_store(unfinished, OpenFor::writing);
    fill(*store, tokens_path(unfinished), environment.clock);
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
