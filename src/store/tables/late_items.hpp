#pragma once

#include "domain/event.hpp"
#include "store/tables/connection.hpp"

#include <set>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

namespace nameplate::store::tables {

/// Which items of some events came late: something that was recorded before stands behind them in the history of their
/// subject, and may have changed. Ids do not tell, since each server has its own.
///
/// The history of a subject is read once, from the first of the events on: mostly nothing. A few statements for all.
class LateItems {
 public:
  /// In the order of recording. Items that begin their subject are never late.
  LateItems(Connection& connection, std::span<domain::Event const> events);

  [[nodiscard]] bool contains(domain::Event const& event, domain::SubjectId subject) const {
    return late_.contains({event.sequence, subject});
  }

 private:
  using Moment = std::pair<base::Instant, domain::EventId>;
  struct Subject {
    domain::SubjectId id;
    std::vector<domain::Event const*> events;
    Moment read_until;
    std::int64_t rows = 0;  ///< of the last reading
  };
  struct Row {
    domain::SubjectId subject;
    Moment moment;
  };

  void read_behind(Connection& connection, std::span<Subject> subjects);
  void learn_sequences(Connection& connection, std::span<Row const> rows);
  void compare(Subject const& subject, Row const& row);

  std::unordered_map<std::int64_t, domain::Sequence> sequences_;  ///< of events
  std::set<std::pair<domain::Sequence, domain::SubjectId>> late_;
};

}  // namespace nameplate::store::tables
