#pragma once

#include "app/ledger.hpp"
#include "base/clock.hpp"
#include "base/value.hpp"
#include "domain/operation.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace nameplate::app::demo {

/// When something happened: so many days ago, at a time of the day (UTC).
struct When {
  int days_ago = 1;
  int hour = 8;
  int minute = 0;
};

/// Takes down what happened in any order, and has it recorded in the order in which it happened: all at once, so that
/// the writer commits it in few groups.
class Scribe {
 public:
  Scribe(Ledger& ledger, domain::Actor const& owner);

  void make(domain::RecordKind kind, base::Value::Object value);
  /// Has the records made before anything else.
  void make_records();
  /// `time` is filled in.
  void note(When when, domain::Operation operation);
  void record_all();
  /// Has it recorded at once; the answer is its event. Without a time it happens now.
  domain::EventId tell(When when, domain::Operation operation);
  domain::EventId tell(domain::Operation operation);

  /// A day as dates of goods are given: since 1970-01-01.
  [[nodiscard]] std::int32_t date(int days_ago) const;

 private:
  struct Happening {
    base::Instant time;
    domain::Operation operation;
  };
  /// A command, and what to call it when it is refused.
  struct Entry {
    Command command;
    std::string what;
  };

  [[nodiscard]] base::Instant instant_of(When when) const;
  void execute(std::vector<Entry> entries);

  Ledger& ledger_;
  domain::Actor owner_;
  base::Instant today_;  ///< its first moment
  std::vector<Entry> records_;
  std::vector<Happening> happenings_;
};

// Items, as a request would name them.
[[nodiscard]] std::vector<domain::Item> units(std::string_view product, std::string_view prefix, int first, int count);
[[nodiscard]] std::vector<domain::Item> generated(std::string_view product, int count);
[[nodiscard]] std::vector<domain::Item> lot(std::string_view product, std::string_view number,
                                            std::string_view quantity, std::string_view from = {});
[[nodiscard]] std::vector<domain::Item> expiring(std::vector<domain::Item> items, std::int32_t day_of_expiry);
[[nodiscard]] std::vector<domain::Item> loose(std::string_view product, std::string_view quantity,
                                              std::string_view from = {});
[[nodiscard]] std::vector<domain::Item> containers(std::string_view prefix, int first, int count);
[[nodiscard]] std::vector<domain::Item> all(std::vector<domain::Item> some, std::vector<domain::Item> more);

/// `prefix` and four digits.
[[nodiscard]] std::string numbered(std::string_view prefix, int number);

}  // namespace nameplate::app::demo
