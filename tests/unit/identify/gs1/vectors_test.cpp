// The vectors of the standards, read in place at ../shared/gs1. What is not compared is named with its reason.
#include "base/check_digit.hpp"
#include "identify/gs1/digital_link.hpp"
#include "identify/scan.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

namespace nameplate::identify {
namespace {

namespace json = boost::json;

std::filesystem::path const folder = std::filesystem::path(NAMEPLATE_ROOT).parent_path() / "shared/gs1";

std::vector<json::object> rows_of(std::string const& file) {
  std::vector<json::object> rows;
  std::ifstream in(folder / file);
  for (std::string line; std::getline(in, line);) {
    rows.push_back(json::parse(line).as_object());
  }
  return rows;
}

std::string text(json::value const& value) {
  return value.is_string() ? std::string(value.as_string()) : std::string();
}

/// As the vectors write it: `^` for each FNC1.
std::string with_carets(std::span<gs1::Element const> elements) {
  auto shown = "^" + gs1::scanned_text(elements);
  std::ranges::replace(shown, gs1::group_separator, '^');
  return shown;
}

/// Counts what was compared and what was left out.
class Account {
 public:
  void compare(json::object const& row, std::string const& got) {
    compare(row, got, text(row.at("args").as_array().back()));
  }
  void compare(json::object const& row, std::string const& got, std::string const& expected) {
    ++compared_;
    EXPECT_EQ(got, expected) << json::serialize(row);
  }
  void skip(std::string const& reason) { ++skipped_[reason]; }
  void tell(int compared_min) const {
    for (auto const& [reason, count] : skipped_) {
      std::cout << "left out: " << count << " rows: " << reason << '\n';
    }
    std::cout << "compared: " << compared_ << " rows\n";
    EXPECT_GE(compared_, compared_min) << "the vectors do not say any more what they said";
  }

 private:
  int compared_ = 0;
  std::map<std::string, int> skipped_;
};

bool has_settings(json::object const& row) {
  return !row.at("settings").as_object().empty();
}

class Gs1Vectors : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(folder)) {
      GTEST_SKIP() << "there is no " << folder;
    }
  }
};

std::string parsed_or_nothing(base::Result<gs1::Elements> const& parsed) {
  return parsed ? with_carets(*parsed) : std::string();
}

TEST_F(Gs1Vectors, ElementStrings) {
  Account account;
  for (auto const& row : rows_of("gs1-syntax/engine_ai_vectors.public.jsonl")) {
    auto const macro = text(row.at("macro"));
    auto const& args = row.at("args").as_array();
    if (has_settings(row)) {
      account.skip("they ask for settings of another program");
    } else if (macro == "test_parseAIdata") {
      account.compare(row, args[0].as_bool() ? parsed_or_nothing(gs1::parse_bracketed(text(args[1])))
                                             : std::string(gs1::parse_bracketed(text(args[1])) ? "parsed" : ""));
    } else if (macro == "test_processAIdata") {
      auto message = text(args[1]);
      if (message == "buf") {
        account.skip("the text stands in a variable of another program");
        continue;
      }
      std::ranges::replace(message, '^', gs1::group_separator);
      auto const parsed = gs1::parse_scanned(message.starts_with(gs1::group_separator) ? message.substr(1) : message);
      account.compare(row, parsed ? "true" : "false", args[0].as_bool() ? "true" : "false");
    } else {
      static std::set<std::string> const other_lists = {"GS1_LINTER_NOT_ISO3166",
                                                        "GS1_LINTER_NOT_ISO3166_ALPHA2",
                                                        "GS1_LINTER_NOT_ISO4217",
                                                        "GS1_LINTER_INVALID_LATITUDE",
                                                        "GS1_LINTER_INVALID_LONGITUDE",
                                                        "GS1_LINTER_INVALID_IMPORT_IDX_CHARACTER",
                                                        "GS1_LINTER_POSITION_IN_SEQUENCE_MALFORMED"};
      auto const expected = text(args[1]);
      if (expected.contains("COUPON")) {
        account.skip("coupons of shops");
      } else if (other_lists.contains(expected) || text(args[0]).starts_with("(7258)")) {
        account.skip("lists of countries and currencies, places on the globe, order of birth: nothing reads them");
      } else {
        account.compare(row, gs1::parse_bracketed(text(args[0])) ? "OK" : "refused",
                        expected == "GS1_LINTER_OK" ? "OK" : "refused");
      }
    }
  }
  account.tell(55);
}

TEST_F(Gs1Vectors, DigitalLinks) {
  Account account;
  for (auto const& row : rows_of("gs1-syntax/engine_dl_vectors.public.jsonl")) {
    auto const macro = text(row.at("macro"));
    auto const& args = row.at("args").as_array();
    auto const& settings = row.at("settings").as_object();
    bool const is_default = std::ranges::all_of(settings, [](auto const& setting) {
      return setting.key() == "PermitZeroSuppressedGTINinDLuris" && text(setting.value()) == "false";
    });
    if (!is_default) {
      account.skip("they ask for settings of another program");
    } else if (macro == "test_parseDLuri") {
      if (!args[0].as_bool() && text(args[1]) == "https://a/gtin/12312312312333") {
        account.skip("the old names in words switched off");
        continue;
      }
      account.compare(row, parsed_or_nothing(gs1::parse_digital_link(text(args[1]))));
    } else if (macro == "test_testGenerateDLuri") {
      auto const elements = gs1::parse_bracketed(text(args[2]));
      ASSERT_TRUE(elements) << json::serialize(row);
      auto const link = args[1].is_null() ? gs1::digital_link(*elements) : gs1::digital_link(*elements, text(args[1]));
      account.compare(row, link.value_or(""));
    } else {
      account.skip("escapes of addresses by themselves: compared within the addresses");
    }
  }
  account.tell(50);
}

