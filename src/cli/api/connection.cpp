#include "cli/api/connection.hpp"

#include "cli/owner_socket.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <chrono>
#include <optional>

namespace nameplate::cli {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using ErrorCode = boost::system::error_code;
using LocalProtocol = asio::local::stream_protocol;
using UnixStream = beast::basic_stream<LocalProtocol>;
using TcpStream = beast::tcp_stream;
using TlsStream = asio::ssl::stream<beast::tcp_stream>;

constexpr auto connect_patience = std::chrono::seconds(20);
constexpr auto answer_patience = std::chrono::seconds(120);
constexpr std::size_t piece_bytes = 64 * 1024;
/// Slower than this is broken: a modem of old.
constexpr std::size_t upload_bytes_per_second_min = 4 * 1024;

/// Runs one asynchronous step to its end: only asynchronous steps have time limits.
template <typename Start>
ErrorCode finish(asio::io_context& loop, Start start) {
  ErrorCode failed;
  start([&failed](ErrorCode code, auto const&...) { failed = code; });
  loop.restart();
  loop.run();
  return failed;
}

void set_deadline(auto& stream, std::chrono::seconds patience) {
  beast::get_lowest_layer(stream).expires_after(patience);
}

template <typename Stream>
class StreamConnection final : public Connection {
 public:
  /// `connect` makes the stream and connects it.
  template <typename Connect>
  explicit StreamConnection(Connect connect) : stream_(connect(loop_)) {}

  [[nodiscard]] bool is_open() const override { return open_; }

  [[nodiscard]] ApiAnswer exchange(ApiRequest const& request, std::string const& host, BodySink const& sink) override {
    open_ = false;  // until the answer is there as a whole
    write(request, host);
    http::response_parser<http::buffer_body> parser;
    parser.body_limit(boost::none);
    parser.skip(request.method == "HEAD");
    read_head(parser);
    ApiAnswer answer{.status = static_cast<int>(parser.get().result_int())};
    for (auto const& field : parser.get()) {
      answer.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    }
    read_body(parser, answer, sink);
    open_ = parser.keep_alive();
    return answer;
  }

 private:
  using Parser = http::response_parser<http::buffer_body>;

  void check(ErrorCode failed, char const* what) const {
    if (failed) {
      auto const silent = failed == beast::error::timeout;
      throw BrokenConnection(std::string("The connection to the server broke while ") + what + " (" +
                             (silent ? "nothing was heard for too long" : failed.message()) + ").");
    }
  }

  void write(ApiRequest const& request, std::string const& host) {
    http::request<http::string_body> message;
    message.method_string(request.method);
    message.target(request.target);
    message.version(11);
    message.set(http::field::host, host);
    message.set(http::field::user_agent, "nameplate");
    for (auto const& [name, value] : request.headers) {
      message.set(name, value);
    }
    if (request.body) {
      message.body() = *request.body;
      message.prepare_payload();
      message.content_length(request.body->size());
    }
    auto const seconds = request.body ? request.body->size() / upload_bytes_per_second_min : 0;
    set_deadline(stream_, answer_patience + std::chrono::seconds(seconds));
    check(finish(loop_, [&](auto done) { http::async_write(stream_, message, done); }), "sending");
  }

  void read_head(Parser& parser) {
    set_deadline(stream_, answer_patience);
    check(finish(loop_, [&](auto done) { http::async_read_header(stream_, received_, parser, done); }),
          "waiting for the answer");
  }

  void read_body(Parser& parser, ApiAnswer& answer, BodySink const& sink) {
    std::array<char, piece_bytes> piece;
    while (!parser.is_done()) {
      auto& body = parser.get().body();
      body.data = piece.data();
      body.size = piece.size();
      set_deadline(stream_, answer_patience);
      auto const failed = finish(loop_, [&](auto done) { http::async_read(stream_, received_, parser, done); });
      if (failed != http::error::need_buffer) {
        check(failed, "reading the answer");
      }
      std::string_view const bytes(piece.data(), piece.size() - body.size);
      if (sink && answer.is_success()) {
        sink(bytes);
      } else {
        answer.body += bytes;
      }
    }
  }

