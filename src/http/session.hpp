#pragma once

#include "http/asio_types.hpp"
#include "http/dispatcher.hpp"
#include "http/head_scanner.hpp"
#include "http/one_shot.hpp"
#include "http/receive_buffer.hpp"
#include "http/request_ids.hpp"
#include "http/response_head.hpp"
#include "http/tls_stream.hpp"
#include "http/transport.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <variant>

/// For the .cpp files of the transport only.
namespace nameplate::http {

class RequestParser;
class Session;

/// What the connections of one thread share.
struct LoopState {
  Transport transport;
  std::size_t index;
  std::shared_ptr<asio::io_context> loop;
  RequestIds request_ids;
  HttpDate date = {};
  std::unordered_set<Session*> sessions = {};
  bool draining = false;
};

/// One connection, from its first byte to its end: one request after the other, each answered once before the next is
/// looked at. Lives on one thread.
class Session {
 public:
  using Clock = std::chrono::steady_clock;

  Session(LoopState& host, Socket socket, Connection connection);
  ~Session();
  Session(Session const&) = delete;
  Session& operator=(Session const&) = delete;

  Awaitable<void> run();

  /// Cuts what waits longer than its deadline. One sweep for all connections is far cheaper than a timer for each step.
  void expire_if_due(Clock::time_point now);
  void drain();
  void abort();

 private:
  struct Gone {};
  class Exchange;
  struct Piece {
    std::string bytes;
    bool more = false;
    bool failed = false;
  };
  using Head = std::variant<HeadScanner::Complete, HeadScanner::Refusal, Gone>;
  using BodyOutcome = std::variant<std::monostate, HeadScanner::Refusal, Gone>;
  enum class Next { request, close };
  /// What the answer must know of a request whose body and headers are gone to the handler.
  struct Asked {
    std::string request_id;
    Method method = Method::get;
    bool is_http_1_0 = false;
    Next next = Next::close;
    bool by_https = false;
  };

  Awaitable<void> serve_all();
  Awaitable<bool> begin_tls();
  Awaitable<Next> serve_one();
  Awaitable<Next> serve(RequestParser& parser);
  Awaitable<Head> receive_head();
  Awaitable<BodyOutcome> receive_body(RequestParser& parser);
  Awaitable<bool> receive_more(std::size_t bytes_max);
  Awaitable<Next> answer(Response& response, Asked const& asked);
  Awaitable<Next> refuse(HeadScanner::Refusal const& refusal);
  Awaitable<bool> write_stream(BodyStream& stream, Framing framing);
  void pull_piece(std::shared_ptr<BodyStream> const& source, std::string reused);
  Awaitable<bool> write_all(std::string_view first, std::string_view second);
  Awaitable<void> linger();

  void identify_client(Request& request, Asked& asked) const;
  [[nodiscard]] bool speaks_tls() const { return options_.tls != nullptr && !connection_.from_owner_socket; }
  void cancel_waiting();
  void set_deadline(std::chrono::milliseconds from_now);
  void clear_deadline() { deadline_ = Clock::time_point::max(); }
  void begin_request();
  void end_request(int status);

  LoopState& host_;
  ServerOptions const& options_;
  Socket socket_;
  std::unique_ptr<TlsStream> tls_;  ///< none: plain
  Connection connection_;
  ReceiveBuffer received_;
  std::string head_text_;  ///< of the answer; kept for its memory
  Clock::time_point deadline_ = Clock::time_point::max();
  Clock::time_point started_{};  ///< the request in hand
  std::size_t route_index_ = 0;  ///< of it
  std::size_t bytes_received_ = 0;
  std::size_t bytes_sent_ = 0;
  bool behind_proxy_ = false;
  bool expired_ = false;
  bool waits_for_request_ = false;
  bool served_before_ = false;
  bool in_request_ = false;
  bool is_cut_ = false;  ///< in the middle of an answer: the client must not take it for a proper end
  std::shared_ptr<Exchange> exchange_;
  std::shared_ptr<OneShot<Piece>> piece_;
};

}  // namespace nameplate::http
