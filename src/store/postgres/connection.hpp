#pragma once

#include "store/postgres/session.hpp"
#include "store/tables/connection.hpp"

#include <memory>
#include <string>
#include <unordered_map>

namespace nameplate::store::postgres {

using tables::Blob;
using tables::ColumnType;
using tables::Sql;
using tables::Statement;

class OneStatement;
class SetStatement;

/// A session that runs the statements of store/tables. Each is prepared at its first use, for one and for a set.
class Connection final : public tables::Connection {
 public:
  explicit Connection(std::string const& url);
  ~Connection() override;

  [[nodiscard]] bool is_only_writer() const override { return false; }
  /// Each is looked up in its table too, until a vacuum has been there.
  [[nodiscard]] std::int64_t counted_max() const override { return 20'000; }
  [[nodiscard]] double steps_per_row() const override { return 3; }
  /// The server decides when the pages are overwritten: autovacuum, and the age of the log.
  void overwrite_deleted(bool /*all*/) override {}
  /// Pages and indexes are checked by the server's own tools, see docs/operating/postgresql.md.
  [[nodiscard]] std::vector<std::string> check_structure() override { return {}; }

  [[nodiscard]] Session& session() { return session_; }

 private:
  [[nodiscard]] tables::Prepared& prepare(Sql const& sql) override;
  [[nodiscard]] tables::Prepared& prepare_for_each(Sql const& sql) override;

  Session session_;
  std::unordered_map<Sql const*, std::unique_ptr<OneStatement>> prepared_;
  std::unordered_map<Sql const*, std::unique_ptr<SetStatement>> prepared_sets_;
};

}  // namespace nameplate::store::postgres
