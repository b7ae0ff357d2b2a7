#pragma once

#include "identify/format/number_format.hpp"

#include <optional>
#include <string>
#include <vector>

namespace nameplate::identify {

/// A number that can be taken apart in two ways.
struct Ambiguity {
  std::string number;
  std::vector<std::string> one;  ///< the texts of the parts
  std::vector<std::string> another;
};

/// Whether every number that a format can make can be read back without doubt.
struct Readability {
  enum class Answer { yes, no, too_many } answer = Answer::yes;  ///< too_many: more cases than were looked at
  std::optional<Ambiguity> example = {};                         ///< a shortest one
};

/// Follows all numbers at once, character by character, along two readings that differ somewhere (the square of the
/// automaton of the format). `known`: the texts that fields may have; without them any text counts. Dates count as
/// their digits with the right first one. Cost: the characters of all known texts, and at most a million pairs of
/// places.
[[nodiscard]] Readability readability(NumberFormat const& format, KnownTexts const& known);

}  // namespace nameplate::identify
