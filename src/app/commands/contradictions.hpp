#pragma once

#include "base/result.hpp"
#include "domain/bound.hpp"
#include "domain/check_event.hpp"

#include <vector>

/// What on record stands against a change of the past, for people and for programs.
namespace nameplate::app {

[[nodiscard]] std::vector<base::Contradicted> show(domain::Catalog const& catalog,
                                                   std::vector<domain::Contradiction> const& contradictions);

/// `history.contradicted`, with the list and a sentence about the first few.
[[nodiscard]] domain::Refusal contradicted(domain::Catalog const& catalog, domain::Verb verb,
                                           std::vector<domain::Contradiction> const& contradictions);

}  // namespace nameplate::app
