#include "store/tables/approvals.hpp"

#include "store/tables/rows.hpp"
#include "store/tables/sql_approvals.hpp"
#include "store/tables/write.hpp"

namespace nameplate::store::tables::approvals {
namespace {

Approval read_approval(Statement const& row) {
  return {.id = {row.integer(0)},
          .state = static_cast<ApprovalState>(row.integer(1)),
          .verb = static_cast<domain::Verb>(row.integer(2)),
          .request = std::string(row.text(3)),
          .asked_by = {row.integer(4)},
          .asked_at = {row.integer(5)},
          .decided_by = {row.integer(6)},
          .decided_at = {row.integer(7)},
          .event = {row.integer(8)},
          .reason = std::string(row.text(9)),
          .refusal = std::string(row.text(10)),
          .detail = std::string(row.text(11)),
          .version = row.integer(12)};
}

std::vector<Approval> read_all(Statement& statement) {
  std::vector<Approval> approvals;
  while (statement.step()) {
    approvals.push_back(read_approval(statement));
  }
  return approvals;
}

}  // namespace

std::vector<Approval> load(Connection& connection, std::span<ApprovalId const> ids) {
  return collect(connection, sql::load_approval, ids, read_approval);
}

std::vector<Approval> list(Connection& connection, std::optional<ApprovalState> state, ApprovalId before,
                           std::size_t limit) {
  if (!state) {
    auto statement = connection.use(sql::list_approvals);
    statement.bind(before, limit);
    return read_all(statement);
  }
  if (*state == ApprovalState::open) {
    auto statement = connection.use(sql::list_open_approvals);
    statement.bind(before, limit);
    return read_all(statement);
  }
  auto statement = connection.use(sql::list_approvals_in);
  statement.bind(before, limit, *state);
  return read_all(statement);
}

void write(Connection& connection, std::span<Approval const> approvals) {
  for (auto const& approval : approvals) {
    if (approval.version == 0) {
      connection.use(sql::insert_approval)
          .bind(approval.id, approval.state, approval.verb, approval.request, approval.asked_by, approval.asked_at,
                approval.decided_by, approval.decided_at, approval.event, approval.reason, approval.refusal,
                approval.detail)
          .run();
      continue;
    }
    connection.use(sql::update_approval)
        .bind(approval.id, approval.state, approval.decided_by, approval.decided_at, approval.event, approval.reason,
              approval.refusal, approval.detail, approval.version)
        .change_one("the approval was changed by somebody else");
  }
}

}  // namespace nameplate::store::tables::approvals
