// Goal: every setting is found wherever it may stand, the nearest place wins, and what is wrong is told with its place.

#include "cli/setting_sources.hpp"

#include <gmock/gmock.h>

namespace nameplate::cli {
namespace {

using testing::HasSubstr;

GivenSettings from_file(std::string_view text) {
  return parse_settings(text, "my.conf").value();
}

base::Error error_of_file(std::string_view text) {
  auto const parsed = parse_settings(text, "my.conf");
  return parsed ? base::Error{} : parsed.error();
}

base::Error error_of(std::string_view text) {
  auto const arguments = arguments_of(from_file(text));
  return arguments ? base::Error{} : arguments.error();
}

TEST(Settings, TheDefaultsAreThoseOfTheServer) {
  auto given = default_settings();
  given["database"] = {.values = {"sqlite:/tmp/a.db"}, .source = "--database"};
  auto const arguments = arguments_of(given).value();
  ServeArguments const defaults;

  EXPECT_EQ(arguments.listen.to_string(), defaults.listen.to_string());
  EXPECT_EQ(arguments.io_threads, defaults.io_threads);
  EXPECT_EQ(arguments.workers, defaults.workers);
  EXPECT_EQ(arguments.connections, defaults.connections);
  EXPECT_EQ(arguments.connections_per_address, defaults.connections_per_address);
  EXPECT_EQ(arguments.body_mib, defaults.body_mib);
  EXPECT_EQ(arguments.queue, defaults.queue);
  EXPECT_EQ(arguments.log_level, defaults.log_level);
  EXPECT_FALSE(arguments.speaks_tls());
  EXPECT_FALSE(arguments.base_url);
}

TEST(Settings, AFileHasOneOnALineAndComments) {
  auto const given = from_file(
      "# the ledger\n\ndatabase = sqlite:/tmp/a#b.db  # not a comment in the path\r\n\tlisten=[::1]:8443\n"
      "trusted-proxy = 10.0.0.0/8, 192.0.2.7\ntrusted-proxy = fd00::/8");
  auto const arguments = arguments_of(given).value();

  EXPECT_EQ(arguments.database.path, "/tmp/a#b.db");
  EXPECT_EQ(arguments.listen.to_string(), "[::1]:8443");
  EXPECT_EQ(arguments.trusted_proxies.size(), 3U);
  EXPECT_EQ(given.at("listen").source, "my.conf:4");
}

TEST(Settings, WhatIsWrongInAFileIsToldWithItsLine) {
  EXPECT_EQ(error_of_file("\nlitsen = 127.0.0.1:80").reason, "settings.unknown");
  EXPECT_THAT(error_of_file("\nlitsen = 127.0.0.1:80").detail, HasSubstr("my.conf:2: "));
  EXPECT_EQ(error_of_file("queue = 1\nqueue = 2").reason, "settings.twice");
  EXPECT_THAT(error_of_file("queue = 1\nqueue = 2").detail, HasSubstr("my.conf:1"));
  for (auto const* const text : {"queue", "queue =", "= 1", "queue = # 1"}) {
    EXPECT_EQ(error_of_file(text).reason, "settings.file_malformed") << text;
  }
  EXPECT_EQ(read_settings_file("/nowhere/at/all").error().reason, "settings.file_unreadable");
  EXPECT_EQ(read_settings_file("/tmp").error().reason, "settings.file_unreadable");
}

TEST(Settings, AWrongValueIsToldWithItsPlace) {
  EXPECT_EQ(error_of("threads = 0").reason, "settings.malformed");
  EXPECT_THAT(error_of("threads = 0").detail, HasSubstr("my.conf:1: '0' is not a number from 1 to 64"));
  EXPECT_EQ(error_of("threads = two").reason, "settings.malformed");
  EXPECT_EQ(error_of("queue = 99999999999").reason, "settings.malformed");
  EXPECT_EQ(error_of("log-level = loud").reason, "log.level");
  EXPECT_EQ(error_of("listen = 8080").reason, "listen.malformed");
  EXPECT_EQ(error_of("trusted-proxy = 10.0.0.0/8,,").reason, "network.malformed");
  EXPECT_EQ(error_of("base-url = stock").reason, "base_url.malformed");
}

TEST(Settings, WhatDoesNotGoTogetherIsRefused) {
  EXPECT_EQ(error_of("queue = 1").reason, "database.not_given");
  EXPECT_EQ(error_of("database = sqlite:a\ntls-cert = a.pem").reason, "settings.incomplete");
  EXPECT_EQ(error_of("database = sqlite:a\ntls-key = a.pem").reason, "settings.incomplete");
  std::string const tls = "database = sqlite:a\ntls-cert = a.pem\ntls-key = a.key\n";
  EXPECT_EQ(error_of(tls + "trusted-proxy = 10.0.0.1").reason, "settings.contradict");
  EXPECT_EQ(error_of(tls + "base-url = http://stock").reason, "settings.contradict");
  EXPECT_EQ(error_of(tls + "base-url = https://stock").reason, "");
}

TEST(Settings, TheEnvironmentGivesThemUnderLongNames) {
  auto const given = settings_of_environment([](std::string const& name) -> std::optional<std::string> {
    if (name == "NAMEPLATE_CONNECTIONS_PER_ADDRESS") {
      return "7";
    }
    return name == "NAMEPLATE_TRUSTED_PROXY" ? std::optional<std::string>("10.0.0.1, 10.0.0.2")
                                             : std::optional<std::string>("");
  });

  ASSERT_EQ(given.size(), 2U) << "an empty variable gives nothing";
  EXPECT_EQ(given.at("connections-per-address").values, std::vector<std::string>{"7"});
  EXPECT_EQ(given.at("connections-per-address").source, "NAMEPLATE_CONNECTIONS_PER_ADDRESS");
  EXPECT_EQ(given.at("trusted-proxy").values.size(), 2U);
}

TEST(Settings, WhatIsShownCanBeReadAgain) {
  auto const given = merged(from_file("database = sqlite:/tmp/a.db\ntrusted-proxy = 10.0.0.1, 10.0.0.2\nqueue = 5"),
                            default_settings());

  auto const shown = shown_settings(given);

  EXPECT_THAT(shown, HasSubstr("queue = 5  # my.conf:3\n"));
  EXPECT_THAT(shown, HasSubstr("threads = 2  # default\n"));
  EXPECT_THAT(shown, HasSubstr("# tls-cert is not set\n"));
  auto const again = arguments_of(parse_settings(shown, "again").value()).value();
  EXPECT_EQ(again.queue, 5U);
  EXPECT_EQ(again.trusted_proxies.size(), 2U);
}

}  // namespace
}  // namespace nameplate::cli
