#include "store/tables/connection.hpp"

#include "base/check.hpp"

namespace nameplate::store::tables {

void Statement::run() {
  base::check(!step(), "a statement without rows");
}

}  // namespace nameplate::store::tables
