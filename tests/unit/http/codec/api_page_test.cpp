#include "http/codec/verb_fields.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

// The table of docs/reference/api.md that says which operation takes which fields, against the table in the program.
namespace nameplate::http {
namespace {

constexpr std::string_view begin_mark = "<!-- verb fields: begin -->\n";
constexpr std::string_view end_mark = "<!-- verb fields: end -->";

std::string page() {
  std::ifstream file(NAMEPLATE_ROOT "/docs/reference/api.md");
  return {std::istreambuf_iterator<char>(file), {}};
}

/// reverse and resolve speak of what is on record already.
bool is_about_events(domain::Verb verb) {
  return verb == domain::Verb::reverse || verb == domain::Verb::resolve;
}

/// The fields that every operation on goods takes.
RequestFields common_fields() {
  RequestFields common;
  for (auto const field : domain::all_request_fields()) {
    bool everywhere = true;
    for (auto const& rule : domain::verb_rules()) {
      everywhere = everywhere && (is_about_events(rule.verb) || fields_of(rule.verb).request.contains(field));
    }
    if (everywhere) {
      common.insert(field);
    }
  }
  return common;
}

template <typename Field>
std::string list(std::span<Field const> all, domain::EnumSet<Field> wanted, domain::EnumSet<Field> left_out) {
  std::string text;
  for (auto const field : all) {
    if (wanted.contains(field) && !left_out.contains(field)) {
      text += (text.empty() ? "`" : ", `") + std::string(name_of(field)) + "`";
    }
  }
  return text;
}

std::string table() {
  std::string text = "| verb | beside the common fields | its items |\n|---|---|---|\n";
  for (auto const& rule : domain::verb_rules()) {
    auto const& fields = fields_of(rule.verb);
    auto const common = is_about_events(rule.verb) ? RequestFields() : common_fields();
    text += "| `" + std::string(rule.name) + "` | " + list(domain::all_request_fields(), fields.request, common) +
            " | " + list(domain::all_item_fields(), fields.item, {}) + " |\n";
  }
  return text;
}

TEST(ApiPage, SaysWhichOperationTakesWhichFields) {
  auto const text = page();
  auto const begin = text.find(begin_mark);
  auto const end = text.find(end_mark);
  ASSERT_NE(begin, std::string::npos);
  ASSERT_NE(end, std::string::npos);

  EXPECT_EQ(text.substr(begin + begin_mark.size(), end - begin - begin_mark.size()), table());
}

TEST(ApiPage, NamesTheFieldsThatEveryOperationTakes) {
  auto const text = page();

  auto const begin = text.find("Every operation but ");
  ASSERT_NE(begin, std::string::npos);
  for (auto const field : domain::all_request_fields()) {
    if (common_fields().contains(field)) {
      auto const sentence = text.substr(begin, 400);
      EXPECT_NE(sentence.find("`" + std::string(name_of(field)) + "`"), std::string::npos) << name_of(field);
    }
  }
}

}  // namespace
}  // namespace nameplate::http
