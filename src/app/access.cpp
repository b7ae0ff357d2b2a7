#include "app/access.hpp"

#include "base/hash.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace nameplate::app {
namespace {

constexpr std::string_view prefix = "npt_";
constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t secret_length = 43;  // 62^43 > 2^256
constexpr std::size_t check_length = 6;    // 62^6 > 2^32

std::string random_letters(std::size_t count) {
  // Bytes from here on would make the first letters of the alphabet likelier.
  constexpr unsigned bytes_end = 256 - 256 % alphabet.size();
  std::string letters;
  while (letters.size() < count) {
    for (char const byte : base::random_bytes(count)) {
      auto const value = static_cast<unsigned char>(byte);
      if (value < bytes_end && letters.size() < count) {
        letters.push_back(alphabet[value % alphabet.size()]);
      }
    }
  }
  return letters;
}

std::string check_letters(std::string_view secret) {
  auto const digest = base::sha256(secret);
  std::uint64_t rest = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    rest = rest << 8U | digest[i];
  }
  std::string letters(check_length, alphabet.front());
  for (auto& letter : letters) {
    letter = alphabet[rest % alphabet.size()];
    rest /= alphabet.size();
  }
  return letters;
}

bool is_well_formed(std::string_view token) {
  if (token.size() != prefix.size() + secret_length + check_length || !token.starts_with(prefix)) {
    return false;
  }
  return token.substr(prefix.size() + secret_length) == check_letters(token.substr(prefix.size(), secret_length));
}

std::unexpected<base::Error> refused(std::string_view reason, std::string detail) {
  return base::fail(base::ErrorKind::unauthorised, reason, std::move(detail));
}

}  // namespace

NewToken make_token() {
  auto const secret = random_letters(secret_length);
  NewToken token{.text = std::string(prefix) + secret + check_letters(secret)};
  token.hash = hash_token(token.text);
  return token;
}

std::array<std::uint8_t, 32> hash_token(std::string_view text) {
  return base::sha256(text);
}

Access::Access(store::Store& store, MasterData& master_data, base::Clock const& clock)
    : store_(store), master_data_(master_data), clock_(clock) {}

Access::~Access() = default;

base::Result<domain::Actor> Access::authenticate(std::string_view bearer_token) {
  if (bearer_token.empty()) {
    return refused("token.missing", "This needs a token: send it as Authorization: Bearer npt_...");
  }
  auto const hash = hash_token(bearer_token);
  std::string key(base::as_text(hash));
  auto const now = clock_.now();

  domain::RecordId id;
  {
    std::lock_guard const lock(mutex_);
    if (auto const known = known_.find(key); known != known_.end()) {
      known->second.last_used = now;
      id = known->second.account;
    }
  }
  if (!id) {
    // What is in memory was well-formed once, so only others are looked at letter by letter.
    if (!is_well_formed(bearer_token)) {
      return refused("token.malformed", "This is no token of ours: a letter is wrong or missing. Copy it again.");
    }
    auto const secret = store_.begin_read()->find_token(hash);
    if (!secret) {
      return refused("token.unknown", "This token is not known here. It may belong to another ledger.");
    }
    id = secret->account;
    std::lock_guard const lock(mutex_);
    known_.insert_or_assign(
        std::move(key), Known{.account = id, .last_used = now, .written = secret->last_used.value_or(base::Instant())});
  }

  auto catalog = master_data_.now();
  if (catalog->account(id) == nullptr) {
    // Another process made it just now.
    master_data_.follow(store_);
    catalog = master_data_.now();
  }
  auto const* const account = catalog->account(id);
  if (account == nullptr) {
    return refused("token.unknown", "The account of this token is not known here.");
  }
  if (account->revoked) {
    return refused("token.revoked", "This token was revoked. Ask an administrator for a new one.");
  }
  if (account->expires && *account->expires <= now) {
    return refused("token.expired", "This token has expired. Ask an administrator for a new one.");
  }
  return domain::Actor{.account = id.value, .role = account->role};
}

void Access::flush_last_use() {
  std::vector<store::TokenSecret> used;
  {
    std::lock_guard const lock(mutex_);
    for (auto& [hash, known] : known_) {
      if (known.written < known.last_used) {
        store::TokenSecret secret{.account = known.account, .last_used = known.last_used};
        std::ranges::copy(hash, reinterpret_cast<char*>(secret.hash.data()));
        used.push_back(secret);
        known.written = known.last_used;
      }
    }
  }
  if (!used.empty()) {
    store_.note_token_use(used);
  }
}

std::optional<base::Instant> Access::last_use_of(domain::RecordId account) const {
  std::lock_guard const lock(mutex_);
  std::optional<base::Instant> latest;
  for (auto const& [hash, known] : known_) {
    if (known.account == account && (!latest || *latest < known.last_used)) {
      latest = known.last_used;
    }
  }
  return latest;
}

}  // namespace nameplate::app
