#include "http/response_head.hpp"

#include <gtest/gtest.h>

#include <string>

namespace nameplate::http {
namespace {

std::string head_of(Response const& response, HeadFacts facts = {}) {
  std::string out;
  append_response_head(out, response, facts);
  return out;
}

TEST(ResponseHead, TheSafeFieldsAreOnEveryAnswer) {
  EXPECT_EQ(head_of(json(200, "{}"), {.request_id = "abc", .date = "now"}),
            "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Type: application/json\r\nContent-Length: 2\r\nCache-Control: "
            "no-store\r\n"
            "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\nX-Content-Type-Options: nosniff\r\n"
            "Referrer-Policy: no-referrer\r\nX-Request-Id: abc\r\n\r\n");
}

TEST(ResponseHead, AHandlerMaySetCachingAndPolicyItself) {
  auto response = json(200, "");
  response.headers = {{"cache-control", "max-age=60"}, {"Content-Security-Policy", "default-src 'self'"}};

  auto const head = head_of(response);

  EXPECT_FALSE(head.contains("no-store"));
  EXPECT_FALSE(head.contains("default-src 'none'"));
  EXPECT_TRUE(head.contains("cache-control: max-age=60\r\n"));
}

TEST(ResponseHead, WhatAUserTypedCannotStartAField) {
  auto response = json(200, "");
  response.headers = {{"Content-Disposition", "attachment; filename=\"a\r\nSet-Cookie: b\n\""}};

  EXPECT_TRUE(head_of(response).contains("filename=\"a  Set-Cookie: b \"\r\n"));
}

TEST(ResponseHead, NoContentSaysNothingAboutABody) {
  auto const head = head_of(no_content());

  EXPECT_FALSE(head.contains("Content-Length"));
  EXPECT_FALSE(head.contains("Content-Type:"));
}

TEST(ResponseHead, StreamsAreChunkedOrEndWithTheConnection) {
  EXPECT_TRUE(head_of(json(200, ""), {.framing = Framing::chunked}).contains("Transfer-Encoding: chunked\r\n"));
  auto const closing = head_of(json(200, ""), {.framing = Framing::close, .keeps_connection = false});
  EXPECT_FALSE(closing.contains("Content-Length"));
  EXPECT_TRUE(closing.contains("Connection: close\r\n"));
}

TEST(ResponseHead, LinksLeadToTheBaseUrl) {
  auto response = json(201, "");
  response.headers = {{"Location", "/api/v1/products/A"}};
  EXPECT_TRUE(head_of(response).contains("Location: /api/v1/products/A\r\n"));
  EXPECT_TRUE(
      head_of(response, {.base_url = "https://stock"}).contains("Location: https://stock/api/v1/products/A\r\n"));

  response.headers = {{"Location", "https://elsewhere/"}};
  EXPECT_TRUE(head_of(response, {.base_url = "https://stock"}).contains("Location: https://elsewhere/\r\n"));
}

TEST(HttpDate, IsWrittenAsTheStandardSays) {
  HttpDate date;
  EXPECT_EQ(date.at(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(date.at(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(date.at(1795428671), "Mon, 23 Nov 2026 10:11:11 GMT");
}

}  // namespace
}  // namespace nameplate::http
