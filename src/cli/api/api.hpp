#pragma once

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nameplate::cli {

struct ApiRequest {
  std::string method = "GET";
  std::string target;  ///< path and query, percent-encoded: `/api/v1/units?serial=A-1`
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::optional<std::string> body = {};
};

struct ApiAnswer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};  ///< empty when it went to a sink

  [[nodiscard]] bool is_success() const { return status >= 200 && status < 300; }
  /// Empty when it is not there. The name in any case of letters.
  [[nodiscard]] std::string header(std::string_view name) const;
};

/// Takes the body of a successful answer piece by piece.
using BodySink = std::function<void(std::string_view)>;

/// The machinery between us and the ledger failed: no connection, no trust, a broken answer. Says what to do.
class ApiFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A ledger that answers the requests of the HTTP API: behind a socket, or in this process. One request after the
/// other.
class Api {
 public:
  Api() = default;
  Api(Api const&) = delete;
  Api& operator=(Api const&) = delete;
  virtual ~Api() = default;

  /// What is refused is an answer as well. A request that changes something carries an Idempotency-Key: where the
  /// connection breaks it is sent again. With a sink the body of a success goes there, whatever its size. Throws
  /// ApiFailure; what the sink throws goes through.
  [[nodiscard]] virtual ApiAnswer send(ApiRequest const& request, BodySink const& sink = {}) = 0;

  /// Whether the ledger is only there while this process is.
  [[nodiscard]] virtual bool ends_with_us() const { return false; }
  /// Long work is about to be waited for: where nobody serves the ledger, this process has to do it.
  virtual void work_on_jobs() {}
};

}  // namespace nameplate::cli
