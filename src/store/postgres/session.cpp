#include "store/postgres/session.hpp"

#include "base/check.hpp"
#include "base/logging.hpp"
#include "store/postgres/failure.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

#include <poll.h>

namespace nameplate::store::postgres {
namespace {

constexpr int binary = 1;
constexpr std::size_t large_bytes = 512 * 1024;
constexpr std::chrono::milliseconds slow{1000};

std::string_view without_end_of_line(char const* text) {
  std::string_view message = text == nullptr ? "" : text;
  while (message.ends_with('\n')) {
    message.remove_suffix(1);
  }
  return message;
}

/// Logs a statement with its time: each one for whoever looks for a fault, the slow ones always.
class Timing {
 public:
  explicit Timing(std::string_view doing, int connection)
      : doing_(doing), connection_(connection), begun_(std::chrono::steady_clock::now()) {}
  Timing(Timing const&) = delete;
  Timing& operator=(Timing const&) = delete;
  ~Timing() {
    auto const took = std::chrono::steady_clock::now() - begun_;
    bool const is_slow = took >= slow;
    if (!is_slow && !base::log::is_written(base::log::Level::debug)) {
      return;
    }
    base::log::write(
        is_slow ? base::log::Level::warn : base::log::Level::debug, "store",
        is_slow ? "a statement took long" : "a statement",
        {{"statement", std::string(doing_)},
         {"connection", std::to_string(connection_)},
         {"microseconds", std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(took).count())}});
  }

 private:
  std::string_view doing_;
  int connection_;
  std::chrono::steady_clock::time_point begun_;
};

}  // namespace

void Result::Clear::operator()(pg_result* result) const {
  PQclear(result);
}

int Result::rows() const {
  return PQntuples(result_.get());
}

int Result::columns() const {
  return PQnfields(result_.get());
}

std::int64_t Result::touched() const {
  std::string_view const text = PQcmdTuples(result_.get());
  std::int64_t rows = 0;
  std::from_chars(text.data(), text.data() + text.size(), rows);
  return rows;
}

bool Result::is_null(int row, int column) const {
  return PQgetisnull(result_.get(), row, column) != 0;
}

bool Result::failed() const {
  auto const status = PQresultStatus(result_.get());
  return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK;
}

std::string_view Result::state() const {
  auto const* const state = PQresultErrorField(result_.get(), PG_DIAG_SQLSTATE);
  return state == nullptr ? "" : state;
}

std::string_view Result::message() const {
  auto const* const text = PQresultErrorField(result_.get(), PG_DIAG_MESSAGE_PRIMARY);
  return text == nullptr ? "" : text;
}

std::uint32_t Result::type(int column) const {
  return PQftype(result_.get(), column);
}

std::string_view Result::column_name(int column) const {
  return PQfname(result_.get(), column);
}

std::string_view Result::bytes(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column), static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::int64_t Result::integer(int row, int column) const {
  return decode_integer(bytes(row, column));
}

void Session::Close::operator()(pg_conn* connection) const {
  PQfinish(connection);
}

namespace {

/// What a connection is opened with: what the URL says counts for more, but for what must be so.
pg_conn* open_connection(std::string const& url) {
  char* fault = nullptr;
  auto* const parsed = PQconninfoParse(url.c_str(), &fault);
  PQconninfoFree(parsed);
  PQfreemem(fault);
  if (parsed == nullptr) {
    // What libpq says of it quotes the URL, and so perhaps a password.
    throw StorageFailure(FailureKind::unavailable,
                         "this is no connection string; write postgresql://USER@HOST:PORT/DATABASE");
  }
  // A server that is gone without a word is noticed after ten seconds or so, before a standby takes over.
  std::array<std::pair<char const*, char const*>, 9> const parameters = {{{"connect_timeout", "3"},
                                                                          {"target_session_attrs", "any"},
                                                                          {"keepalives_idle", "5"},
                                                                          {"keepalives_interval", "2"},
                                                                          {"keepalives_count", "3"},
                                                                          {"tcp_user_timeout", "10000"},
                                                                          {"dbname", url.c_str()},
                                                                          {"client_encoding", "UTF8"},
                                                                          {"application_name", "nameplate"}}};
  std::array<char const*, parameters.size() + 1> names{};
  std::array<char const*, parameters.size() + 1> values{};
  std::ranges::transform(parameters, names.begin(), [](auto const& parameter) { return parameter.first; });
  std::ranges::transform(parameters, values.begin(), [](auto const& parameter) { return parameter.second; });
  constexpr int expand_url = 1;
  return PQconnectdbParams(names.data(), values.data(), expand_url);
}

}  // namespace

