#pragma once

#include "http/transport.hpp"

#include <cstddef>
#include <memory>

namespace nameplate::http {

/// One thread with an event loop of its own and the connections given to it: they never change the thread, so nothing
/// of a connection needs a lock.
class IoThread {
 public:
  /// `index` counts the threads from 0.
  IoThread(Transport const& transport, std::size_t index);
  /// Ends the thread. Its connections have ended before.
  ~IoThread();
  IoThread(IoThread const&) = delete;
  IoThread& operator=(IoThread const&) = delete;

  // All from any thread.
  void adopt(Connection connection);
  /// Ends the connections that wait for a request; the others end with the answer they work on.
  void drain();
  /// Ends all connections, whatever they do.
  void abort();

 private:
  struct Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace nameplate::http
