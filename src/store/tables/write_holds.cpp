#include "store/tables/sql_write.hpp"
#include "store/tables/write.hpp"

namespace nameplate::store::tables::write {
namespace {

void place_hold(Connection& connection, domain::Hold const& hold) {
  auto const rule = hold.rule.value_or(domain::HoldRule());
  bool const anywhere = rule.place == domain::Holder();
  connection.use(sql::insert_hold)
      .bind(hold.id, hold.kind, hold.reason, hold.case_number, hold.rule.has_value(), null_if_none(rule.product),
            null_if_none(rule.lot), anywhere ? std::nullopt : std::optional(rule.place.kind),
            anywhere ? std::nullopt : std::optional(rule.place.id), hold.placed_by, hold.placed_at,
            null_if_none(hold.released_by), hold.released_at, null_if_none(rule.category))
      .run();
}

}  // namespace

void holds(Connection& connection, domain::Changes const& changes) {
  for (auto const& hold : changes.holds_placed) {
    place_hold(connection, hold);
  }
  for (auto const& hold : changes.holds_released) {
    connection.use(sql::release_hold)
        .bind(hold.id, hold.released_by, hold.released_at)
        .change_one("a hold was released by somebody else");
  }
  auto place = connection.use_for_each(sql::insert_hold_member);
  for (auto const& member : changes.members_placed) {
    place.bind(member.subject, member.hold, member.kind, member.placed_by, null_if_none(member.released_by));
    place.run();
  }
  place.finish();
  auto release = connection.use_for_each(sql::release_hold_member);
  for (auto const& member : changes.members_released) {
    release.bind(member.subject, member.hold, member.placed_by, member.released_by);
    release.change_one("a hold on an item was released by somebody else");
  }
  release.finish();
}

}  // namespace nameplate::store::tables::write
