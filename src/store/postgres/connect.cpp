#include "store/postgres/connect.hpp"

#include "store/failure.hpp"

#include <fmt/format.h>

#include <chrono>

namespace nameplate::store::postgres {
namespace {

/// Plans must not depend on the values of a call, and follow the indexes that the statements were written for, also
/// in a database of which the server has no statistics yet; walking a primary key until enough rows fit looks cheap to
/// a server that takes every page for a move of a disk's arm. With this, sets are written in the order of their keys.
constexpr std::string_view planning = R"(
SET plan_cache_mode = force_generic_plan;
SET enable_seqscan = off;
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SET enable_memoize = off;
SET random_page_cost = 1.1;
SET jit = off;
SET default_transaction_isolation = 'read committed';
SET lock_timeout = '10s';
)";

/// A reader that hangs keeps old rows alive for everybody; a writer that hangs keeps locks.
constexpr std::string_view reading = R"(
SET statement_timeout = '30s';
SET idle_in_transaction_session_timeout = '30s';
SET default_transaction_read_only = on;
)";
constexpr std::string_view writing = R"(
SET statement_timeout = '60s';
SET idle_in_transaction_session_timeout = '60s';
)";

/// Longer than the statement time-outs: then it is not the statement.
constexpr std::chrono::seconds reading_longest{40};
constexpr std::chrono::seconds writing_longest{70};

}  // namespace

std::string quoted(std::string_view name) {
  std::string text = "\"";
  for (char const c : name) {
    text += c;
    if (c == '"') {
      text += '"';
    }
  }
  return text + '"';
}

std::unique_ptr<Connection> connect(Setup const& setup, Purpose purpose) {
  auto connection = std::make_unique<Connection>(setup.options.url);
  if (purpose == Purpose::write && !setup.options.read_only &&
      connection->session().setting("in_hot_standby") == "on") {
    throw StorageFailure(FailureKind::read_only,
                         "the server is a standby, which cannot be written; name the first server, or all of them with "
                         "target_session_attrs=read-write");
  }
  std::string settings(planning);
  bool const only_reads = purpose == Purpose::read || setup.options.read_only;
  settings += only_reads ? reading : writing;
  connection->session().expect_answers_within(only_reads ? reading_longest : writing_longest);
  if (setup.scratch) {
    settings += "SET synchronous_commit = off;";
  }
  if (!setup.schema.empty()) {
    settings += fmt::format("SET search_path = {};", quoted(setup.schema));
  }
  connection->session().script(settings, "settings of a connection");
  return connection;
}

}  // namespace nameplate::store::postgres
