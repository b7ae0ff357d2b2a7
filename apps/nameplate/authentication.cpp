#include "authentication.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace nameplate {
namespace {

/// What follows `Bearer`, in any case (RFC 9110, section 11.1); empty for any other scheme.
std::string_view bearer_token(std::string_view authorization) {
  static constexpr std::string_view scheme = "bearer ";
  auto const same_letter = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
  if (authorization.size() < scheme.size() ||
      !std::ranges::equal(authorization.substr(0, scheme.size()), scheme, same_letter)) {
    return {};
  }
  auto const token = authorization.substr(scheme.size());
  auto const begin = std::min(token.find_first_not_of(' '), token.size());
  return token.substr(begin);
}

base::Result<domain::Actor> find_actor(app::Ledger& ledger, domain::Actor const& owner, http::Request const& request) {
  if (request.from_owner_socket && !request.headers.authorization) {
    return owner;
  }
  return ledger.access.authenticate(bearer_token(request.headers.authorization.value_or("")));
}

}  // namespace

base::Result<http::Principal> authenticate(app::Ledger& ledger, domain::Actor const& owner,
                                           http::Request const& request) {
  auto const actor = find_actor(ledger, owner, request);
  if (!actor) {
    return std::unexpected(actor.error());
  }
  auto const catalog = ledger.master_data.now();
  auto const* const account = catalog->account({actor->account});
  return http::Principal{
      .account = actor->account, .role = actor->role, .name = account == nullptr ? std::string() : account->name};
}

}  // namespace nameplate
