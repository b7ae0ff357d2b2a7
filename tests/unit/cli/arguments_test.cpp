#include "cli/commands/expiry.hpp"
#include "cli/database.hpp"
#include "cli/serve_arguments.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace nameplate::cli {
namespace {

TEST(ParseDatabase, ARelativePathBecomesAbsolute) {
  auto const database = parse_database("sqlite:here/../ledger.db");

  ASSERT_TRUE(database);
  EXPECT_EQ(database->path, (std::filesystem::current_path() / "ledger.db").string());
  EXPECT_EQ(database->socket_path(), database->path + ".sock");
}

TEST(ParseDatabase, WhatIsNoFileIsRefused) {
  EXPECT_EQ(parse_database("ledger.db").error().reason, "database.malformed");
  EXPECT_EQ(parse_database("sqlite:").error().reason, "database.malformed");
  EXPECT_EQ(parse_database("sqlite::memory:").error().reason, "database.malformed");
  EXPECT_EQ(parse_database("sqlite:folder/").error().reason, "database.malformed");
  auto const postgres = parse_database("postgresql://me:secret@here/ledger?password=secret&sslmode=require");
  ASSERT_TRUE(postgres.has_value());
  EXPECT_FALSE(postgres->is_file());
  EXPECT_EQ(postgres->shown(), "postgresql://me:***@here/ledger?password=***&sslmode=require");
}

TEST(ParseListenAddress, AddressesAndPortsAreRead) {
  EXPECT_EQ(parse_listen_address("127.0.0.1:8080")->to_string(), "127.0.0.1:8080");
  EXPECT_EQ(parse_listen_address("localhost:0")->to_string(), "127.0.0.1:0");
  EXPECT_EQ(parse_listen_address("[::1]:65535")->to_string(), "[::1]:65535");
  EXPECT_TRUE(parse_listen_address("[::1]:1")->is_loopback());
  EXPECT_FALSE(parse_listen_address("0.0.0.0:1")->is_loopback());
}

TEST(ParseListenAddress, WhatIsNeitherIsRefused) {
  for (auto const* const text : {"", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
                                 "::1:8080", "example:8080", "127.0.0.1:80a", "[127.0.0.1:80"}) {
    auto const address = parse_listen_address(text);

    ASSERT_FALSE(address) << text;
    EXPECT_EQ(address.error().reason, "listen.malformed") << text;
  }
}

TEST(ParseExpiry, SpansCountFromNow) {
  base::Instant const now{1'000'000};

  EXPECT_EQ(parse_expiry("12h", now)->microseconds, 1'000'000 + 12 * base::microseconds_per_hour);
  EXPECT_EQ(parse_expiry("90d", now)->microseconds, 1'000'000 + 90 * 24 * base::microseconds_per_hour);
}

TEST(ParseExpiry, DaysAndTimesStandForThemselves) {
  EXPECT_EQ(parse_expiry("1970-01-03", {})->microseconds, 2 * 24 * base::microseconds_per_hour);
  EXPECT_EQ(parse_expiry("1970-01-01T01:00:00+01:00", {})->microseconds, 0);
}

TEST(ParseExpiry, WhatIsNoneOfTheseIsRefused) {
  for (auto const* const text : {"", "soon", "0d", "-1d", "1w", "d", "100001d", "2027-13-01"}) {
    ASSERT_FALSE(parse_expiry(text, {})) << text;
    EXPECT_EQ(parse_expiry(text, {}).error().reason, "expires.malformed") << text;
  }
}

}  // namespace
}  // namespace nameplate::cli
