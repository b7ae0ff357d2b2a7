#pragma once

#include "base/result.hpp"
#include "base/value.hpp"
#include "domain/operation.hpp"
#include "domain/records/record_kind.hpp"
#include "domain/role.hpp"
#include "store/approval.hpp"
#include "store/rows.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What can be asked of the writer, and what it answers.
namespace nameplate::app {

/// A change of one master record. `value` holds the fields as the request wrote them.
struct RecordCommand {
  enum class Action : std::uint8_t {
    create,  ///< POST: refused when the code is taken
    put,     ///< PUT: makes or replaces
    patch,   ///< PATCH: only the given fields; a null removes
  };
  domain::RecordKind kind = domain::RecordKind::product;
  Action action = Action::create;
  std::string id_or_code = {};                           ///< put, patch
  std::optional<domain::EventId> version_expected = {};  ///< If-Match
  base::Value value = {};
  std::optional<bool> retired = {};  ///< field `state`
};

/// Makes an account with a token of its own. The answer shows the token once.
struct TokenCommand {
  std::string name;
  domain::Role role = domain::Role::viewer;
  std::optional<base::Instant> expires = {};
  std::optional<std::int64_t> back_dating_hours = {};
  bool may_record_conflicts = false;
};

/// Takes private values of earlier events away. Those that are gone already are passed over.
struct EraseCommand {
  std::string reason;
  domain::RecordId record = {};                  ///< whose values they are; none: of no record
  domain::EventId record_version = {};           ///< the record as it was looked at
  domain::EventId record_source = {};            ///< the event that its value of then comes from
  std::vector<domain::ErasedValue> values = {};  ///< a thousand at most
  bool passes_over_holds = false;                ///< what a legal hold protects stays; otherwise it is a refusal
};

/// Says no to what waits for approval.
struct RejectCommand {
  store::ApprovalId approval;
  std::string reason;
};

/// A second person agrees to what waits for approval.
struct ApprovalGiven {
  store::ApprovalId approval;
  domain::RecordId approver;  ///< account
  std::string reason = {};    ///< why, if a reason was given
};

struct Command {
  domain::Actor actor = {};
  std::optional<store::KeyClaim> key = {};  ///< none: no Idempotency-Key was given
  std::variant<domain::Operation, RecordCommand, TokenCommand, RejectCommand, EraseCommand> what;
  /// Of an operation: as it was written, kept where a second person has to agree to it first. JSON.
  std::string request = {};
  /// Of an operation that waited: its actor is who asked for it, and this is who agreed.
  std::optional<ApprovalGiven> approved = {};
  /// Of an operation that is part of something whole, as a take-back: the account that agreed to the whole.
  domain::RecordId approver = {};
};

enum class ItemOutcome : std::uint8_t { done, unchanged, refused };

/// A warning that came with an item: a stable slug and a sentence.
struct ItemAnswer {
  std::uint32_t index = 0;  ///< place of the item in the request; `generate` gives many with one index
  ItemOutcome outcome = ItemOutcome::done;
  domain::SubjectKind kind = domain::SubjectKind::unit;
  domain::SubjectId subject = {};  ///< none: nothing was found
  domain::RecordId product = {};
  std::string number = {};  ///< serial, lot number or container code
  std::optional<domain::Status> status = {};
  std::optional<base::Quantity> quantity = {};
  std::vector<std::string> warnings = {};
  std::string reason = {};  ///< refused
  std::string detail = {};
  std::vector<std::string> matches = {};
};

/// One of the reversals that a reversal would need, in the order in which they can be asked for.
struct CascadeStep {
  domain::EventId event;
  domain::Verb verb = domain::Verb::observe;
  base::Instant time;
  struct Subject {
    domain::SubjectKind kind = domain::SubjectKind::unit;
    domain::SubjectId subject;
    domain::RecordId product = {};  ///< of units and lots
    std::string number = {};
  };
  std::vector<Subject> subjects = {};
  bool whole = false;  ///< all items of the event
};

/// What became of a command. The same for its first answer and for every replay of it.
struct Answer {
  bool replayed = false;
  domain::EventId event = {};  ///< none: nothing was recorded
  domain::Sequence sequence = 0;
  base::Instant recorded_at = {};
  std::int64_t done = 0;
  std::int64_t unchanged = 0;
  std::int64_t refused = 0;
  std::vector<ItemAnswer> items = {};  ///< by index; all of them
  std::vector<domain::HoldId> holds = {};
  store::ApprovalId approval = {};        ///< nothing was done: a second person has to agree first
  std::vector<CascadeStep> cascade = {};  ///< reverse with a preview: nothing was recorded
  // Of a RecordCommand or TokenCommand
  std::optional<domain::RecordRow> record = {};
  bool record_made = false;
  std::string token = {};  ///< in the first answer only
};

using Outcome = base::Result<Answer>;

}  // namespace nameplate::app
