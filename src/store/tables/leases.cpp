#include "store/tables/leases.hpp"

#include "store/tables/sql_leases.hpp"

namespace nameplate::store::tables::leases {

std::optional<Lease> take(Connection& connection, std::int64_t holder, Work work, base::Instant now,
                          base::Instant until) {
  auto statement = connection.use(sql::take_lease);
  if (!statement.bind(work, holder, now, until).step()) {
    return std::nullopt;
  }
  return Lease{.work = work, .epoch = statement.integer(0), .until = until};
}

void give_up(Connection& connection, std::int64_t holder, Lease const& lease) {
  connection.use(sql::give_up_lease).bind(lease.work, lease.epoch, holder).run();
}

void check(Connection& connection, std::int64_t holder, Under const& under) {
  if (under) {
    connection.use(sql::check_lease)
        .bind(under->work, under->epoch, holder)
        .change_one("another server does this work by now");
  }
}

}  // namespace nameplate::store::tables::leases
