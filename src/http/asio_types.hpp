#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

/// For the .cpp files of the transport only: everything else sees plain types.
namespace nameplate::http {

namespace asio = boost::asio;

// Named in full in place of the usual any_io_executor, which would cost a virtual call and a copy at each step.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::generic::stream_protocol, Executor>;
template <typename T>
using Awaitable = asio::awaitable<T, Executor>;

/// Completes with (error, size) and throws nothing.
inline constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> as_result{asio::use_awaitable_t<Executor>{}};

}  // namespace nameplate::http
