#include "cli/program.hpp"
#include "help_pages.embedded.hpp"

#include <algorithm>
#include <array>

namespace nameplate::cli {
namespace {

/// What many pages say alike; each stands in them as a line `{{name}}`.
struct Part {
  std::string_view name;
  std::string_view text;
};

constexpr std::array parts = {
    Part{"{{ledger}}",
         "LEDGER is `--database sqlite:PATH`, or `--server URL` with `--token-file FILE` and perhaps `--ca FILE`; "
         "[nameplate](#nameplate)\nsays more about it."},
};

std::string with_parts(std::string_view page) {
  std::string out(page);
  for (auto const& part : parts) {
    for (auto at = out.find(part.name); at != std::string::npos; at = out.find(part.name, at + part.text.size())) {
      out.replace(at, part.name.size(), part.text);
    }
  }
  return out;
}

}  // namespace

std::string help_page(std::string_view command) {
  auto file = "commands/" + std::string(command.empty() ? "nameplate" : command) + ".md";
  std::ranges::replace(file, ' ', '_');
  auto const pages = help_pages();
  auto const found = std::ranges::find(pages, file, &base::EmbeddedFile::name);
  return found == pages.end() ? std::string() : with_parts(found->text);
}

std::string reference_page() {
  std::string all = "<!-- Made by `nameplate help --all`; the pages stand in src/cli/commands/. -->\n";
  for (auto const command : command_names()) {
    all += "\n" + help_page(command);
  }
  return all;
}

}  // namespace nameplate::cli
