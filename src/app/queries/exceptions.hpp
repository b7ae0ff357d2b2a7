#pragma once

#include "app/queries/afterwards.hpp"
#include "app/queries/subject_names.hpp"
#include "base/result.hpp"
#include "domain/records/catalog.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What was recorded against the facts, and needs a person to look at it.
namespace nameplate::app {

struct ExceptionQuestion {
  std::optional<bool> open = true;  ///< none: resolved ones too
  std::string subject = {};         ///< `u12`, `c7` or `l5`; empty: any
  std::optional<base::Instant> since = {};
  domain::EventId before = {};
  std::size_t limit = 100;
};

struct ExceptionList {
  std::vector<domain::Exception> exceptions;  ///< newest first
  std::vector<domain::Event> events;          ///< that raised them, by id
  Afterwards told;                            ///< what they contradict, and who resolved them
  SubjectNames names;
  domain::EventId next;  ///< none: the last page

  [[nodiscard]] domain::Event const& event_of(domain::Exception const& exception) const;
};

/// Errors: subject.unknown (422).
[[nodiscard]] base::Result<ExceptionList> find_exceptions(store::ReadSnapshot& snapshot,
                                                          ExceptionQuestion const& question);
/// By `x12`: a list of one. Errors: exception.unknown (404).
[[nodiscard]] base::Result<ExceptionList> find_exception(store::ReadSnapshot& snapshot, std::string_view id);

/// What is wrong, in words: `SN-1 was not in our hands`.
[[nodiscard]] std::string describe_conflict(domain::Conflict const& conflict, std::string_view called);
/// What a person can do about it.
[[nodiscard]] std::string remedy_of(domain::Event const& event, domain::Conflict const& conflict);

}  // namespace nameplate::app
