#pragma once

#include "store/postgres/catalogue.hpp"
#include "store/postgres/values.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct pg_conn;
struct pg_result;

/// Thin RAII types over libpq: nothing here knows what Nameplate stores.
namespace nameplate::store::postgres {

/// Rows of an answer, in binary form.
class Result {
 public:
  Result() = default;
  explicit Result(pg_result* result) : result_(result) {}

  [[nodiscard]] explicit operator bool() const { return result_ != nullptr; }
  [[nodiscard]] int rows() const;
  [[nodiscard]] int columns() const;
  /// How many rows a statement that writes touched.
  [[nodiscard]] std::int64_t touched() const;
  [[nodiscard]] bool is_null(int row, int column) const;
  [[nodiscard]] std::uint32_t type(int column) const;
  [[nodiscard]] std::string_view column_name(int column) const;
  [[nodiscard]] bool failed() const;
  /// The SQLSTATE of a failure; empty when it is none of the server's.
  [[nodiscard]] std::string_view state() const;
  /// Why it failed, without values.
  [[nodiscard]] std::string_view message() const;
  [[nodiscard]] std::string_view bytes(int row, int column) const;
  [[nodiscard]] std::int64_t integer(int row, int column) const;

 private:
  struct Clear {
    void operator()(pg_result* result) const;
  };
  std::unique_ptr<pg_result, Clear> result_;
};

/// What went to the server: for metrics.
struct Traffic {
  std::int64_t statements = 0;
  std::int64_t round_trips = 0;
};

/// What a statement that writes is to touch.
struct Touches {
  std::int64_t rows = 0;
  char const* otherwise = nullptr;  ///< GuardLost says this when it touched another number; null: any number will do
};

/// One connection to a server, used by one thread at a time. Every statement goes through run() or script(), which log
/// it with its time and throw what its failure means (failure.hpp).
class Session {
 public:
  /// `url` is a connection string. Throws StorageFailure unavailable; nothing of the URL stands in the message.
  explicit Session(std::string const& url);

  /// Makes a statement known to the server under a name.
  void prepare(std::string const& name, std::string const& text, std::span<std::uint32_t const> types,
               std::string_view doing);
  /// Runs one that was prepared, after what was sent before it: all of it is one round trip.
  [[nodiscard]] Result run(std::string const& name, std::span<Parameter const> parameters);
  /// Sends one that was prepared and whose rows nobody reads, without waiting for its answer. What becomes of it is
  /// thrown by the next call that waits. The values are copied.
  void send(std::string const& name, std::span<Parameter const> parameters, Touches touches = {});
  /// The same for a single statement without values that is run once, as BEGIN.
  void send_script(std::string const& text, std::string_view doing);
  /// Waits for what was sent. Throws what the first failure among it means.
  void wait_for_sent();
  /// Makes many known in one round trip. What the server says of the first that it refuses; empty: all are fine.
  [[nodiscard]] std::string prepare_all(std::span<Prepare const> statements);
  /// For statements without values that are run once; `text` may hold several. Gives the last answer, as text.
  Result script(std::string const& text, std::string_view doing);
  /// Ends a transaction. ConnectionLost also when a synchronous standby did not confirm it.
  void commit();
  /// The first column of the only row that a question without values answers; empty for NULL.
  [[nodiscard]] std::string ask(std::string const& question);

  /// A server that says nothing for so long is taken to be gone; zero: never. At first a minute.
  void expect_answers_within(std::chrono::seconds longest) { answer_within_ = longest; }
  [[nodiscard]] bool is_broken() const;
  [[nodiscard]] bool in_transaction() const;
  /// Never throws, and does not wait for the server.
  void roll_back() noexcept;
  /// How many statements the server answered well: one that is gone since the connection was used last answers none.
  [[nodiscard]] std::int64_t answers() const { return answers_; }
  /// Whether something so large went to the server that the memory for it, which libpq keeps, is worth giving back.
  [[nodiscard]] bool is_swollen() const { return is_swollen_; }
  /// Since the last call.
  [[nodiscard]] Traffic take_traffic() { return std::exchange(traffic_, {}); }
  [[nodiscard]] int server_version() const;
  [[nodiscard]] std::string setting(char const* name) const;

 private:
  struct Close {
    void operator()(pg_conn* connection) const;
  };
  /// A statement without its answer.
  struct Sent {
    std::string name;
    Touches touches;
  };

  [[nodiscard]] bool wait_for_answer() noexcept;
  [[nodiscard]] Result next_answer() noexcept;
  [[nodiscard]] Result last_answer() noexcept;
  [[noreturn]] void lose(std::string_view doing) const;
  [[nodiscard]] Result checked(Result result, std::string_view doing);
  void note_size(std::span<Parameter const> parameters);
  void remember_sent(std::string_view doing, Touches touches);
  void put_on_the_way(std::string const& name, std::span<Parameter const> parameters);
  [[nodiscard]] std::vector<Result> fetch_answers();
  void leave_pipeline() noexcept;
  /// Takes the answer to a roll_back() that nobody waited for.
  void settle() noexcept;

  std::unique_ptr<bool> warned_ = std::make_unique<bool>(false);  ///< by the server; libpq holds its address
  std::unique_ptr<pg_conn, Close> connection_;
  Traffic traffic_;
  std::int64_t answers_ = 0;
  bool is_swollen_ = false;
  bool is_silent_ = false;  ///< it did not answer in time
  std::chrono::seconds answer_within_{60};
  bool ending_ = false;     ///< a ROLLBACK is on its way
  std::vector<Sent> sent_;  ///< and not answered; the connection is in pipeline mode while there are any
};

}  // namespace nameplate::store::postgres
