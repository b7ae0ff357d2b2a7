#pragma once

#include "naive_ledger.hpp"

#include <functional>
#include <string>
#include <vector>

/// What a fact does to everything, and what could not have happened.
namespace nameplate::model {

/// Told of each thing or lot that the fact touches: `thing 3` or `lot L1`, and as what.
using Touch = std::function<void(std::string const& what, char const* role)>;

void apply(State& state, Fact const& fact, Touch const& touch);

/// What physically speaks against the fact, on the state before it.
void find_contradicted(State const& state, Fact const& fact, std::vector<Contradicted>& found);

/// What the design does not say of the fact: of things that it says to be where they are, though they lie in a
/// container there, whether it takes them out of it; in which state a container was before anything was recorded of it.
void find_unclear(State const& state, Fact const& fact, std::vector<Contradicted>& found);

[[nodiscard]] std::string called(int thing);
[[nodiscard]] std::string called(std::string const& lot);

}  // namespace nameplate::model
