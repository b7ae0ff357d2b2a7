#pragma once

#include "domain/bound.hpp"
#include "domain/records/catalog.hpp"
#include "domain/working_set.hpp"

#include <optional>
#include <string>

/// Physical facts only: the status, the parent, enough is left. Asked again of later events when an earlier one turns
/// up, so nothing here looks at rights, holds or master data but for names in messages.
namespace nameplate::domain {

/// What a message calls a subject: `SN-0001`, `container PAL-7`.
[[nodiscard]] std::string call(UnitState const& unit);
[[nodiscard]] std::string call(ContainerState const& container);

/// `in stock at DOCK-1`, `shipped to ACME`, ...
[[nodiscard]] std::string describe_place(Catalog const& catalog, WorkingSet const& state, Status status, Holder holder);

/// Whether the verb may be done to something in this status. `subject` is `unit`, `container`: the slug begins with it.
[[nodiscard]] std::optional<Refusal> check_status(Verb verb, Status status, std::string_view subject,
                                                  std::string const& called, std::string const& where);

/// Whether the verb may be done to something in this holder. `changes_place`: it would stand elsewhere afterwards.
[[nodiscard]] bool is_within_reach(Verb verb, bool unpack, Holder holder, bool changes_place);

/// What is not within reach is inside a container. Refusals: <subject>.inside_container.
[[nodiscard]] Refusal refuse_inside(Holder holder, WorkingSet const& state, std::string_view subject,
                                    std::string const& called);

}  // namespace nameplate::domain
