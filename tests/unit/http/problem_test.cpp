#include "http/problem.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace nameplate::http {
namespace {

TEST(Problem, EachKindHasItsStatus) {
  using enum base::ErrorKind;
  std::vector<std::pair<base::ErrorKind, int>> const table = {
      {bad_request, 400}, {unauthorised, 401}, {forbidden, 403},
      {not_found, 404},   {conflict, 409},     {stale, 412},
      {too_large, 413},   {invalid, 422},      {precondition_required, 428},
      {unavailable, 503}, {storage_full, 507}, {internal, 500}};

  for (auto const& [kind, status] : table) {
    EXPECT_EQ(status_of(kind), status);
    EXPECT_EQ(problem({.kind = kind, .reason = "a.b", .detail = "c"}).status, status);
    EXPECT_NE(status_phrase(status), "Unknown");
  }
}

TEST(Problem, TheBodyIsAProblemDocument) {
  auto const response =
      problem({.kind = base::ErrorKind::conflict, .reason = "unit.not_in_stock", .detail = "It is \"out\"."});

  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(
      response.body,
      R"({"type":"about:blank","title":"Conflict","status":409,"reason":"unit.not_in_stock","detail":"It is \"out\"."})");
}

TEST(Problem, EveryRefusedItemIsListed) {
  base::Error error{.kind = base::ErrorKind::conflict, .reason = "operation.refused", .detail = "2 items."};
  error.items = {{.index = 0, .reason = "a", .detail = "b"},
                 {.index = 7, .reason = "c", .detail = "d", .matches = {"u1", "u2"}}};

  EXPECT_TRUE(problem(error).body.ends_with(
      R"("items":[{"index":0,"reason":"a","detail":"b"},{"index":7,"reason":"c","detail":"d","matches":["u1","u2"]}]})"));

  error.items.assign(100'000, {.index = 1, .reason = "a", .detail = "b"});
  EXPECT_EQ(std::ranges::count(problem(error).body, '{'), 100'001);
}

TEST(Problem, SomeStatusesSayWhatToDoInAHeader) {
  using Header = std::pair<std::string, std::string>;
  EXPECT_EQ(problem({.kind = base::ErrorKind::unauthorised}).headers,
            std::vector<Header>({{"WWW-Authenticate", "Bearer"}}));
  EXPECT_EQ(problem({.kind = base::ErrorKind::unavailable}).headers, std::vector<Header>({{"Retry-After", "1"}}));
  EXPECT_TRUE(problem({.kind = base::ErrorKind::invalid}).headers.empty());
}

}  // namespace
}  // namespace nameplate::http
