#include "http/router.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <utility>

namespace nameplate::http {
namespace {

/// Takes `segment` off `/segment/rest`.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  auto const segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

std::size_t slot_of(Method method) {
  return static_cast<std::size_t>(std::to_underlying(method));
}

}  // namespace

Router::Router(std::span<Route const> routes) : routes_(routes), nodes_(1) {
  for (std::size_t i = 0; i < routes.size(); ++i) {
    add(i);
  }
}

void Router::add(std::size_t route) {
  auto rest = routes_[route].pattern;
  base::check(rest.starts_with('/'), "a route's pattern starts with a slash");
  std::size_t node = 0;
  while (!rest.empty()) {
    auto const segment = take_segment(rest);
    base::check(!segment.ends_with("...}") || rest.empty(), "a capture of all remaining segments stands last");
    node = child_for(node, segment);
  }
  auto& slot = nodes_[node].routes[slot_of(routes_[route].method)];
  base::check(slot == none, "two routes have the same method and pattern");
  slot = route;
}

std::size_t Router::child_for(std::size_t node, std::string_view segment) {
  if (segment.starts_with('{')) {
    auto const member = segment.ends_with("...}") ? &Node::tail : &Node::capture;
    if (nodes_[node].*member == none) {
      nodes_[node].*member = nodes_.size();
      nodes_.emplace_back();
    }
    return nodes_[node].*member;
  }
  for (auto const& [text, child] : nodes_[node].literals) {
    if (text == segment) {
      return child;
    }
  }
  nodes_[node].literals.emplace_back(segment, nodes_.size());
  nodes_.emplace_back();
  return nodes_.size() - 1;
}

std::size_t Router::find(std::size_t node, std::string_view rest, std::vector<std::string>& captures) const {
  auto const& here = nodes_[node];
  if (rest.empty()) {
    bool const ends_here = std::ranges::any_of(here.routes, [](std::size_t route) { return route != none; });
    return ends_here ? node : none;
  }
  auto after = rest;
  auto const segment = take_segment(after);
  for (auto const& [text, child] : here.literals) {
    if (text == segment) {
      if (auto const found = find(child, after, captures); found != none) {
        return found;
      }
      break;
    }
  }
  if (here.capture != none && !segment.empty()) {
    captures.emplace_back(segment);
    if (auto const found = find(here.capture, after, captures); found != none) {
      return found;
    }
    captures.pop_back();
  }
  if (here.tail != none && !segment.empty()) {
    captures.emplace_back(rest.substr(1));
    return here.tail;
  }
  return none;
}

std::string Router::allowed_methods(Node const& node) const {
  std::string text;
  auto const append = [&](Method method) { text += (text.empty() ? "" : ", ") + std::string(to_string(method)); };
  for (auto const route : node.routes) {
    if (route == none) {
      continue;
    }
    append(routes_[route].method);
    if (routes_[route].method == Method::get && node.routes[slot_of(Method::head)] == none) {
      append(Method::head);
    }
  }
  return text;
}

Router::Match Router::match(Method method, std::string_view path) const {
  Match match;
  auto const found = find(0, path, match.captures);
  if (found == none) {
    return match;
  }
  auto const& node = nodes_[found];
  auto route = node.routes[slot_of(method)];
  if (route == none && method == Method::head) {
    route = node.routes[slot_of(Method::get)];
  }
  if (route == none) {
    match.allow = allowed_methods(node);
    return match;
  }
  match.route = &routes_[route];
  match.index = route;
  return match;
}

}  // namespace nameplate::http
