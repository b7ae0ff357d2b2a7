#pragma once

#include "http/route.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nameplate::http {

/// Finds the route for a method and a path: a tree of path segments, literal text before captures.
class Router {
 public:
  /// What a path led to. `route` is null when no route fits: `allow` then says which methods the path knows, and is
  /// empty when it knows none.
  struct Match {
    Route const* route = nullptr;
    std::size_t index = 0;  ///< of the route in the table
    std::vector<std::string> captures = {};
    std::string allow = {};
  };

  /// `routes` outlives the router. Two routes with the same method and pattern end the process.
  explicit Router(std::span<Route const> routes);

  /// `path` is decoded and starts with `/`. HEAD finds the route of GET.
  [[nodiscard]] Match match(Method method, std::string_view path) const;

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  static constexpr std::size_t method_count = 7;
  struct Node {
    std::vector<std::pair<std::string, std::size_t>> literals;
    std::size_t capture = none;
    std::size_t tail = none;
    std::array<std::size_t, method_count> routes = {none, none, none, none, none, none, none};
  };

  void add(std::size_t route);
  [[nodiscard]] std::size_t child_for(std::size_t node, std::string_view segment);
  [[nodiscard]] std::size_t find(std::size_t node, std::string_view rest, std::vector<std::string>& captures) const;
  [[nodiscard]] std::string allowed_methods(Node const& node) const;

  std::span<Route const> routes_;
  std::vector<Node> nodes_;
};

}  // namespace nameplate::http
