#include "base/ed25519.hpp"
#include "base/hash.hpp"
#include "cli/commands/command.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <ostream>

namespace nameplate::cli {

void add_seal_key(CLI::App& seal, Chosen& chosen) {
  auto& command = *seal.add_subcommand("key");
  auto const path = std::make_shared<std::string>();
  command.add_option("FILE", *path)->required();
  command.callback([path, &chosen] {
    chosen = [path](Environment& environment) {
      auto const key = std::filesystem::exists(*path) ? base::SigningKey::read(*path) : base::SigningKey::make(*path);
      if (!key) {
        return refuse(environment, key.error());
      }
      environment.out << base::to_hex(base::as_text(key->public_key())) << '\n';
      return static_cast<int>(exit_ok);
    };
  });
}

}  // namespace nameplate::cli
