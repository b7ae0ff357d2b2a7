#pragma once

#include "app/ledger.hpp"
#include "base/result.hpp"
#include "domain/event.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Erasing what can identify a person, without a change to any event.
namespace nameplate::app {

/// What is to go. Exactly one of `party`, `operator_name` and `event` is given.
struct EraseRequest {
  std::string party = {};          ///< code or id of a master record: from its value, and from all that it ever was
  std::string operator_name = {};  ///< this name, from every event
  std::string event = {};          ///< `e12`: what stands beside this one event
  std::vector<std::string> fields =
      {};                   ///< only these: of a party `contacts`, ...; of an event `operator`, `note`, ...
  std::string reason = {};  ///< why; stays in the ledger, so it names nobody
  bool dry_run = false;
};

struct EraseAnswer {
  std::int64_t values = 0;                     ///< how many went, or would go
  std::int64_t events = 0;                     ///< beside how many events they stood
  std::vector<domain::EventId> erasures = {};  ///< the events that say so
};

/// Finds what is there and erases it, in events of at most a thousand values each. Whoever asks again after any
/// interruption has the rest erased. Nothing left is no error. Errors: erase.legal_hold (409),  erase.target,
/// erase.reason_missing, erase.field_unknown, record.unknown, event.unknown, and those of the writer.
[[nodiscard]] base::Result<EraseAnswer> erase(Ledger& ledger, domain::Actor const& actor, EraseRequest const& request);

}  // namespace nameplate::app
