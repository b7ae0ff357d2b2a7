#pragma once

#include "base/clock.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nameplate::base {

/// What kind of refusal this is; HTTP maps each to one status, the command line to an exit code.
enum class ErrorKind {
  bad_request,            ///< the request cannot be understood (400)
  unauthorised,           ///< nobody, or an unknown, expired or revoked token (401)
  forbidden,              ///< known, but not allowed (403)
  not_found,              ///< what the path names does not exist (404)
  conflict,               ///< the world says no (409)
  stale,                  ///< If-Match does not fit any more (412)
  invalid,                ///< understood, but a value cannot be accepted (422)
  precondition_required,  ///< If-Match is missing (428)
  too_large,              ///< body or set above its limit (413)
  unavailable,            ///< cannot write now; try again later (503)
  storage_full,           ///< the disk is full (507)
  internal,               ///< our fault (500)
};

/// Something on record that stands against a change of the past, or depends on what is to be taken back.
struct Contradicted {
  std::string event;  ///< external id
  std::string verb;
  Instant time;              ///< when it happened
  Instant recorded_at;       ///< when it was heard of
  std::string subject;       ///< external id
  std::string product = {};  ///< SKU
  std::string number = {};
  std::string reason = {};
  std::string detail = {};
};

/// One refused item of a set; `index` is its place in the request, from 0.
struct ItemError {
  std::size_t index = 0;
  std::string reason;
  std::string detail;
  std::vector<std::string> matches = {};  ///< external ids (`u12`) when a number was ambiguous
  std::vector<Contradicted> contradicts = {};
};

/// A refusal. `reason` is public and stable (docs/reference/errors.md); `detail` says what happened and what to do.
struct Error {
  ErrorKind kind = ErrorKind::invalid;
  std::string reason;
  std::string detail;
  std::vector<ItemError> items = {};
  std::vector<Contradicted> contradicts = {};  ///< of the whole
};

template <typename T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(ErrorKind kind, std::string_view reason, std::string detail) {
  return std::unexpected(Error{.kind = kind, .reason = std::string(reason), .detail = std::move(detail)});
}

}  // namespace nameplate::base
