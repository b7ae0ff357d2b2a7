#include "http/handlers/approvals.hpp"

#include "app/external_id.hpp"
#include "app/queries/approvals.hpp"
#include "base/check.hpp"
#include "http/codec/answer_json.hpp"
#include "http/codec/kept_request.hpp"
#include "http/codec/object_fields.hpp"
#include "http/handlers/writing.hpp"
#include "http/list_request.hpp"
#include "http/read_answer.hpp"
#include "http/render/parts.hpp"

#include <array>

namespace nameplate::http {
namespace {

using base::ErrorKind;
using store::Approval;
using store::ApprovalState;

std::string_view name_of(ApprovalState state) {
  switch (state) {
    case ApprovalState::open: return "open";
    case ApprovalState::approved: return "approved";
    case ApprovalState::rejected: return "rejected";
  }
  base::unreachable();
}

void write_approval(JsonWriter& out, domain::Catalog const& catalog, Approval const& approval) {
  out.field("id", app::ExternalId(approval.id).view())
      .field("state", name_of(approval.state))
      .field("verb", domain::name_of(approval.verb));
  render::write_account(out, "askedBy", catalog, approval.asked_by);
  render::write_time(out, "askedAt", approval.asked_at);
  if (approval.decided_by) {
    render::write_account(out, "decidedBy", catalog, approval.decided_by);
    render::write_time(out, "decidedAt", approval.decided_at);
  }
  if (approval.event) {
    render::write_id(out, "event", app::ExternalId(approval.event));
  }
  if (!approval.reason.empty()) {
    out.field("reason", approval.reason);
  }
  if (!approval.refusal.empty()) {
    out.begin_object("refusal").field("reason", approval.refusal).field("detail", approval.detail).end_object();
  }
}

/// The command that does what was asked for, in the name of who asked.
base::Result<app::Command> command_of(app::Ledger& ledger, Approval const& approval) {
  auto const account = ledger.master_data.now()->account(approval.asked_by);
  auto const now = ledger.clock.now();
  if (account == nullptr || account->revoked || (account->expires && *account->expires <= now)) {
    return base::fail(ErrorKind::conflict, "approval.account_revoked",
                      "The account that asked for this was revoked, or has expired. Reject it, and ask for it anew.");
  }
  auto const kept = JsonDocument::parse(approval.request);
  auto read =
      kept ? read_kept_request(approval.verb, kept->root(), approval.asked_at, now) : std::unexpected(kept.error());
  if (!read) {
    return std::unexpected(std::move(read).error());
  }
  return app::Command{.actor = {.account = approval.asked_by.value, .role = account->role},
                      .what = std::move(read->operation)};
}

/// What would happen if it were approved now.
void write_preview(JsonWriter& out, app::Ledger& ledger, Approval const& approval) {
  auto command = command_of(ledger, approval);
  auto const outcome = command ? ledger.writer.preview(*std::move(command)) : std::unexpected(command.error());
  out.begin_object("preview");
  if (outcome) {
    out.field("outcome", outcome_of(*outcome));
    write_operation_answer(out, *ledger.master_data.now(), *outcome, AnswerDetail::items);
  } else {
    out.field("outcome", "refused");
    write_refusal(out, outcome.error());
  }
  out.end_object();
}

base::Result<Response> whole_approval(app::Reading& reading, Approval const& approval, app::Ledger* ledger) {
  auto response = json(200, {});
  JsonWriter out(response.body);
  out.begin_object();
  write_approval(out, *reading.catalog, approval);
  out.key("request").raw(approval.request);
  if (ledger != nullptr && approval.state == ApprovalState::open) {
    write_preview(out, *ledger, approval);
  }
  out.end_object();
  return response;
}

base::Result<std::string> read_reason(Request& request) {
  if (request.body.empty()) {
    return std::string();
  }
  auto const body = JsonDocument::parse(std::move(request.body));
  if (!body) {
    return std::unexpected(body.error());
  }
  ObjectReader reader(body->root());
  auto reason = read_text(reader, "reason", note_length_max, Lines::many);
  if (auto const fine = reader.finish(); !fine) {
    return std::unexpected(fine.error());
  }
  return reason;
}

/// To decide the same twice changes nothing: the answer is what it has become.
bool is_repetition(Approval const& approval, domain::Actor const& actor, ApprovalState wanted) {
  return approval.state == wanted && approval.decided_by.value == actor.account;
}

base::Result<Response> decide(Services& services, Request& request, ApprovalState wanted) {
  auto& ledger = services.ledger;
  auto reason = read_reason(request);
  if (!reason) {
    return std::unexpected(std::move(reason).error());
  }
  auto const actor = actor_of(request);
  auto const id = request.captures.front();
  auto const approval = app::find_approval(*ledger.store.begin_read(), id);
  if (!approval) {
    return std::unexpected(approval.error());
  }
  if (!is_repetition(*approval, actor, wanted)) {
    app::Command command{.actor = actor, .what = app::RejectCommand{.approval = approval->id, .reason = *reason}};
    if (wanted == ApprovalState::approved) {
      auto asked = command_of(ledger, *approval);
      if (!asked) {
        return std::unexpected(std::move(asked).error());
      }
      command = *std::move(asked);
      command.approved = {.approval = approval->id, .approver = {actor.account}, .reason = *std::move(reason)};
    }
    if (auto const outcome = ledger.writer.execute(std::move(command)); !outcome) {
      return std::unexpected(outcome.error());
    }
  }
  auto reading = app::begin_reading(ledger);
  auto const decided = app::find_approval(*reading.snapshot, id);
  return decided ? whole_approval(reading, *decided, nullptr) : std::unexpected(decided.error());
}

void answer_decision(Services& services, Request& request, Respond respond, ApprovalState wanted) {
  auto answered = decide(services, request, wanted);
  auto response = answered ? *std::move(answered) : problem(answered.error());
  add_sequence(response, services.ledger.writer.sequence());
  respond(std::move(response));
}

}  // namespace

void list_approvals(Services& services, Request&& request, Respond respond) {
  constexpr std::array<std::string_view, 4> states = {"open", "approved", "rejected", "all"};
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    QueryReader query(request.query);
    auto const chosen = query.choice("state", states, 0);
    auto const page = read_id_page(query, request);
    if (!page) {
      return std::unexpected(page.error());
    }
    auto const state = chosen + 1 == states.size() ? std::nullopt : std::optional(ApprovalState(chosen + 1));
    auto const list = app::list_approvals(*reading.snapshot, state, {page->after}, page->limit);
    auto response = json(200, {});
    JsonWriter out(response.body);
    out.begin_object().begin_array("approvals");
    for (auto const& approval : list.approvals) {
      out.begin_object();
      write_approval(out, *reading.catalog, approval);
      out.end_object();
    }
    out.end_array();
    if (list.next) {
      out.field("next", make_id_cursor(request, list.next.value));
    }
    out.end_object();
    return response;
  });
}

void get_approval(Services& services, Request&& request, Respond respond) {
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    if (auto const fine = QueryReader(request.query).finish(); !fine) {
      return std::unexpected(fine.error());
    }
    auto const approval = app::find_approval(*reading.snapshot, request.captures.front());
    return approval ? whole_approval(reading, *approval, &services.ledger) : std::unexpected(approval.error());
  });
}

void approve(Services& services, Request&& request, Respond respond) {
  answer_decision(services, request, std::move(respond), ApprovalState::approved);
}

void reject(Services& services, Request&& request, Respond respond) {
  answer_decision(services, request, std::move(respond), ApprovalState::rejected);
}

}  // namespace nameplate::http
