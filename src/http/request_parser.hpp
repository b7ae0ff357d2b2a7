#pragma once

#include "http/request.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <cstdint>

/// For the .cpp files of the transport only.
namespace nameplate::http {

/// Beast's HTTP/1 parser, writing straight into a Request. The head comes first, in one piece, then the body.
class RequestParser final : public boost::beast::http::basic_parser<true> {
 public:
  RequestParser(std::uint32_t header_bytes_max, std::uint64_t body_bytes_max);

  [[nodiscard]] Request& request() { return request_; }
  /// False: a method that this server has never heard of.
  [[nodiscard]] bool method_is_known() const { return method_is_known_; }
  [[nodiscard]] bool expects_continue() const { return expects_continue_; }
  [[nodiscard]] bool is_http_1_0() const { return is_http_1_0_; }

 private:
  using View = boost::beast::string_view;
  using ErrorCode = boost::beast::error_code;

  void on_request_impl(boost::beast::http::verb method, View, View target, int version, ErrorCode&) override;
  void on_response_impl(int, View, int, ErrorCode&) override {}
  void on_field_impl(boost::beast::http::field name, View name_text, View value, ErrorCode&) override;
  void on_header_impl(ErrorCode&) override { head_is_done_ = true; }
  void on_body_init_impl(boost::optional<std::uint64_t> const& length, ErrorCode&) override;
  std::size_t on_body_impl(View part, ErrorCode&) override;
  void on_chunk_header_impl(std::uint64_t, View, ErrorCode&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, View part, ErrorCode& code) override { return on_body_impl(part, code); }
  void on_finish_impl(ErrorCode&) override {}

  Request request_;
  bool method_is_known_ = true;
  bool expects_continue_ = false;
  bool is_http_1_0_ = false;
  bool head_is_done_ = false;
};

}  // namespace nameplate::http
