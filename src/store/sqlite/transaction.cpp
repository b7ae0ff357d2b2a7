#include "store/sqlite/transaction.hpp"

#include "base/check.hpp"
#include "store/failure.hpp"
#include "store/sqlite/sql_transaction.hpp"

namespace nameplate::store::sqlite {

void Transaction::on_connection(std::function<void(tables::Connection&)> const& call) {
  try {
    call(turn_.connection());
  } catch (StorageFailure const&) {
    turn_.mark_suspect();
    throw;
  }
}

void Transaction::commit() {
  base::check(!committed_, "a transaction is committed once");
  on_connection([](tables::Connection& connection) { connection.use(sql::commit).run(); });
  committed_ = true;
  checkpointer_.note_commit();
}

}  // namespace nameplate::store::sqlite
