// Goal: no head that two programs could read differently gets through. Method: a corpus, whole and byte by byte.

#include "http/head_scanner.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace nameplate::http {
namespace {

constexpr HeadLimits small_limits = {
    .target_bytes_max = 100, .header_bytes_max = 1000, .header_count_max = 10, .body_bytes_max = 5000};

/// "complete N", "more", or the reason of the refusal; the bytes come in pieces of that size.
std::string outcome_of(std::string_view bytes, std::size_t piece) {
  HeadScanner scanner(small_limits);
  for (std::size_t end = std::min(piece, bytes.size());; end = std::min(end + piece, bytes.size())) {
    auto const outcome = scanner.scan(bytes.substr(0, end));
    if (auto const* const complete = std::get_if<HeadScanner::Complete>(&outcome)) {
      return "complete " + std::to_string(complete->size);
    }
    if (auto const* const refusal = std::get_if<HeadScanner::Refusal>(&outcome)) {
      return std::to_string(refusal->status) + " " + std::string(refusal->reason);
    }
    if (end == bytes.size()) {
      return "more";
    }
  }
}

std::string with_fields(std::string_view fields) {
  return "POST /a HTTP/1.1\r\nHost: x\r\n" + std::string(fields) + "\r\n";
}

struct Case {
  std::string bytes;
  std::string outcome;
};

std::vector<Case> corpus() {
  return {
      {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "complete 27"},
      {"GET / HTTP/1.0\r\n\r\n", "complete 18"},
      {"GET / HTTP/1.1\r\nHost: x\r\n\r\nrest", "complete 27"},
      {"GET / HTTP/1.1\r\nHost: x\r\n", "more"},
      {with_fields("X-Tab:\ta\tb \r\nX-Empty:\r\nX-Bytes: \xC3\xA4\r\n"), "complete 65"},
      {with_fields("Content-Length: 5000\r\n"), "complete 51"},
      {with_fields("Transfer-Encoding: Chunked\r\nExpect: 100-Continue\r\n"), "complete 79"},
      // lines
      {"GET / HTTP/1.1\nHost: x\n\n", "400 header.line_end"},
      {"GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n", "400 header.line_end"},
      {"\nGET / HTTP/1.1\r\n", "400 header.line_end"},
      {"GET / HTTP/1.1\r\nHost: x\r\rA: b\r\n\r\n", "400 header.malformed"},
      {with_fields("A: b\r\n c\r\n"), "400 header.malformed"},
      {with_fields("A: b\r\n\tc\r\n"), "400 header.malformed"},
      {with_fields("A : b\r\n"), "400 header.malformed"},
      {with_fields(" A: b\r\n"), "400 header.malformed"},
      {with_fields("A b\r\n"), "400 header.malformed"},
      {with_fields(": b\r\n"), "400 header.malformed"},
      {with_fields("\xC3\xA4: b\r\n"), "400 header.malformed"},
      {with_fields(std::string("A: b\0c\r\n", 8)), "400 header.malformed"},
      {with_fields("A: b\x07\r\n"), "400 header.malformed"},
      {with_fields("A: b\x7F\r\n"), "400 header.malformed"},
      // the request line
      {"GET /\r\n", "400 request.malformed"},
      {"GET  / HTTP/1.1\r\n", "400 request.malformed"},
      {"GET / HTTP/1.1 \r\n", "400 request.malformed"},
      {"GET /a b HTTP/1.1\r\n", "400 request.malformed"},
      {"GET / http/1.1\r\n", "400 request.malformed"},
      {"GET / HTTP/1.11\r\n", "400 request.malformed"},
      {"G(T / HTTP/1.1\r\n", "400 request.malformed"},
      {"\r\nGET / HTTP/1.1\r\n", "400 request.malformed"},
      {"GET / HTTP/2.0\r\n", "505 request.version"},
      {"PRI * HTTP/2.0\r\n", "505 request.version"},
      {"GET /\xC3\xA4 HTTP/1.1\r\n", "400 target.form"},
      {"GET /\x01 HTTP/1.1\r\n", "400 target.form"},
      {"GET /" + std::string(100, 'a') + " HTTP/1.1\r\n", "414 target.too_long"},
      {"GET /" + std::string(900, 'a'), "414 target.too_long"},
      // framing
      {with_fields("Content-Length: 5\r\nContent-Length: 6\r\n"), "400 header.duplicate"},
      {with_fields("Content-Length: 5\r\ncontent-length: 5\r\n"), "400 header.duplicate"},
      {with_fields("Content-Length: 5, 5\r\n"), "400 header.content_length"},
      {with_fields("Content-Length: +5\r\n"), "400 header.content_length"},
      {with_fields("Content-Length: -5\r\n"), "400 header.content_length"},
      {with_fields("Content-Length: 0x5\r\n"), "400 header.content_length"},
      {with_fields("Content-Length:\r\n"), "400 header.content_length"},
      {with_fields("Content-Length: 5001\r\n"), "413 body.too_large"},
      {with_fields("Content-Length: 99999999999999999999999\r\n"), "413 body.too_large"},
      {with_fields("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), "400 header.framing"},
      {with_fields("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), "400 header.framing"},
      {with_fields("Transfer-Encoding: xchunked\r\n"), "400 header.transfer_encoding"},
      {with_fields("Transfer-Encoding: gzip, chunked\r\n"), "400 header.transfer_encoding"},
      {with_fields("Transfer-Encoding: chunked, identity\r\n"), "400 header.transfer_encoding"},
      {with_fields("Transfer-Encoding: \"chunked\"\r\n"), "400 header.transfer_encoding"},
      {with_fields("Transfer-Encoding:\x0B"
                   "chunked\r\n"),
       "400 header.malformed"},
      {with_fields("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), "400 header.duplicate"},
      {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", "400 header.framing"},
      // others
      {"GET / HTTP/1.1\r\n\r\n", "400 header.host"},
      {with_fields("Host: y\r\n"), "400 header.duplicate"},
      {"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "400 header.host"},
      {"GET / HTTP/1.1\r\nHost: user@x\r\n\r\n", "400 header.host"},
      {with_fields("Authorization: a\r\nAUTHORIZATION: b\r\n"), "400 header.duplicate"},
      {with_fields("Idempotency-Key: a\r\nIdempotency-Key: b\r\n"), "400 header.duplicate"},
      {with_fields("Expect: tea\r\n"), "417 header.expect"},
      {with_fields("A: " + std::string(2000, 'a') + "\r\n"), "431 header.too_large"},
      {with_fields("A: 1\r\nA: 2\r\nA: 3\r\nA: 4\r\nA: 5\r\nA: 6\r\nA: 7\r\nA: 8\r\nA: 9\r\nA: 10\r\n"),
       "431 header.too_many"},
  };
}

TEST(HeadScanner, TheCorpusIsJudgedRightly) {
  for (auto const& [bytes, outcome] : corpus()) {
    EXPECT_EQ(outcome_of(bytes, bytes.size()), outcome) << bytes.substr(0, 100);
  }
}

TEST(HeadScanner, TheSameHoldsWhenTheBytesComeOneByOne) {
  for (auto const& [bytes, outcome] : corpus()) {
    EXPECT_EQ(outcome_of(bytes, 1), outcome) << bytes.substr(0, 100);
  }
}

}  // namespace
}  // namespace nameplate::http
