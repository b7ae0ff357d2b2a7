#include "http/io_thread.hpp"

#include "base/logging.hpp"
#include "http/connection_counter.hpp"
#include "http/metrics.hpp"
#include "http/session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <csignal>
#include <thread>
#include <utility>

#include <sys/socket.h>
#include <unistd.h>

namespace nameplate::http {
namespace {

using namespace std::chrono_literals;

/// A tenth of the shortest time-out is exact enough, and a few hundred deadlines are compared in a microsecond.
std::chrono::milliseconds sweep_interval(ServerOptions const& options) {
  auto const shortest = std::min({options.header_timeout, options.idle_timeout, options.write_stall_timeout,
                                  options.body_grace, options.linger_timeout});
  return std::clamp<std::chrono::milliseconds>(shortest / 10, 5ms, 500ms);
}

Awaitable<void> sweep(LoopState& state) {
  asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor> timer(
      *state.loop);
  auto const interval = sweep_interval(state.transport.options);
  for (;;) {
    timer.expires_after(interval);
    auto const [error] = co_await timer.async_wait(as_result);
    if (error) {
      co_return;
    }
    auto const now = Session::Clock::now();
    for (auto* const session : state.sessions) {
      session->expire_if_due(now);
    }
  }
}

Awaitable<void> serve_connection(LoopState& state, Socket socket, Connection connection) {
  auto const peer = connection.peer;
  auto const transport = state.transport;
  transport.metrics.connection_opened();
  {
    Session session(state, std::move(socket), std::move(connection));
    co_await session.run();
  }
  transport.connections.leave(peer);
  transport.metrics.connection_closed();
}

/// Asio asks for no signal when a client has gone away; OpenSSL, which writes to the socket itself, cannot.
void block_pipe_signal() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

struct IoThread::Loop {
  Loop(Transport const& transport, std::size_t index)
      : state{.transport = transport, .index = index, .loop = std::make_shared<asio::io_context>(1), .request_ids = {}},
        work(state.loop->get_executor()) {
    asio::co_spawn(*state.loop, sweep(state), asio::detached);
    thread = std::thread([this] {
      block_pipe_signal();
      state.loop->run();
    });
  }

  LoopState state;
  asio::executor_work_guard<Executor> work;
  std::thread thread;
};

IoThread::IoThread(Transport const& transport, std::size_t index) : loop_(std::make_unique<Loop>(transport, index)) {}

IoThread::~IoThread() {
  loop_->work.reset();
  loop_->state.loop->stop();
  loop_->thread.join();
  loop_->state.loop.reset();  // before the rest of the state: what still waits in the loop looks at it
}

void IoThread::adopt(Connection connection) {
  asio::post(*loop_->state.loop, [&state = loop_->state, connection = std::move(connection)]() mutable {
    auto const family = connection.from_owner_socket ? AF_UNIX : AF_INET;
    Socket socket(*state.loop);
    boost::system::error_code error;
    static_cast<void>(socket.assign(asio::generic::stream_protocol(family, 0), connection.descriptor, error));
    if (error) {
      base::log::error("http", "a connection cannot be used", {{"what", error.message()}});
      ::close(connection.descriptor);
      state.transport.connections.leave(connection.peer);
      return;
    }
    asio::co_spawn(*state.loop, serve_connection(state, std::move(socket), std::move(connection)), asio::detached);
  });
}

void IoThread::drain() {
  asio::post(*loop_->state.loop, [&state = loop_->state] {
    state.draining = true;
    for (auto* const session : state.sessions) {
      session->drain();
    }
  });
}

void IoThread::abort() {
  asio::post(*loop_->state.loop, [&state = loop_->state] {
    state.draining = true;
    for (auto* const session : state.sessions) {
      session->abort();
    }
  });
}

}  // namespace nameplate::http
