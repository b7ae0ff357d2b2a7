#pragma once

#include "base/result.hpp"
#include "cli/database.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace nameplate::cli {

/// Talks to the process that serves a database, as its owner: over the Unix socket that only the owner of the file can
/// open. One request after the other.
class OwnerClient {
 public:
  /// None when nobody serves the database. Throws std::runtime_error when the socket cannot be used.
  [[nodiscard]] static std::optional<OwnerClient> connect(Database const& database);
  OwnerClient(OwnerClient&&) noexcept;
  OwnerClient& operator=(OwnerClient&&) noexcept;
  OwnerClient(OwnerClient const&) = delete;
  OwnerClient& operator=(OwnerClient const&) = delete;
  ~OwnerClient();

  /// The body of the answer. What the server refuses comes back as it said it; throws std::runtime_error when the
  /// connection breaks or nothing is heard for a minute. `body` is JSON; a POST carries an Idempotency-Key of its own.
  [[nodiscard]] base::Result<std::string> get(std::string_view target);
  [[nodiscard]] base::Result<std::string> post(std::string_view target, std::string body);
  [[nodiscard]] base::Result<std::string> patch(std::string_view target, std::string body, std::string_view if_match);

  /// The ETag of the last answer.
  [[nodiscard]] std::string const& etag() const;

 private:
  struct Connection;
  explicit OwnerClient(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

}  // namespace nameplate::cli
