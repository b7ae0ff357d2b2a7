#include "cli/help_parts.hpp"
#include "cli/operate/verb_words.hpp"
#include "cli/program.hpp"
#include "cli/records/record_kinds.hpp"
#include "help_pages.embedded.hpp"

#include <algorithm>

namespace nameplate::cli {
namespace {

std::string_view page_of_file(std::string name) {
  std::ranges::replace(name, ' ', '_');
  auto const pages = help_pages();
  auto const found = std::ranges::find(pages, "commands/" + name + ".md", &base::EmbeddedFile::name);
  return found == pages.end() ? std::string_view() : found->text;
}

void replace_all(std::string& page, std::string_view mark, std::string const& text) {
  for (auto at = page.find(mark); at != std::string::npos; at = page.find(mark, at + text.size())) {
    page.replace(at, mark.size(), text);
  }
}

/// What follows from tables stands in a page as `{{name}}`.
std::string with_parts(std::string page, std::string_view command) {
  replace_all(page, "{{ledger}}", ledger_part());
  if (command.empty()) {
    replace_all(page, "{{verbs}}", verbs_part());
    replace_all(page, "{{kinds}}", kinds_part());
  }
  if (auto const verb = verb_of_command(command)) {
    replace_all(page, "{{operation}}", operation_part(*verb));
  }
  for (auto const* const kind : record_commands()) {
    if (command_of(*kind) == command) {
      replace_all(page, "{{kind}}", command_of(*kind));
      replace_all(page, "{{kinds}}", std::string(kind->path));
      replace_all(page, "{{record}}", record_part(*kind));
      replace_all(page, "{{fields}}", fields_part(*kind));
    }
  }
  if (page.contains("filter")) {
    replace_all(page, "{{filters}}", filters_part());
    replace_all(page, "{{sorts}}", sorts_part());
    replace_all(page, "{{filter_options}}", filter_options_part());
    replace_all(page, "{{stock_filters}}", filters_part_of("stock"));
  }
  return page;
}

bool is_record_command(std::string_view command) {
  return std::ranges::any_of(record_commands(), [&](auto const* kind) { return command_of(*kind) == command; });
}

}  // namespace

std::string help_page(std::string_view command) {
  auto const page = page_of_file(command.empty() ? "nameplate" : std::string(command));
  if (!page.empty()) {
    return with_parts(std::string(page), command);
  }
  if (is_record_command(command)) {
    return with_parts(std::string(page_of_file("record")), command);
  }
  auto const above = command.rfind(' ');
  return above == std::string_view::npos ? std::string() : help_page(command.substr(0, above));
}

std::string reference_page() {
  std::string all = "<!-- Made by `nameplate help --all`; the pages stand in src/cli/commands/. -->\n";
  for (auto const& command : command_names()) {
    all += "\n" + help_page(command);
  }
  return all;
}

}  // namespace nameplate::cli
