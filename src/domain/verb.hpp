#pragma once

#include "domain/role.hpp"
#include "domain/status.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace nameplate::domain {

/// What can be asked for. The numbers stand in the ledger: never renumber.
enum class Verb : std::uint8_t {
  register_ = 1,
  announce = 2,
  receive = 3,
  move = 4,
  pack = 5,
  unpack = 6,
  stage = 7,
  unstage = 8,
  ship = 9,
  deliver = 10,
  return_ = 11,
  accept = 12,
  repair = 13,
  scrap = 14,
  lose = 15,
  find = 16,
  observe = 17,
  inspect = 18,
  process = 19,
  hold = 20,
  release = 21,
  relabel = 22,
  adjust = 23,
  change_record = 24,  ///< master data, rights: not an operation on goods
  amend = 25,
  reverse = 26,  ///< says that an event did not happen
  resolve = 27,  ///< a person dealt with an exception
  erase = 28,    ///< takes away what can identify a person: not an operation on goods
};

/// Neither an operation on goods nor a row of the rule table.
[[nodiscard]] constexpr bool is_administrative(Verb verb) {
  return verb == Verb::change_record || verb == Verb::erase;
}

using VerbSet = EnumSet<Verb>;

[[nodiscard]] std::string_view name_of(Verb verb);
[[nodiscard]] std::optional<Verb> parse_verb(std::string_view name);

/// Where a verb leaves what it is done to.
enum class Target : std::uint8_t {
  stays,              ///< place unchanged
  location,           ///< field `location`
  location_if_given,  ///< field `location`, otherwise unchanged
  container,          ///< field `container`
  out_of_container,   ///< field `location`, otherwise the place of the container it was in
  recipient,          ///< field `party`, or `destination` for one of our own places
  party,              ///< field `party`, otherwise the party it was shipped to
  announced,          ///< nowhere yet; `location` is where it is expected
  nowhere,            ///< gone
  stated,             ///< what the request states: `location`, or `holder`
};

/// What the verb asks of something that is inside a container.
enum class Inside : std::uint8_t {
  refused,    ///< refused with the container's name, unless `unpack: true`
  taken_out,  ///< it is taken out by itself
  ignored,    ///< the verb does not touch its place
};

/// One row of the rule table: what a verb may be done to, and what it does. docs/reference/verbs.md shows it.
struct VerbRule {
  Verb verb;
  std::string_view name;
  std::string_view summary;
  bool makes_new;            ///< also for a number that does not exist yet
  StatusSet from;            ///< statuses of existing units and containers from which it is allowed
  StatusSet quantity_from;   ///< statuses of lot quantities from which it takes
  std::optional<Status> to;  ///< none: unchanged
  Target target;
  Inside inside;
  bool carries_contents;  ///< a container's contents change their status with it
  Role role_min;          ///< who may
};

[[nodiscard]] std::span<VerbRule const> verb_rules();
[[nodiscard]] VerbRule const& rule_of(Verb verb);

}  // namespace nameplate::domain
