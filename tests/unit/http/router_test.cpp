#include "http/router.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace nameplate::http {
namespace {

void unused(Services&, Request&&, Respond) {}

constexpr Route route(Method method, std::string_view pattern, std::string_view name) {
  return {.method = method,
          .pattern = pattern,
          .access = Access::anyone(),
          .weight = Weight::light,
          .handler = unused,
          .name = name};
}

constexpr Route routes[] = {
    route(Method::get, "/", "home"),
    route(Method::get, "/units", "units.list"),
    route(Method::get, "/units/{id}", "units.read"),
    route(Method::patch, "/units/{id}", "units.change"),
    route(Method::get, "/units/{id}/history", "units.history"),
    route(Method::post, "/formats/preview", "formats.preview"),
    route(Method::get, "/formats/{code}", "formats.read"),
    route(Method::get, "/formats/preview/{part}/deep", "formats.deep"),
    route(Method::get, "/formats/{code}/{part}/list", "formats.list"),
    route(Method::get, "/assets/{path...}", "assets"),
    route(Method::head, "/probe", "probe.head"),
    route(Method::get, "/probe", "probe.get"),
};

std::string name_of(Method method, std::string_view path) {
  static Router const router(routes);
  auto const match = router.match(method, path);
  return match.route == nullptr ? "none" : std::string(match.route->name);
}

TEST(Router, FindsRoutesByMethodAndPath) {
  EXPECT_EQ(name_of(Method::get, "/"), "home");
  EXPECT_EQ(name_of(Method::get, "/units"), "units.list");
  EXPECT_EQ(name_of(Method::get, "/units/u12"), "units.read");
  EXPECT_EQ(name_of(Method::patch, "/units/u12"), "units.change");
  EXPECT_EQ(name_of(Method::get, "/units/u12/history"), "units.history");
  EXPECT_EQ(name_of(Method::get, "/probe"), "probe.get");
  EXPECT_EQ(name_of(Method::head, "/probe"), "probe.head");
}

TEST(Router, HeadFindsTheRouteOfGet) {
  EXPECT_EQ(name_of(Method::head, "/units/u12"), "units.read");
}

TEST(Router, NearMissesFindNothing) {
  for (auto const path : {"/unit", "/units/", "/units//history", "//units", "/units/u12/", "/units/u12/histor",
                          "/Units", "/assets", "/assets/"}) {
    EXPECT_EQ(name_of(Method::get, path), "none") << path;
  }
}

TEST(Router, LiteralTextComesBeforeCapturesAndFallsBackToThem) {
  EXPECT_EQ(name_of(Method::post, "/formats/preview"), "formats.preview");
  EXPECT_EQ(name_of(Method::get, "/formats/preview/a/deep"), "formats.deep");
  EXPECT_EQ(name_of(Method::get, "/formats/preview/a/list"), "formats.list");
  EXPECT_EQ(name_of(Method::get, "/formats/other"), "formats.read");
}

TEST(Router, CapturesComeInOrder) {
  Router const router(routes);

  auto const two = router.match(Method::get, "/formats/preview/a b/list");
  EXPECT_EQ(two.captures, (std::vector<std::string>{"preview", "a b"}));
  EXPECT_EQ(two.index, 8U);

  EXPECT_EQ(router.match(Method::get, "/assets/js/app.js").captures, std::vector<std::string>{"js/app.js"});
  EXPECT_TRUE(router.match(Method::get, "/units").captures.empty());
}

TEST(Router, AnotherMethodIsToldWhichOnesThereAre) {
  Router const router(routes);

  auto const match = router.match(Method::delete_, "/units/u12");

  EXPECT_EQ(match.route, nullptr);
  EXPECT_EQ(match.allow, "GET, HEAD, PATCH");
  EXPECT_EQ(router.match(Method::options, "/formats/preview").allow, "POST");
  EXPECT_EQ(router.match(Method::post, "/probe").allow, "GET, HEAD");
  EXPECT_EQ(router.match(Method::get, "/nowhere").allow, "");
}

TEST(RouterDeathTest, TheSameRouteTwiceEndsTheProcess) {
  static constexpr Route twice[] = {route(Method::get, "/a/{x}", "one"), route(Method::get, "/a/{y}", "two")};
  EXPECT_DEATH(Router{twice}, "same method and pattern");
}

}  // namespace
}  // namespace nameplate::http
