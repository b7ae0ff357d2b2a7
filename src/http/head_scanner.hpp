#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace nameplate::http {

struct HeadLimits {
  std::size_t target_bytes_max = 8 * 1024;
  std::size_t header_bytes_max = 16 * 1024;
  std::size_t header_count_max = 100;
  std::uint64_t body_bytes_max = 16 * 1024 * 1024;
};

/// Looks at the bytes of a request's head before the parser does, line by line as they come in, and refuses all that
/// two programs could read differently: that is how requests are smuggled past a proxy. Stricter than RFC 9112, which
/// permits to refuse each of these: line ends other than CR LF, folded lines, space before a colon, control characters,
/// fields sent twice where one is meant, Content-Length beside Transfer-Encoding, codings other than `chunked`.
class HeadScanner {
 public:
  /// Answer with this and close: what follows cannot be trusted.
  struct Refusal {
    int status;
    std::string_view reason;
    std::string detail;
  };
  struct NeedMore {};
  struct Complete {
    std::size_t size;  ///< of the head, its empty line included
  };
  using Outcome = std::variant<NeedMore, Complete, Refusal>;

  explicit HeadScanner(HeadLimits const& limits) : limits_(limits) {}

  /// `received`: everything since the first byte of the request; at each call the same bytes and perhaps more.
  [[nodiscard]] Outcome scan(std::string_view received);

 private:
  [[nodiscard]] std::optional<Refusal> check_request_line(std::string_view line);
  [[nodiscard]] std::optional<Refusal> check_field(std::string_view line);
  [[nodiscard]] std::optional<Refusal> check_framing(std::string_view name, std::string_view value);
  [[nodiscard]] std::optional<Refusal> check_single(std::string_view name);
  [[nodiscard]] std::optional<Refusal> check_whole() const;
  [[nodiscard]] std::optional<Refusal> check_unfinished(std::size_t size) const;

  HeadLimits limits_;
  std::size_t line_start_ = 0;
  std::size_t searched_ = 0;
  std::size_t fields_ = 0;
  bool has_request_line_ = false;
  bool is_http_1_0_ = false;
  bool has_content_length_ = false;
  bool has_transfer_encoding_ = false;
  std::uint32_t seen_ = 0;  ///< bits of the fields that may come once
};

}  // namespace nameplate::http
