#include "http/dispatcher.hpp"
#include "http/routes.hpp"
#include "unit/http/no_services.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <type_traits>

// Who may do what, made from the server's own table of routes: each route is asked by nobody and by each role, and
// api/openapi.yaml has to name the same routes with the same roles. A new route is covered without a word here.
namespace nameplate::http {
namespace {

// A route without a rule does not compile: there is no access by default.
static_assert(!std::is_default_constructible_v<Access>);
static_assert(!std::is_constructible_v<Route, Method, std::string_view>);

/// The route's path with something at each `{...}`.
std::string path_of(Route const& route) {
  std::string path;
  bool inside = false;
  for (char const c : route.pattern) {
    path += c == '{' ? "x" : inside || c == '}' ? "" : std::string(1, c);
    inside = c == '{' || (inside && c != '}');
  }
  return path;
}

Dispatcher dispatcher_for(std::optional<Role> role) {
  return {all_routes(), no_services(), {.authenticate = [role](Request const&) -> base::Result<Principal> {
            if (!role) {
              return base::fail(base::ErrorKind::unauthorised, "token.missing", "Send a token.");
            }
            return Principal{.account = 1, .role = *role, .name = "x"};
          }}};
}

/// The status of the refusal; 0: let in.
int refusal_of(Dispatcher const& dispatcher, Route const& route) {
  Request request{.method = route.method, .target = path_of(route)};
  auto const admission = dispatcher.admit(request);
  EXPECT_EQ(admission.route, &route) << route.pattern;
  return admission.refusal ? admission.refusal->status : 0;
}

TEST(RouteAccess, NobodyIsLetInOnlyWhereTheTableSaysSo) {
  auto const dispatcher = dispatcher_for(std::nullopt);

  for (auto const& route : all_routes()) {
    EXPECT_EQ(refusal_of(dispatcher, route), route.access.is_open() ? 0 : 401)
        << to_string(route.method) << " " << route.pattern;
  }
}

TEST(RouteAccess, EachRoleIsLetInWhereTheTableSaysSo) {
  for (auto const role : {Role::viewer, Role::operator_, Role::manager, Role::admin}) {
    auto const dispatcher = dispatcher_for(role);
    for (auto const& route : all_routes()) {
      bool const allowed = route.access.is_open() || role >= route.access.role_min();
      EXPECT_EQ(refusal_of(dispatcher, route), allowed ? 0 : 403)
          << to_string(route.method) << " " << route.pattern << " as " << domain::name_of(role);
    }
  }
}

TEST(RouteAccess, WhatChangesSomethingNeedsAnOperator) {
  for (auto const& route : all_routes()) {
    if (route.method != Method::get) {
      EXPECT_FALSE(route.access.is_open()) << route.pattern;
      EXPECT_GE(route.access.role_min(), Role::operator_) << route.pattern;
    }
  }
}

using RolesByRoute = std::map<std::string, std::string>;  ///< `GET /api/v1/units` -> `viewer`

RolesByRoute roles_of_table() {
  RolesByRoute roles;
  for (auto const& route : all_routes()) {
    roles[std::string(to_string(route.method)) + " " + std::string(route.pattern)] =
        route.access.is_open() ? "anyone" : std::string(domain::name_of(route.access.role_min()));
  }
  return roles;
}

/// Reads the lines `  /path:`, `    method:` and `      x-role: role`, which is all that this test needs of YAML.
RolesByRoute roles_of_description() {
  RolesByRoute roles;
  std::ifstream file(NAMEPLATE_ROOT "/api/openapi.yaml");
  std::string path;
  std::string method;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("  /")) {
      path = line.substr(2, line.size() - 3);
    } else if (line.starts_with("    ") && !line.starts_with("     ") && line.ends_with(':')) {
      method = line.substr(4, line.size() - 5);
      for (char& c : method) {
        c = static_cast<char>(std::toupper(c));
      }
    } else if (line.starts_with("      x-role: ")) {
      roles[method + " " + path] = line.substr(14);
    }
  }
  return roles;
}

TEST(RouteAccess, TheDescriptionHasTheSameRoutesWithTheSameRoles) {
  EXPECT_EQ(roles_of_description(), roles_of_table());
}

}  // namespace
}  // namespace nameplate::http
