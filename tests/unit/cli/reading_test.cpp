#include "cli/api/server_address.hpp"
#include "cli/json_text.hpp"
#include "cli/read/list_kind.hpp"
#include "cli/read/subject.hpp"
#include "cli/records/record_fields.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>

#include <cstdlib>
#include <ctime>

namespace nameplate::cli {
namespace {

TEST(ServerAddress, ReadsWhatANavigatorWouldTake) {
  auto const plain = parse_server_address("http://127.0.0.1:8080").value();
  EXPECT_FALSE(plain.encrypted);
  EXPECT_EQ(plain.host + " " + plain.port, "127.0.0.1 8080");
  EXPECT_TRUE(plain.is_loopback());

  auto const behind = parse_server_address("https://ledger.example.com/goods/").value();
  EXPECT_TRUE(behind.encrypted);
  EXPECT_EQ(behind.host + " " + behind.port + " " + behind.path, "ledger.example.com 443 /goods");
  EXPECT_FALSE(behind.is_loopback());

  EXPECT_EQ(parse_server_address("https://[::1]:8443").value().host, "::1");
  EXPECT_EQ(parse_server_address("https://[::1]:8443").value().authority, "[::1]:8443");
}

TEST(ServerAddress, RefusesWhatIsNone) {
  for (auto const* const text : {"", "ledger.example.com", "ftp://x", "http://", "https://me:secret@x", "http://x?y"}) {
    EXPECT_EQ(parse_server_address(text).error().reason, "server.malformed") << text;
  }
}

TEST(PathOfId, KnowsTheLetters) {
  EXPECT_EQ(path_of_id("u12"), "units/u12");
  EXPECT_EQ(path_of_id("c4"), "containers/c4");
  EXPECT_EQ(path_of_id("x12"), "exceptions/x12");
  for (auto const* const text : {"", "u", "12", "U12", "u12x", "y12"}) {
    EXPECT_EQ(path_of_id(text), "") << text;
  }
}

TEST(Shown, NamesObjectsByWhatNamesThem) {
  auto const text = [](char const* json) { return shown(boost::json::parse(json)); };
  EXPECT_EQ(text(R"({"sku":"PUMP-1","name":"Pump"})"), "PUMP-1");
  EXPECT_EQ(text(R"([{"kind":"imei","value":"35"},"b",null,true,7])"), "imei 35, b, , yes, 7");
  EXPECT_EQ(text(R"({"kind":"order","number":"SO-1"})"), "SO-1");
  EXPECT_EQ(text("null"), "");
}

TEST(LocalTime, IsThatOfTheMachine) {
  ::setenv("TZ", "Asia/Tokyo", 1);
  ::tzset();
  EXPECT_EQ(local_time("2026-11-24T16:30:05Z"), "2026-11-25 01:30:05");
  ::setenv("TZ", "UTC", 1);
  ::tzset();
  EXPECT_EQ(local_time("2026-11-24T16:30:05.25Z"), "2026-11-24 16:30:05");
  EXPECT_EQ(local_time("no time"), "no time");
}

TEST(ListKinds, EachHasColumnsAndAPath) {
  for (auto const& kind : list_kinds()) {
    EXPECT_FALSE(kind.columns.empty()) << kind.name;
    EXPECT_EQ(find_list_kind(kind.name), &kind);
  }
  EXPECT_EQ(find_list_kind("hold-kinds")->member, "holdKinds");
  EXPECT_EQ(option_name("changedFrom"), "changed-from");
}

std::string read(domain::RecordKind kind, std::vector<std::string> const& fields) {
  auto const read = read_fields(domain::rule_of(kind), fields);
  return read ? boost::json::serialize(*read) : read.error().reason;
}

TEST(RecordFields, BecomeWhatTheTableOfFieldsSays) {
  using enum domain::RecordKind;
  EXPECT_EQ(read(product, {"name=A=B", "decimals=3", "state=retired", "gtin="}),
            R"({"name":"A=B","decimals":3,"state":"retired","gtin":null})");
  EXPECT_EQ(read(party, {"roles=customer,supplier"}), R"({"roles":["customer","supplier"]})");
  EXPECT_EQ(read(party, {R"(roles=["customer"])"}), R"({"roles":["customer"]})");
  EXPECT_EQ(read(hold_kind, {"overridable=no"}), R"({"overridable":false})");
  EXPECT_EQ(read(product, {R"(codes=[{"code":"1"}])"}), R"({"codes":[{"code":"1"}]})");
}

TEST(RecordFields, WhatDoesNotFitIsRefused) {
  using enum domain::RecordKind;
  EXPECT_EQ(read(product, {"colour=red"}), "field.unknown");
  EXPECT_EQ(read(product, {"name"}), "field.malformed");
  EXPECT_EQ(read(product, {"decimals=3.5"}), "field.malformed");
  EXPECT_EQ(read(product, {"codes=red"}), "field.malformed");
  EXPECT_EQ(read(hold_kind, {"overridable=perhaps"}), "field.malformed");
  EXPECT_EQ(read(product, {"codes=@/nowhere/at/all"}), "file.missing");
}

}  // namespace
}  // namespace nameplate::cli
