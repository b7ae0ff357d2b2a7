#include "cli/accounts.hpp"

#include "base/time_text.hpp"
#include "domain/records/record_kind.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <unordered_map>

namespace nameplate::cli {
namespace {

constexpr std::size_t page_size = 1000;

std::string text_of(boost::json::object const& object, std::string_view name) {
  auto const* const found = object.if_contains({name.data(), name.size()});
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

}  // namespace

base::Result<std::vector<AccountLine>> read_accounts(OwnerClient& client) {
  std::vector<AccountLine> lines;
  std::string cursor;
  do {
    auto const answer =
        client.get("/api/v1/tokens?limit=" + std::to_string(page_size) + (cursor.empty() ? "" : "&cursor=" + cursor));
    if (!answer) {
      return std::unexpected(answer.error());
    }
    auto const page = boost::json::parse(*answer).as_object();
    for (auto const& entry : page.at("tokens").as_array()) {
      auto const& account = entry.as_object();
      lines.push_back({.name = text_of(account, "name"),
                       .role = text_of(account, "role"),
                       .active = text_of(account, "state") == "active",
                       .expires = text_of(account, "expiresAt"),
                       .last_used = text_of(account, "lastUsed")});
    }
    cursor = text_of(page, "next");
  } while (!cursor.empty());
  return lines;
}

std::vector<AccountLine> read_accounts(app::Ledger& ledger) {
  auto const snapshot = ledger.store.begin_read();
  std::unordered_map<domain::RecordId, base::Instant> last_used;
  for (auto const& token : snapshot->list_tokens()) {
    if (token.last_used) {
      auto& latest = last_used[token.account];
      latest = std::max(latest, *token.last_used);
    }
  }
  std::vector<AccountLine> lines;
  snapshot->for_each_record(static_cast<std::uint8_t>(domain::RecordKind::account), [&](domain::RecordRow&& row) {
    auto const used = last_used.find(row.id);
    lines.push_back({.name = row.code,
                     .role = row.value.text_of("role"),
                     .active = !row.retired,
                     .expires = row.value.text_of("expiresAt"),
                     .last_used = used == last_used.end() ? std::string() : base::to_string(used->second)});
  });
  std::ranges::sort(lines, {}, &AccountLine::name);
  return lines;
}

}  // namespace nameplate::cli
