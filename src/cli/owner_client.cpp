#include "cli/owner_client.hpp"

#include "base/hash.hpp"
#include "cli/owner_socket.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <chrono>
#include <exception>
#include <system_error>
#include <utility>

namespace nameplate::cli {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Protocol = asio::local::stream_protocol;
using HttpRequest = http::request<http::string_body>;
using HttpResponse = http::response<http::string_body>;

constexpr auto answer_patience = std::chrono::seconds(60);
constexpr std::uint64_t answer_bytes_max = 64ULL * 1024 * 1024;

HttpRequest make_request(http::verb verb, std::string_view target) {
  HttpRequest request{verb, {target.data(), target.size()}, 11};
  request.set(http::field::host, "localhost");
  if (verb != http::verb::get) {
    request.set(http::field::content_type, "application/json");
    request.set("Idempotency-Key", base::to_hex(base::random_bytes(16)));
  }
  return request;
}

base::ErrorKind kind_of(unsigned status) {
  switch (status) {
    case 401: return base::ErrorKind::unauthorised;
    case 403: return base::ErrorKind::forbidden;
    case 404: return base::ErrorKind::not_found;
    case 409: return base::ErrorKind::conflict;
    case 412: return base::ErrorKind::stale;
    case 507: return base::ErrorKind::storage_full;
    default: return status >= 500 ? base::ErrorKind::unavailable : base::ErrorKind::invalid;
  }
}

/// What a problem reply says; its status alone when it is none.
base::Error explain(unsigned status, std::string const& body) {
  base::Error error{.kind = kind_of(status),
                    .reason = "server.refused",
                    .detail = "The server answered with status " + std::to_string(status) + "."};
  boost::json::error_code malformed;
  auto const problem = boost::json::parse(body, malformed);
  if (auto const* const fields = problem.if_object()) {
    for (auto const& [name, target] : {std::pair{"reason", &error.reason}, std::pair{"detail", &error.detail}}) {
      if (auto const* const text = fields->if_contains(name); text != nullptr && text->is_string()) {
        *target = std::string(text->get_string());
      }
    }
  }
  return error;
}

}  // namespace

struct OwnerClient::Connection {
  asio::io_context loop;
  beast::basic_stream<Protocol> stream{loop};
  beast::flat_buffer received;
  std::string etag;

  asio::awaitable<HttpResponse> exchange(HttpRequest request) {
    request.prepare_payload();
    stream.expires_after(answer_patience);
    co_await http::async_write(stream, request, asio::use_awaitable);
    http::response_parser<http::string_body> parser;
    parser.body_limit(answer_bytes_max);
    co_await http::async_read(stream, received, parser, asio::use_awaitable);
    co_return parser.release();
  }

  base::Result<std::string> ask(HttpRequest request) {
    HttpResponse answer;
    std::exception_ptr failed;
    asio::co_spawn(loop, exchange(std::move(request)), [&](std::exception_ptr thrown, HttpResponse got) {
      failed = std::move(thrown);
      answer = std::move(got);
    });
    loop.run();
    loop.restart();
    if (failed) {
      std::rethrow_exception(failed);
    }
    if (answer.result_int() >= 300) {
      return std::unexpected(explain(answer.result_int(), answer.body()));
    }
    etag = std::string(answer[http::field::etag]);
    return std::move(answer.body());
  }
};

std::optional<OwnerClient> OwnerClient::connect(Database const& database) {
  if (!database.exists()) {
    return std::nullopt;
  }
  OwnerSocket const socket(database.socket_path());
  auto connection = std::make_unique<Connection>();
  boost::system::error_code failed;
  static_cast<void>(connection->stream.socket().connect(Protocol::endpoint(socket.name()), failed));
  // A file that nobody listens on is what a killed server left.
  if (failed == asio::error::connection_refused || failed == boost::system::errc::no_such_file_or_directory) {
    return std::nullopt;
  }
  if (failed) {
    throw std::system_error(failed.value(), std::generic_category(),
                            "cannot reach the server through " + database.socket_path());
  }
  return OwnerClient(std::move(connection));
}

OwnerClient::OwnerClient(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
OwnerClient::OwnerClient(OwnerClient&&) noexcept = default;
OwnerClient& OwnerClient::operator=(OwnerClient&&) noexcept = default;
OwnerClient::~OwnerClient() = default;

base::Result<std::string> OwnerClient::get(std::string_view target) {
  return connection_->ask(make_request(http::verb::get, target));
}

base::Result<std::string> OwnerClient::post(std::string_view target, std::string body) {
  auto request = make_request(http::verb::post, target);
  request.body() = std::move(body);
  return connection_->ask(std::move(request));
}

base::Result<std::string> OwnerClient::patch(std::string_view target, std::string body, std::string_view if_match) {
  auto request = make_request(http::verb::patch, target);
  request.set(http::field::if_match, {if_match.data(), if_match.size()});
  request.body() = std::move(body);
  return connection_->ask(std::move(request));
}

std::string const& OwnerClient::etag() const {
  return connection_->etag;
}

}  // namespace nameplate::cli