Session::Session(std::string const& url) : connection_(open_connection(url)) {
  if (connection_ == nullptr || PQstatus(connection_.get()) != CONNECTION_OK) {
    throw ConnectionLost(fmt::format("cannot connect to PostgreSQL: {}",
                                     connection_ == nullptr ? std::string_view("no memory")
                                                            : without_end_of_line(PQerrorMessage(connection_.get()))));
  }
  PQsetNoticeReceiver(
      connection_.get(),
      [](void* warned, pg_result const* notice) {
        auto const* const severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
        if (severity != nullptr && std::string_view(severity) == "WARNING") {
          *static_cast<bool*>(warned) = true;
        }
      },
      warned_.get());
}

void Session::commit() {
  wait_for_sent();
  *warned_ = false;
  script("COMMIT", "commit");
  if (*warned_) {
    // It waited for a standby and was told to stop: whether that one has the commit, nobody knows.
    throw ConnectionLost("commit: the server warned that a standby may not have it");
  }
}

void Session::lose(std::string_view doing) const {
  throw ConnectionLost(fmt::format("{}: {}", doing,
                                   is_silent_ ? std::string_view("the server does not answer")
                                              : without_end_of_line(PQerrorMessage(connection_.get()))));
}

/// False: it takes too long.
bool Session::wait_for_answer() noexcept {
  auto* const connection = connection_.get();
  auto const end = std::chrono::steady_clock::now() + answer_within_;
  while (PQisBusy(connection) == 1) {
    auto const left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    pollfd descriptor{.fd = PQsocket(connection), .events = POLLIN, .revents = 0};
    int const found = ::poll(
        &descriptor, 1, answer_within_.count() == 0 ? -1 : static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    if (found == 0) {
      is_silent_ = true;
      return false;
    }
    if (PQconsumeInput(connection) != 1) {
      return true;  // the result says that the connection is lost
    }
  }
  return true;
}

Result Session::next_answer() noexcept {
  return wait_for_answer() ? Result(PQgetResult(connection_.get())) : Result();
}

/// Of what was sent outside a pipeline; after it the connection is free.
Result Session::last_answer() noexcept {
  Result last;
  while (!is_broken()) {
    auto next = next_answer();
    if (!next) {
      break;
    }
    last = std::move(next);
  }
  return is_silent_ ? Result() : std::move(last);
}

Result Session::checked(Result result, std::string_view doing) {
  if (result && !result.failed()) {
    ++answers_;
    return result;
  }
  auto const state = result ? result.state() : std::string_view();
  if (state.empty()) {
    lose(doing);
  }
  // The detail beside the message may hold values; the message does not.
  fail(state, doing, result.message());
}

namespace {

/// The values of a statement as libpq takes them.
struct ParameterArrays {
  explicit ParameterArrays(std::span<Parameter const> parameters) : formats(parameters.size(), binary) {
    values.reserve(parameters.size());
    lengths.reserve(parameters.size());
    for (auto const& parameter : parameters) {
      // A null pointer would be NULL instead of the empty text.
      auto const* const data = parameter.bytes.data() == nullptr ? "" : parameter.bytes.data();
      values.push_back(parameter.is_null ? nullptr : data);
      lengths.push_back(static_cast<int>(parameter.bytes.size()));
    }
  }
  [[nodiscard]] int count() const { return static_cast<int>(formats.size()); }

  std::vector<char const*> values;
  std::vector<int> lengths;
  std::vector<int> formats;
};

}  // namespace

void Session::prepare(std::string const& name, std::string const& text, std::span<std::uint32_t const> types,
                      std::string_view doing) {
  wait_for_sent();
  settle();
  ++traffic_.round_trips;
  if (PQsendPrepare(connection_.get(), name.c_str(), text.c_str(), static_cast<int>(types.size()), types.data()) != 1) {
    lose(doing);
  }
  static_cast<void>(checked(last_answer(), doing));
}

Result Session::run(std::string const& name, std::span<Parameter const> parameters) {
  Timing const timing(name, PQbackendPID(connection_.get()));
  note_size(parameters);
  if (sent_.empty()) {
    settle();
    ++traffic_.statements;
    ++traffic_.round_trips;
    put_on_the_way(name, parameters);
    return checked(last_answer(), name);
  }
  remember_sent(name, {});
  put_on_the_way(name, parameters);
  return std::move(fetch_answers().back());
}

void Session::send(std::string const& name, std::span<Parameter const> parameters, Touches touches) {
  Timing const timing(name, PQbackendPID(connection_.get()));
  note_size(parameters);
  remember_sent(name, touches);
  put_on_the_way(name, parameters);
}

void Session::send_script(std::string const& text, std::string_view doing) {
  Timing const timing(doing, PQbackendPID(connection_.get()));
  remember_sent(doing, {});
  if (PQsendQueryParams(connection_.get(), text.c_str(), 0, nullptr, nullptr, nullptr, nullptr, binary) != 1) {
    lose(doing);
  }
}

void Session::note_size(std::span<Parameter const> parameters) {
  is_swollen_ = is_swollen_ || std::ranges::any_of(parameters, [](Parameter const& parameter) {
                  return parameter.bytes.size() > large_bytes;
                });
}

void Session::remember_sent(std::string_view doing, Touches touches) {
  if (sent_.empty()) {
    settle();
    if (PQenterPipelineMode(connection_.get()) != 1) {
      lose(doing);
    }
  }
  ++traffic_.statements;
  sent_.push_back({.name = std::string(doing), .touches = touches});
}

void Session::put_on_the_way(std::string const& name, std::span<Parameter const> parameters) {
  ParameterArrays const arrays(parameters);
  if (PQsendQueryPrepared(connection_.get(), name.c_str(), arrays.count(), arrays.values.data(), arrays.lengths.data(),
                          arrays.formats.data(), binary) != 1) {
    lose(name);
  }
}

void Session::wait_for_sent() {
  if (!sent_.empty()) {
    Timing const timing("wait for what was sent", PQbackendPID(connection_.get()));
    static_cast<void>(fetch_answers());
  }
}

/// One for each that was sent, all of them good.
std::vector<Result> Session::fetch_answers() {
  auto* const connection = connection_.get();
  auto const sent = std::exchange(sent_, {});
  std::vector<Result> answers(sent.size());
  ++traffic_.round_trips;
  bool const asked = PQpipelineSync(connection) == 1;
  for (auto& answer : answers) {
    // Every statement has its answer, and then a null pointer. After the first that fails the others are passed over.
    while (asked && !is_broken()) {
      auto next = next_answer();
      if (!next) {
        break;
      }
      answer = std::move(next);
    }
  }
  leave_pipeline();
  for (std::size_t i = 0; i < sent.size(); ++i) {
    answers[i] = checked(std::move(answers[i]), sent[i].name);
    auto const& touches = sent[i].touches;
    if (touches.otherwise != nullptr && answers[i].touched() != touches.rows) {
      throw GuardLost(touches.otherwise);
    }
  }
  return answers;
}

/// Reads what is still to come, so that the connection can be used as before.
void Session::leave_pipeline() noexcept {
  while (!is_broken() && PQexitPipelineMode(connection_.get()) != 1) {
    auto const rest = next_answer();
  }
}

std::string Session::prepare_all(std::span<Prepare const> statements) {
  Timing const timing("check of all statements", PQbackendPID(connection_.get()));
  auto* const connection = connection_.get();
  settle();
  base::check(PQenterPipelineMode(connection) == 1, "nothing else runs on the connection");
  bool sent = true;
  for (auto const& statement : statements) {
    sent = sent && PQsendPrepare(connection, statement.name.c_str(), statement.text.c_str(),
                                 static_cast<int>(statement.types.size()), statement.types.data()) == 1;
  }
  sent = sent && PQpipelineSync(connection) == 1;
  std::string refused;
  for (auto const& statement : statements) {
    // Every statement has its answer, and then a null pointer. After the first that fails the others are passed over.
    while (sent && !is_broken()) {
      auto const answer = next_answer();
      if (!answer) {
        break;
      }
      if (answer.failed() && refused.empty()) {
        refused = fmt::format("{}: {}", statement.name, answer.message());
      }
    }
  }
  leave_pipeline();
  if (!sent || is_broken()) {
    lose("check of all statements");
  }
  return refused;
}

Result Session::script(std::string const& text, std::string_view doing) {
  wait_for_sent();
  settle();
  Timing const timing(doing, PQbackendPID(connection_.get()));
  ++traffic_.statements;
  ++traffic_.round_trips;
  if (PQsendQuery(connection_.get(), text.c_str()) != 1) {
    lose(doing);
  }
  return checked(last_answer(), doing);
}

std::string Session::ask(std::string const& question) {
  auto const answer = script(question, question);
  return answer.rows() == 0 ? std::string() : std::string(answer.bytes(0, 0));
}

bool Session::is_broken() const {
  return is_silent_ || PQstatus(connection_.get()) != CONNECTION_OK;
}

bool Session::in_transaction() const {
  return !ending_ && PQtransactionStatus(connection_.get()) != PQTRANS_IDLE;
}

void Session::roll_back() noexcept {
  if (!sent_.empty()) {
    sent_.clear();
    PQpipelineSync(connection_.get());
    leave_pipeline();
  }
  if (is_broken() || !in_transaction()) {
    return;
  }
  // Whoever uses the connection next finds the answer there. If it is a failure, the connection is lost, which says the
  // same.
  auto* const connection = connection_.get();
  ++traffic_.statements;
  ending_ = PQenterPipelineMode(connection) == 1 &&
            PQsendQueryParams(connection, "ROLLBACK", 0, nullptr, nullptr, nullptr, nullptr, binary) == 1 &&
            PQpipelineSync(connection) == 1;
}

void Session::settle() noexcept {
  if (std::exchange(ending_, false)) {
    leave_pipeline();
  }
}

int Session::server_version() const {
  return PQserverVersion(connection_.get());
}

std::string Session::setting(char const* name) const {
  auto const* const value = PQparameterStatus(connection_.get(), name);
  return value == nullptr ? std::string() : std::string(value);
}

}  // namespace nameplate::store::postgres
