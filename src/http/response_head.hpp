#pragma once

#include "http/response.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace nameplate::http {

enum class Framing {
  length,   ///< Content-Length
  chunked,  ///< a stream to a client of today
  close,    ///< a stream to an HTTP/1.0 client: the end of the connection is the end of the body
};

/// What the head of an answer says beside the answer itself.
struct HeadFacts {
  std::string_view request_id;
  std::string_view date;
  Framing framing = Framing::length;
  bool keeps_connection = true;
  bool by_https = false;           ///< the client is to come by HTTPS from now on
  std::string_view base_url = {};  ///< put before the path in Location
};

/// Appends status line and header fields, the safe ones included, up to the empty line. A control character in a value
/// becomes a space: nothing that a user typed can start a field of its own.
void append_response_head(std::string& out, Response const& response, HeadFacts const& facts);

/// RFC 9110 date ("Mon, 23 Nov 2026 09:51:00 GMT"), made again once a second. For one thread.
class HttpDate {
 public:
  [[nodiscard]] std::string_view at(std::int64_t unix_seconds);

 private:
  std::int64_t made_for_ = -1;
  std::string text_;
};

}  // namespace nameplate::http
