// docs/reference/verbs.md and statuses.md say what the program does. NAMEPLATE_UPDATE_DOCS=1 writes them anew.
#include "domain/describe_verbs.hpp"

#include "domain/identifier.hpp"
#include "domain/verb.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace nameplate::domain {
namespace {

std::filesystem::path page_at(std::string_view name) {
  return std::filesystem::path(NAMEPLATE_ROOT) / "docs" / "reference" / name;
}

void expect_page(std::string_view name, std::string const& expected) {
  auto const path = page_at(name);
  if (std::getenv("NAMEPLATE_UPDATE_DOCS") != nullptr) {
    std::ofstream(path, std::ios::binary) << expected;
  }
  std::ifstream in(path, std::ios::binary);
  std::string const found(std::istreambuf_iterator<char>(in), {});

  EXPECT_EQ(found, expected) << "run this test with NAMEPLATE_UPDATE_DOCS=1 and look at what changed";
}

TEST(DescribeVerbs, ThePageOfVerbsSaysWhatTheRulesSay) {
  expect_page("verbs.md", describe_verbs());
}

TEST(DescribeVerbs, ThePageOfStatusesSaysWhatTheRulesSay) {
  expect_page("statuses.md", describe_statuses());
}

TEST(DescribeVerbs, EveryVerbStatusAndKindOfNumberStandsOnItsPage) {
  auto const verbs = describe_verbs();
  auto const statuses = describe_statuses();

  for (auto const& rule : verb_rules()) {
    EXPECT_NE(verbs.find("\n| `" + std::string(rule.name) + "` |"), std::string::npos) << rule.name;
  }
  for (auto const status : all_statuses()) {
    EXPECT_NE(statuses.find("\n| `" + std::string(name_of(status)) + "` |"), std::string::npos) << name_of(status);
  }
  for (auto const& rule : identifier_kinds()) {
    EXPECT_NE(statuses.find("\n| `" + std::string(rule.name) + "` |"), std::string::npos) << rule.name;
  }
}

}  // namespace
}  // namespace nameplate::domain
