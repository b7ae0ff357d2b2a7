#pragma once

#include "http/access.hpp"
#include "http/method.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nameplate::http {

struct QueryParameter {
  std::string name;
  std::string value;
};

/// The header fields that handlers use; absent is not the same as empty. A field sent twice never gets this far.
struct RequestHeaders {
  std::optional<std::string> host;
  std::optional<std::string> x_forwarded_for;    ///< several fields joined; true only from a trusted proxy
  std::optional<std::string> x_forwarded_proto;  ///< likewise
  std::optional<std::string> authorization;
  std::optional<std::string> idempotency_key;
  std::optional<std::string> if_match;
  std::optional<std::string> if_none_match;
  std::optional<std::string> nameplate_min_sequence;
  std::optional<std::string> content_type;
  std::optional<std::string> content_encoding;
  std::optional<std::string> accept;
  std::optional<std::string> cookie;
  std::optional<std::string> origin;
  std::optional<std::string> sec_fetch_site;
};

/// One request, complete: the body has been read and the access checked.
struct Request {
  Method method = Method::get;
  std::string target;                 ///< as sent
  std::string path;                   ///< percent-decoded, without the query; valid UTF-8
  std::vector<QueryParameter> query;  ///< percent-decoded, in order; duplicates are kept for the handler to judge
  std::vector<std::string> captures;  ///< what stood at `{...}` in the route's pattern, in order, decoded
  RequestHeaders headers;
  bool has_body = false;  ///< says so in its header; stays true when the body is empty
  std::string body;
  std::string peer;  ///< the client's IP address, behind trusted proxies too; "unix" on the owner's socket
  bool from_owner_socket = false;  ///< came through the Unix socket that only the owner of the database can open
  std::string request_id;          ///< made by this server, unique enough to find the line in the log
  Principal principal;             ///< set by the dispatcher, before the handler runs
};

}  // namespace nameplate::http
