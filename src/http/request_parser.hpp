#pragma once

#include "http/request.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace nameplate::http {

/// Beast's HTTP/1 parser, writing straight into a Request. First the head, which HeadScanner has let through, then the
/// body. For one request.
class RequestParser {
 public:
  RequestParser(std::size_t header_bytes_max, std::uint64_t body_bytes_max);
  ~RequestParser();
  RequestParser(RequestParser const&) = delete;
  RequestParser& operator=(RequestParser const&) = delete;

  /// The whole head. False: it is not HTTP.
  [[nodiscard]] bool parse_head(std::string_view head);

  enum class Body { needs_more, done, too_large, malformed };
  /// Takes off `bytes` what belongs to the body.
  [[nodiscard]] Body parse_body(std::string_view& bytes);

  // After the head:
  [[nodiscard]] Request& request();
  /// Whether the request is complete.
  [[nodiscard]] bool is_done() const;
  /// False: a method that this server has never heard of.
  [[nodiscard]] bool method_is_known() const;
  [[nodiscard]] bool expects_continue() const;
  [[nodiscard]] bool is_http_1_0() const;
  [[nodiscard]] bool keeps_connection() const;
  /// None: no body, or one in chunks.
  [[nodiscard]] std::optional<std::uint64_t> content_length() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nameplate::http
