#include "cli/serve_setting.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <utility>

namespace nameplate::cli {
namespace {

using base::fail;
using base::Result;
using base::log::Level;

constexpr auto cannot_be_read = base::ErrorKind::bad_request;

constexpr std::array<std::pair<std::string_view, Level>, 4> log_levels = {
    {{"debug", Level::debug}, {"info", Level::info}, {"warn", Level::warn}, {"error", Level::error}}};

/// Puts what a parser made of the text into a member.
template <auto Member, auto Parse>
Result<void> set_parsed(ServeSetting const&, ServeArguments& arguments, std::string_view text) {
  auto parsed = Parse(text);
  if (!parsed) {
    return std::unexpected(std::move(parsed).error());
  }
  arguments.*Member = std::move(*parsed);
  return {};
}

Result<unsigned> parse_number(ServeSetting const& setting, std::string_view text) {
  unsigned number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < setting.min || number > setting.max) {
    return fail(cannot_be_read, "settings.malformed", "'" + std::string(text) + "' is not " + setting.form() + ".");
  }
  return number;
}

template <auto Member>
Result<void> set_number(ServeSetting const& setting, ServeArguments& arguments, std::string_view text) {
  auto const number = parse_number(setting, text);
  if (!number) {
    return std::unexpected(number.error());
  }
  arguments.*Member = *number;
  return {};
}

template <auto Group, auto Member>
Result<void> set_path(ServeSetting const&, ServeArguments& arguments, std::string_view text) {
  if (text.empty()) {
    return fail(cannot_be_read, "settings.malformed", "A path is missing.");
  }
  arguments.*Group.*Member = text;
  return {};
}

Result<void> set_backup_folder(ServeSetting const&, ServeArguments& arguments, std::string_view text) {
  if (text.empty()) {
    return fail(cannot_be_read, "settings.malformed", "A path is missing.");
  }
  arguments.backups.folder = std::filesystem::absolute(text).lexically_normal().string();
  return {};
}

/// `30m`, `24h`, `7d`; `never`: 0.
Result<void> set_backup_interval(ServeSetting const& setting, ServeArguments& arguments, std::string_view text) {
  if (text == "never") {
    arguments.backups.every_seconds = 0;
    return {};
  }
  constexpr std::array<std::pair<char, std::int64_t>, 4> units = {{{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86'400}}};
  constexpr std::int64_t longest = 366 * 86'400LL;
  constexpr std::int64_t shortest = 10;
  std::int64_t number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  auto const* const unit =
      std::ranges::find(units, text.empty() ? ' ' : text.back(), &std::pair<char, std::int64_t>::first);
  if (error != std::errc() || unit == units.end() || end != text.data() + text.size() - 1 || number < 1 ||
      number > longest || number * unit->second < shortest || number * unit->second > longest) {
    return fail(cannot_be_read, "settings.malformed", "'" + std::string(text) + "' is not " + setting.form() + ".");
  }
  arguments.backups.every_seconds = number * unit->second;
  return {};
}

Result<void> set_backups_kept(ServeSetting const& setting, ServeArguments& arguments, std::string_view text) {
  auto const kept = parse_number(setting, text);
  if (!kept) {
    return std::unexpected(kept.error());
  }
  arguments.backups.keep = *kept;
  return {};
}

Result<void> set_log_level(ServeSetting const& setting, ServeArguments& arguments, std::string_view text) {
  auto const* const found = std::ranges::find(log_levels, text, &std::pair<std::string_view, Level>::first);
  if (found == log_levels.end()) {
    return fail(cannot_be_read, "log.level",
                "'" + std::string(text) + "' is no level. It takes " + setting.form() + ".");
  }
  arguments.log_level = found->second;
  return {};
}

Result<void> add_trusted_proxy(ServeSetting const&, ServeArguments& arguments, std::string_view text) {
  auto const network = base::parse_ip_network(text);
  if (!network) {
    return std::unexpected(network.error());
  }
  arguments.trusted_proxies.push_back(*network);
  return {};
}

constexpr ServeSetting setting_rows[] = {
    {.name = "database",
     .takes = "`sqlite:PATH`",
     .default_value = "",
     .meaning = "the file of the ledger, or `postgresql://USER@HOST/DATABASE`",
     .set = set_parsed<&ServeArguments::database, parse_database>},
    {.name = "read-database",
     .takes = "a URL",
     .default_value = "",
     .meaning = "a standby of that PostgreSQL database which answers questions, a little behind; what is decided never "
                "asks it",
     .set = set_parsed<&ServeArguments::read_database, parse_database>},
    {.name = "listen",
     .takes = "`ADDRESS:PORT`",
     .default_value = "127.0.0.1:8080",
     .meaning = "an IP address and a port; port 0 takes any free one",
     .set = set_parsed<&ServeArguments::listen, parse_listen_address>},
    {.name = "tls-cert",
     .takes = "a path",
     .default_value = "",
     .meaning = "PEM file with the server's certificate and those that lead to its root: speak TLS",
     .set = set_path<&ServeArguments::tls_files, &TlsPaths::certificate>},
    {.name = "tls-key",
     .takes = "a path",
     .default_value = "",
     .meaning = "PEM file with its key, without a passphrase",
     .set = set_path<&ServeArguments::tls_files, &TlsPaths::key>},
    {.name = "base-url",
     .takes = "`https://NAME`",
     .default_value = "",
     .meaning = "where clients reach the server: links lead there, and requests under other names are refused",
     .set = set_parsed<&ServeArguments::base_url, base::parse_web_address>},
    {.name = "trusted-proxy",
     .takes = "`ADDRESS` or `ADDRESS/BITS`, several",
     .default_value = "",
     .meaning = "proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed",
     .set = add_trusted_proxy,
     .repeats = true},
    {.name = "threads",
     .takes = "",
     .default_value = "2",
     .meaning = "threads that read requests and answer quick ones",
     .set = set_number<&ServeArguments::io_threads>,
     .min = 1,
     .max = 64},
    {.name = "workers",
     .takes = "",
     .default_value = "",
     .meaning =
         "threads for long reads and large bodies, with PostgreSQL for all reads; 2, with PostgreSQL 8, if not given",
     .set = set_number<&ServeArguments::workers>,
     .min = 1,
     .max = 64},
    {.name = "connections",
     .takes = "",
     .default_value = "4096",
     .meaning = "connections at the same time",
     .set = set_number<&ServeArguments::connections>,
     .min = 1,
     .max = 100'000},
    {.name = "connections-per-address",
     .takes = "",
     .default_value = "1024",
     .meaning = "of those, from one IP address",
     .set = set_number<&ServeArguments::connections_per_address>,
     .min = 1,
     .max = 100'000},
    {.name = "body-mib",
     .takes = "",
     .default_value = "16",
     .meaning = "largest body of a request, in MiB",
     .set = set_number<&ServeArguments::body_mib>,
     .min = 1,
     .max = 1024},
    {.name = "queue",
     .takes = "",
     .default_value = "4096",
     .meaning = "operations that may wait for the writer; above it, 503",
     .set = set_number<&ServeArguments::queue>,
     .min = 1,
     .max = 1'000'000},
    {.name = "seal-file",
     .takes = "a path",
     .default_value = "",
     .meaning = "file that always holds a recent head of the ledger: keep copies of it elsewhere",
     .set = set_path<&ServeArguments::seal_files, &SealPaths::file>},
    {.name = "seal-key",
     .takes = "a path",
     .default_value = "",
     .meaning = "file with the key that signs heads, made by `nameplate seal key`",
     .set = set_path<&ServeArguments::seal_files, &SealPaths::key>},
    {.name = "seal-interval",
     .takes = "",
     .default_value = "60",
     .meaning = "seconds between two writings of `seal-file`",
     .set = set_number<&ServeArguments::seal_interval_seconds>,
     .min = 1,
     .max = 86'400},
    {.name = "backup-dir",
     .takes = "a path",
     .default_value = "",
     .meaning = "folder for backups; with it the server makes them by itself",
     .set = set_backup_folder},
    {.name = "backup-every",
     .takes = "a time such as `30m`, `24h` or `7d` (10 seconds to 366 days), or `never`",
     .default_value = "24h",
     .meaning = "how often",
     .set = set_backup_interval},
    {.name = "backup-keep",
     .takes = "",
     .default_value = "14",
     .meaning = "how many of those it made by itself are kept",
     .set = set_backups_kept,
     .min = 1,
     .max = 100'000},
    {.name = "log-level",
     .takes = "`debug`, `info`, `warn` or `error`",
     .default_value = "info",
     .meaning = "what the log tells",
     .set = set_log_level},
};

std::string capitals_of(std::string_view name) {
  auto capitals = base::to_upper(name);
  std::ranges::replace(capitals, '-', '_');
  return capitals;
}

}  // namespace

std::string ServeSetting::flag() const {
  return "--" + std::string(name);
}

std::string ServeSetting::variable() const {
  return "NAMEPLATE_" + capitals_of(name);
}

std::string ServeSetting::form() const {
  return takes.empty() ? "a number from " + std::to_string(min) + " to " + std::to_string(max) : std::string(takes);
}

std::span<ServeSetting const> serve_settings() {
  return setting_rows;
}

ServeSetting const* find_serve_setting(std::string_view name) {
  auto const* const found = std::ranges::find(setting_rows, name, &ServeSetting::name);
  return found == std::end(setting_rows) ? nullptr : found;
}

Result<void> check_together(ServeArguments const& arguments) {
  auto const& tls = arguments.tls_files;
  if (!arguments.database.is_given()) {
    return fail(cannot_be_read, "database.not_given",
                "Say which database: --database sqlite:PATH, the variable NAMEPLATE_DATABASE, or database = in the "
                "file of --config.");
  }
  if (arguments.read_database.is_given() && (arguments.read_database.is_file() || arguments.database.is_file())) {
    return fail(
        cannot_be_read, "settings.contradict",
        "read-database is a standby of a ledger in PostgreSQL: give both as postgresql://..., or leave it out.");
  }
  if (tls.certificate.empty() != tls.key.empty()) {
    return fail(cannot_be_read, "settings.incomplete", "tls-cert and tls-key belong together: give both, or neither.");
  }
  if (arguments.speaks_tls() && !arguments.trusted_proxies.empty()) {
    return fail(cannot_be_read, "settings.contradict",
                "trusted-proxy is for a proxy that ends TLS in front of this server, and tls-cert has this server end "
                "it. Take one of them away.");
  }
  if (arguments.speaks_tls() && arguments.base_url && !arguments.base_url->is_https) {
    return fail(cannot_be_read, "settings.contradict",
                "With tls-cert this server speaks HTTPS only. Write base-url with https://.");
  }
  return {};
}

std::string serve_settings_table() {
  std::string table = "| key | variable | takes | default | meaning |\n|---|---|---|---|---|\n";
  for (auto const& setting : setting_rows) {
    auto const shown = setting.default_value.empty() ? "" : "`" + std::string(setting.default_value) + "`";
    table += "| `" + std::string(setting.name) + "` | `" + setting.variable() + "` | " + setting.form() + " | " +
             shown + " | " + std::string(setting.meaning) + " |\n";
  }
  return table;
}

}  // namespace nameplate::cli
