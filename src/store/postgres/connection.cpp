#include "store/postgres/connection.hpp"

#include "store/postgres/statement.hpp"

namespace nameplate::store::postgres {

Connection::Connection(std::string const& url) : session_(url) {}

Connection::~Connection() = default;

tables::Prepared& Connection::prepare(Sql const& sql) {
  auto& prepared = prepared_[&sql];
  if (prepared == nullptr) {
    prepared = std::make_unique<OneStatement>(session_, sql);
  }
  prepared->begin_use();
  return *prepared;
}

tables::Prepared& Connection::prepare_for_each(Sql const& sql) {
  auto& prepared = prepared_sets_[&sql];
  if (prepared == nullptr) {
    prepared = std::make_unique<SetStatement>(session_, sql);
  }
  prepared->begin_use();
  return *prepared;
}

}  // namespace nameplate::store::postgres