TEST_F(Gs1Vectors, WhatScannersSend) {
  Account account;
  for (auto const& row : rows_of("gs1-syntax/engine_scandata_vectors.public.jsonl")) {
    auto const& args = row.at("args").as_array();
    bool const reads = text(row.at("macro")) == "test_testProcessScanData";
    auto const sent = text(reads ? args[1] : args[2]);
    auto expected = text(reads ? args[3] : args[1]);
    if (has_settings(row)) {
      account.skip("they ask for settings of another program");
      continue;
    }
    auto const scan = parse_scan(sent);
    if (reads && !args[0].as_bool()) {
      if (sent == "ABC" || sent == "]" || sent == "]X") {
        account.skip("scanners that do not say which symbology it was: allowed here");
        continue;
      }
      account.compare(row, scan.gs1_problem ? "refused" : "read", "refused");
    } else if (expected.starts_with('^') && expected.find('|') == std::string::npos) {
      expected.erase(expected.find_last_not_of('^') + 1);
      account.compare(row, with_carets(scan.elements), expected);
    } else if (auto const bar = expected.find('|'); bar != std::string::npos) {
      // A composite symbol: what stands above the lines follows what they say.
      auto lines = expected.substr(0, bar);
      lines = lines.starts_with('^') ? lines.substr(1) : "01" + base::pad_gtin(lines);
      auto above = expected.substr(bar + 2);
      std::ranges::replace(lines, '^', gs1::group_separator);
      std::ranges::replace(above, '^', gs1::group_separator);
      auto both = gs1::parse_scanned(lines).value();
      std::ranges::copy(gs1::parse_scanned(above).value(), std::back_inserter(both));
      account.compare(row, with_carets(scan.elements), with_carets(both));
    } else if (sent.starts_with("]E")) {
      account.compare(row, scan.gtin, base::pad_gtin(expected));
    } else {
      // A backslash tells there that a caret is no FNC1.
      auto const plain = expected.starts_with("\\") ? expected.substr(1) : expected;
      account.compare(row, scan.text, plain);
    }
  }
  account.tell(40);
}

TEST_F(Gs1Vectors, LinksAndElementStringsOfTheSameThing) {
  Account account;
  for (auto const& row : rows_of("digital-link/epc_urn_digitallink_pairs.public.jsonl")) {
    auto const elements = gs1::parse_bracketed(text(row.at("elementString")));
    auto const linked = gs1::parse_digital_link(text(row.at("canonicalDigitalLink")));
    if (!elements || !linked) {
      account.skip(elements ? linked.error().detail : elements.error().detail);
      continue;
    }
    account.compare(row, gs1::digital_link(*elements).value_or(""), text(row.at("canonicalDigitalLink")));
    account.compare(row, gs1::bracketed_text(*linked), text(row.at("elementString")));
  }
  account.tell(110);
}

TEST_F(Gs1Vectors, ValuesOfEachKind) {
  // Which identifier has a component that is checked so, and what stands around it.
  static std::map<std::string, std::pair<std::string, std::string>> const places = {
      {"csum", {"8018", ""}},     {"yymmd0", {"11", ""}},         {"yymmdd", {"7006", ""}},
      {"yyyymmdd", {"7250", ""}}, {"hhmi", {"7003", "300101"}},   {"pieceoftotal", {"8026", "12345678901231"}},
      {"yesno", {"4321", ""}},    {"nozeroprefix", {"8011", ""}}, {"hyphen", {"4330", "000000"}},
      {"csumalpha", {"8013", ""}}};
  Account account;
  for (auto const& row : rows_of("gs1-syntax/linter_vectors.public.jsonl")) {
    auto const linter = text(row.at("linter"));
    auto const place = places.find(linter);
    auto const value = text(row.at("input"));
    auto const* const rule = place == places.end() ? nullptr : &place->second;
    // By itself a check knows no lengths; the identifier does.
    static std::map<std::string, std::size_t> const sizes = {{"csum", 18}, {"pieceoftotal", 4}};
    auto const size = sizes.find(linter);
    bool const is_whole = size == sizes.end() ? value.size() <= 25 : value.size() == size->second;
    if (rule == nullptr || !is_whole || value.empty()) {
      account.skip(linter);
      continue;
    }
    account.compare(row, gs1::parse_element(rule->first, rule->second + value) ? "OK" : "refused",
                    text(row.at("expect")) == "OK" ? "OK" : "refused");
  }
  account.tell(120);
}

}  // namespace
}  // namespace nameplate::identify
