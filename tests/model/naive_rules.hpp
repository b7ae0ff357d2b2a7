#pragma once

#include "naive_ledger.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

/// What the naive ledger knows of each verb, asked of one moment.
namespace nameplate::model {

struct Rule {
  std::set<std::string> from;
  std::string to;  ///< "": as before
};
[[nodiscard]] Rule const& rule_of(std::string const& verb);
[[nodiscard]] bool is_administrative(std::string const& verb);
[[nodiscard]] bool makes_new(std::string const& verb);
[[nodiscard]] bool takes_contents_along(std::string const& verb);
[[nodiscard]] bool is_in_our_hands(std::string const& status);

[[nodiscard]] bool is_in(std::string const& holder);
[[nodiscard]] int container_of(std::string const& holder);
[[nodiscard]] std::string inside(int container);
[[nodiscard]] std::string place_of(State const& state, std::string holder);
[[nodiscard]] bool is_within(State const& state, std::string holder, int container);
/// Units and containers inside, at any depth.
[[nodiscard]] std::vector<int> things_in(State const& state, int container);

[[nodiscard]] std::string status_after(Step const& step, std::string const& status);
/// Where the step says that it is afterwards; nothing: it does not say.
[[nodiscard]] std::optional<std::string> stated_holder(State const& state, Step const& step, std::string const& holder,
                                                       std::string const& container);
/// The step takes it out of its container and does not say where to: it stays where that stands.
[[nodiscard]] bool stays_where_it_stands(Step const& step);
[[nodiscard]] bool is_so_already(State const& state, Step const& step, Thing const& thing,
                                 std::string const& container);

/// What physically speaks against it: status, parent, contents. `container`: the one that the step names, as a holder.
[[nodiscard]] std::set<std::string> physical_reasons(State const& state, Step const& step, int thing,
                                                     std::string const& container);
/// Whether something on hold, or around it, forbids the step.
[[nodiscard]] bool is_held(State const& with_holds_of, State const& state, int thing, std::string const& holder);
[[nodiscard]] bool is_forbidden_by_hold(std::string const& verb);

/// The slugs for a status that does not fit.
[[nodiscard]] std::set<std::string> status_slugs(std::string const& verb, bool is_container);

/// What inside a container does not let the step be done to it: in which status, and held or not is asked of `is_held`.
struct Content {
  int thing = -1;
  std::string lot = {};
  std::string status;
  std::string holder;
};
[[nodiscard]] std::vector<Content> contents_of(State const& state, int container);

}  // namespace nameplate::model
