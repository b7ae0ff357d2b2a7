// The part of a session that writes.

#include "base/logging.hpp"
#include "http/metrics.hpp"
#include "http/session.hpp"
#include "http/worker_pool.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <exception>
#include <tuple>
#include <utility>

namespace nameplate::http {
namespace {

/// Up to this size a body is copied behind its head, so that both leave in one piece.
constexpr std::size_t joined_body_bytes_max = 16 * 1024;
constexpr std::size_t linger_bytes_max = 64 * 1024 * 1024;

std::string chunk_head(std::size_t size) {
  char digits[20];
  std::string text(digits, std::to_chars(digits, digits + sizeof digits, size, 16).ptr);
  return text += "\r\n";
}

bool has_body(Response const& response, Method method) {
  return method != Method::head && response.status != 204 && response.status != 304;
}

}  // namespace

Awaitable<Session::Next> Session::answer(Response& response, Asked const& asked) {
  bool const streams = static_cast<bool>(response.stream);
  auto const framing = !streams ? Framing::length : asked.is_http_1_0 ? Framing::close : Framing::chunked;
  auto const next = host_.draining || framing == Framing::close ? Next::close : asked.next;
  bool const sends_body = has_body(response, asked.method);
  head_text_.clear();
  append_response_head(head_text_, response,
                       {.request_id = asked.request_id,
                        .date = host_.date.at(std::time(nullptr)),
                        .framing = framing,
                        .keeps_connection = next == Next::request,
                        .by_https = asked.by_https,
                        .base_url = options_.base_url ? std::string_view(options_.base_url->text) : ""});
  std::string_view second;
  if (sends_body && !streams) {
    if (response.body.size() <= joined_body_bytes_max) {
      head_text_ += response.body;
    } else {
      second = response.body;
    }
  }
  bool written = co_await write_all(head_text_, second);
  if (written && sends_body && streams) {
    written = co_await write_stream(response.stream, framing);
  }
  end_request(written ? response.status : 499);
  if (!written) {
    is_cut_ = true;
    co_return Next::close;
  }
  if (next == Next::close) {
    co_await linger();
  }
  co_return next;
}

Awaitable<bool> Session::write_stream(BodyStream& stream, Framing framing) {
  // Shared with the worker: when the connection is cut in the meantime, the worker is the last who holds it.
  auto const source = std::make_shared<BodyStream>(std::move(stream));
  std::string reused;
  for (;;) {
    pull_piece(source, std::move(reused));
    auto piece = co_await piece_->wait();
    piece_.reset();
    if (!piece || piece->failed) {
      co_return false;
    }
    if (!piece->bytes.empty()) {
      if (framing == Framing::chunked) {
        head_text_ = chunk_head(piece->bytes.size());
        piece->bytes += "\r\n";
      } else {
        head_text_.clear();
      }
      bool const written = co_await write_all(head_text_, piece->bytes);
      if (!written) {
        co_return false;
      }
    }
    if (!piece->more) {
      break;
    }
    reused = std::move(piece->bytes);
  }
  if (framing == Framing::close) {
    co_return true;
  }
  co_return co_await write_all("0\r\n\r\n", {});
}

void Session::pull_piece(std::shared_ptr<BodyStream> const& source, std::string reused) {
  piece_ = std::make_shared<OneShot<Piece>>(host_.loop);
  host_.transport.workers.submit_continuation([source, shot = piece_, reused = std::move(reused)]() mutable {
    Piece piece{.bytes = std::move(reused)};
    piece.bytes.clear();
    try {
      piece.more = (*source)(piece.bytes);
    } catch (std::exception const& exception) {
      base::log::error("http", "a streamed answer broke off", {{"what", exception.what()}});
      piece.failed = true;
    }
    shot->set(std::move(piece));
  });
}

Awaitable<bool> Session::write_all(std::string_view first, std::string_view second) {
  while (!first.empty() || !second.empty()) {
    set_deadline(options_.write_stall_timeout);
    std::size_t size = 0;
    if (tls_) {
      size = co_await tls_->write_some(first.empty() ? second : first);
    } else {
      std::array<asio::const_buffer, 2> const buffers = {asio::buffer(first), asio::buffer(second)};
      std::tie(std::ignore, size) = co_await socket_.async_write_some(buffers, as_result);
    }
    if (size == 0) {
      co_return false;
    }
    bytes_sent_ += size;
    auto const of_first = std::min(size, first.size());
    first.remove_prefix(of_first);
    second.remove_prefix(size - of_first);
  }
  clear_deadline();
  expired_ = false;
  co_return true;
}

Awaitable<void> Session::linger() {
  // Closing with bytes unread makes the kernel send a reset, which can overtake the answer and wipe it out.
  if (tls_) {
    tls_->say_goodbye();
  }
  boost::system::error_code error;
  static_cast<void>(socket_.shutdown(Socket::shutdown_send, error));
  set_deadline(options_.linger_timeout);
  received_.clear();
  auto const enough = bytes_received_ + linger_bytes_max;
  bool more = !error;
  while (more && bytes_received_ < enough) {
    more = co_await receive_more(joined_body_bytes_max);
    received_.clear();
  }
  clear_deadline();
}

}  // namespace nameplate::http
