// The table of fields in docs/reference/import.md, against the table in the program.

#include "app/imports/fields.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace nameplate::app {
namespace {

std::string table() {
  std::string text = "| field | kinds | meaning |\n|---|---|---|\n";
  for (auto const& rule : goods_fields()) {
    std::string kinds;
    auto const add = [&](ImportKind kind, std::string_view name) {
      if (belongs_to(rule, kind)) {
        kinds += (kinds.empty() ? "" : ", ") + std::string(name);
      }
    };
    add(ImportKind::units, "units");
    add(ImportKind::lots, "lots");
    add(ImportKind::containers, "containers");
    auto const name = std::string(rule.name) + (rule.part == FieldPart::identifier_kind  ? ".<kind>"
                                                : rule.part == FieldPart::attribute_code ? ".<code>"
                                                                                         : "");
    text += "| `" + name + "` | " + kinds + " | " + std::string(rule.summary) + " |\n";
  }
  return text;
}

TEST(ImportPage, ListsTheFieldsOfGoods) {
  std::ifstream file(NAMEPLATE_ROOT "/docs/reference/import.md");
  std::string const page{std::istreambuf_iterator<char>(file), {}};

  EXPECT_TRUE(page.contains("<!-- goods fields: begin -->\n" + table() + "<!-- goods fields: end -->")) << table();
}

}  // namespace
}  // namespace nameplate::app
