#include "cli/api/http_api.hpp"

#include "base/hash.hpp"
#include "cli/api/connection.hpp"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace nameplate::cli {
namespace {

constexpr int tries_max = 5;
constexpr auto first_pause = std::chrono::milliseconds(200);

/// Longer each time, and never the same for all who lost the same server.
std::chrono::milliseconds pause_before(int attempt) {
  auto const spread = static_cast<unsigned char>(base::random_bytes(1).front());
  return first_pause * (1 << attempt) + std::chrono::milliseconds(spread);
}

/// What stands in a head ends it when it holds the end of a line.
void check_text(ApiRequest const& request) {
  auto const is_broken = [](std::string_view text) {
    return std::ranges::any_of(text, [](unsigned char letter) { return letter < ' ' || letter == 0x7F; });
  };
  bool broken = is_broken(request.target) || request.target.contains(' ');
  for (auto const& [name, value] : request.headers) {
    broken = broken || is_broken(name) || is_broken(value);
  }
  if (broken) {
    throw ApiFailure(
        "The request cannot be sent: its path or one of its headers holds a blank or the end of a line. "
        "Write them as in a URL: %20 for a blank.");
  }
}

/// Sends each request over a kept connection, and again over a new one when that breaks. Every request can be: reads
/// change nothing, and a write with its key is done once.
class HttpApi : public Api {
 public:
  [[nodiscard]] ApiAnswer send(ApiRequest const& request, BodySink const& sink) override {
    check_text(request);
    bool part_was_taken = false;
    BodySink const watched = !sink ? BodySink() : [&](std::string_view piece) {
      part_was_taken = true;
      sink(piece);
    };
    for (int attempt = 0;; ++attempt) {
      try {
        if (!connection_ || !connection_->is_open()) {
          connection_ = open();
        }
        return connection_->exchange(complete(request), host(), watched);
      } catch (BrokenConnection const& broken) {
        connection_.reset();
        // What was written to a file cannot be taken back.
        if (part_was_taken || attempt + 1 == tries_max) {
          throw ApiFailure(broken.what() + outcome_of(request));
        }
      } catch (NoConnection const&) {
        // A server that was there a moment ago may be starting again; one that never was is not waited for.
        if (attempt == 0 || attempt + 1 == tries_max) {
          throw;
        }
      }
      std::this_thread::sleep_for(pause_before(attempt));
    }
  }

 protected:
  /// Throws NoConnection.
  [[nodiscard]] virtual std::unique_ptr<Connection> open() = 0;
  [[nodiscard]] virtual ApiRequest complete(ApiRequest request) const = 0;
  [[nodiscard]] virtual std::string host() const = 0;

  std::unique_ptr<Connection> connection_;

 private:
  static std::string outcome_of(ApiRequest const& request) {
    if (request.method == "GET" || request.method == "HEAD") {
      return " Try again.";
    }
    auto const key = std::ranges::find(request.headers, "Idempotency-Key", &std::pair<std::string, std::string>::first);
    return " Whether it was done is not known." +
           (key == request.headers.end() ? std::string(" Look before you repeat it.")
                                         : " Repeat it with --key " + key->second + ": it is never done twice.");
  }
};

class OwnerApi final : public HttpApi {
 public:
  OwnerApi(std::string path, std::unique_ptr<Connection> connection) : path_(std::move(path)) {
    connection_ = std::move(connection);
  }

 protected:
  [[nodiscard]] std::unique_ptr<Connection> open() override {
    if (auto connection = open_unix_connection(path_)) {
      return connection;
    }
    throw NoConnection("The server that listened at " + path_ + " is gone. Try again.");
  }
  [[nodiscard]] ApiRequest complete(ApiRequest request) const override { return request; }
  [[nodiscard]] std::string host() const override { return "localhost"; }

 private:
  std::string path_;
};

class ServerApi final : public HttpApi {
 public:
  ServerApi(ServerAddress address, std::string token, std::string ca_file)
      : address_(std::move(address)), token_(std::move(token)), ca_file_(std::move(ca_file)) {}

 protected:
  [[nodiscard]] std::unique_ptr<Connection> open() override {
    return address_.encrypted ? open_tls_connection(address_, ca_file_) : open_tcp_connection(address_);
  }
  [[nodiscard]] ApiRequest complete(ApiRequest request) const override {
    request.target.insert(0, address_.path);
    if (!token_.empty()) {
      request.headers.emplace_back("Authorization", "Bearer " + token_);
    }
    return request;
  }
  [[nodiscard]] std::string host() const override { return address_.authority; }

 private:
  ServerAddress address_;
  std::string token_;
  std::string ca_file_;
};

}  // namespace

std::unique_ptr<Api> connect_to_owner(Database const& database) {
  if (!database.is_file() || !database.exists()) {
    return nullptr;
  }
  auto connection = open_unix_connection(database.socket_path());
  return connection ? std::make_unique<OwnerApi>(database.socket_path(), std::move(connection)) : nullptr;
}

std::unique_ptr<Api> connect_to_server(ServerAddress const& address, std::string const& token,
                                       std::string const& ca_file) {
  return std::make_unique<ServerApi>(address, token, ca_file);
}

}  // namespace nameplate::cli