  asio::io_context loop_;
  beast::flat_buffer received_;
  Stream stream_;
  bool open_ = true;
};

std::string told_of(ServerAddress const& address) {
  return (address.encrypted ? "https://" : "http://") + address.authority;
}

void connect(asio::io_context& loop, beast::tcp_stream& stream, ServerAddress const& address) {
  asio::ip::tcp::resolver resolver(loop);
  ErrorCode failed;
  auto const found = resolver.resolve(address.host, address.port, failed);
  if (failed) {
    throw NoConnection("The name " + address.host + " leads nowhere (" + failed.message() + "). Check --server.");
  }
  stream.expires_after(connect_patience);
  failed = finish(loop, [&](auto done) { stream.async_connect(found, done); });
  if (failed) {
    throw NoConnection("Nobody answers at " + told_of(address) + " (" +
                       (failed == beast::error::timeout ? "no answer in time" : failed.message()) +
                       "). Check --server, and whether `nameplate serve` runs there.");
  }
  stream.socket().set_option(asio::ip::tcp::no_delay(true), failed);
}

asio::ssl::context make_trust(std::string const& ca_file) {
  asio::ssl::context trust(asio::ssl::context::tls_client);
  ErrorCode failed;
  if (ca_file.empty()) {
    trust.set_default_verify_paths(failed);
  } else {
    trust.load_verify_file(ca_file, failed);
  }
  if (failed) {
    throw NoConnection("The certificates of the trusted authorities cannot be read from " +
                       (ca_file.empty() ? "the system's store" : ca_file) + " (" + failed.message() +
                       "). Give a file in the form PEM with --ca.");
  }
  ::SSL_CTX_set_min_proto_version(trust.native_handle(), TLS1_2_VERSION);
  trust.set_verify_mode(asio::ssl::verify_peer);
  return trust;
}

void shake_hands(asio::io_context& loop, TlsStream& stream, ServerAddress const& address) {
  ErrorCode is_name;
  static_cast<void>(asio::ip::make_address(address.host, is_name));
  if (is_name) {
    // What the macro SSL_set_tlsext_host_name does; OpenSSL only reads the name.
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
    auto* const name = const_cast<char*>(address.host.c_str());
    ::SSL_ctrl(stream.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name);
  }
  // Shared, because the stream keeps the callback.
  auto const name_fits = std::make_shared<bool>(true);
  stream.set_verify_callback(
      [fits = asio::ssl::host_name_verification(address.host), name_fits](bool trusted, auto& context) {
        *name_fits = !trusted || fits(trusted, context);
        return trusted && *name_fits;
      });
  set_deadline(stream, connect_patience);
  auto const failed = finish(loop, [&](auto done) { stream.async_handshake(asio::ssl::stream_base::client, done); });
  if (!failed) {
    return;
  }
  auto const verdict = ::SSL_get_verify_result(stream.native_handle());
  if (!*name_fits) {
    throw NoConnection("The certificate of " + told_of(address) + " is not one for " + address.host +
                       ". Give --server the name that stands in the certificate.");
  }
  if (verdict != X509_V_OK) {
    throw NoConnection("The certificate of " + told_of(address) + " is not trusted (" +
                       ::X509_verify_cert_error_string(verdict) +
                       "). If an authority of your own has signed it, name its certificate with --ca FILE.");
  }
  throw NoConnection("No encrypted connection to " + told_of(address) + " comes about (" + failed.message() +
                     "). Check whether that server speaks TLS.");
}

}  // namespace

std::unique_ptr<Connection> open_unix_connection(std::string const& path) {
  OwnerSocket const socket(path);
  ErrorCode failed;
  auto connection = std::make_unique<StreamConnection<UnixStream>>([&](asio::io_context& loop) {
    UnixStream stream(loop);
    static_cast<void>(stream.socket().connect(LocalProtocol::endpoint(socket.name()), failed));
    return stream;
  });
  // A file that nobody listens on is what a killed server left.
  if (failed == asio::error::connection_refused || failed == boost::system::errc::no_such_file_or_directory) {
    return nullptr;
  }
  if (failed) {
    throw NoConnection("The server cannot be reached through " + path + " (" + failed.message() +
                       "). Only the owner of the file can use it.");
  }
  return connection;
}

std::unique_ptr<Connection> open_tcp_connection(ServerAddress const& address) {
  return std::make_unique<StreamConnection<TcpStream>>([&](asio::io_context& loop) {
    TcpStream stream(loop);
    connect(loop, stream, address);
    return stream;
  });
}

std::unique_ptr<Connection> open_tls_connection(ServerAddress const& address, std::string const& ca_file) {
  // The context is counted by OpenSSL: the stream keeps it.
  auto trust = make_trust(ca_file);
  return std::make_unique<StreamConnection<TlsStream>>([&](asio::io_context& loop) {
    TlsStream stream(loop, trust);
    connect(loop, stream.next_layer(), address);
    shake_hands(loop, stream, address);
    return stream;
  });
}

}  // namespace nameplate::cli
