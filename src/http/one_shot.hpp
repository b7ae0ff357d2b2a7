#pragma once

#include "http/asio_types.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

/// For the .cpp files of the transport only.
namespace nameplate::http {

/// A value that another thread gives once and a coroutine waits for. The loop is kept alive, so that a value that comes
/// after the server has stopped does no harm.
template <typename T>
class OneShot {
 public:
  explicit OneShot(std::shared_ptr<asio::io_context> loop) : loop_(std::move(loop)) {}

  /// Once, from any thread.
  void set(T value) {
    value_.emplace(std::move(value));
    auto expected = State::empty;
    if (state_.compare_exchange_strong(expected, State::given, std::memory_order_acq_rel)) {
      return;
    }
    if (expected == State::waiting &&
        state_.compare_exchange_strong(expected, State::given, std::memory_order_acq_rel)) {
      resume();
    }
  }

  /// On the loop's thread: whoever waits goes on without a value, and a later one is dropped.
  void abandon() {
    auto expected = State::empty;
    if (state_.compare_exchange_strong(expected, State::abandoned, std::memory_order_acq_rel)) {
      return;
    }
    if (expected == State::waiting &&
        state_.compare_exchange_strong(expected, State::abandoned, std::memory_order_acq_rel)) {
      resume();
    }
  }

  /// On the loop's thread, once. Does not suspend when the value is there. Nothing: abandoned.
  Awaitable<std::optional<T>> wait() {
    if (state_.load(std::memory_order_acquire) == State::empty) {
      co_await asio::async_initiate<asio::use_awaitable_t<Executor> const, void()>(
          [this](auto handler) { this->park(std::move(handler)); }, token);
    }
    if (state_.load(std::memory_order_acquire) == State::abandoned) {
      co_return std::nullopt;
    }
    co_return std::move(value_);
  }

 private:
  enum class State { empty, waiting, given, abandoned };
  static constexpr asio::use_awaitable_t<Executor> token{};

  template <typename Handler>
  void park(Handler&& handler) {
    resume_ = std::forward<Handler>(handler);
    auto expected = State::empty;
    if (!state_.compare_exchange_strong(expected, State::waiting, std::memory_order_acq_rel)) {
      resume();
    }
  }

  void resume() {
    // The session may end, and with it the last other owner of the loop, before post returns.
    auto const loop = loop_;
    asio::post(*loop, std::move(resume_));
  }

  std::shared_ptr<asio::io_context> loop_;
  std::atomic<State> state_{State::empty};
  std::optional<T> value_;
  std::move_only_function<void()> resume_;
};

}  // namespace nameplate::http
