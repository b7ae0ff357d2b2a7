#pragma once

#include "store/failure.hpp"
#include "store/tables/approvals.hpp"
#include "store/tables/load.hpp"

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

namespace nameplate::store::tables {

/// Hands `call` over as a function without an answer, and gives its answer.
template <typename Call, typename Run>
auto answer_of(Call&& call, Run const& run) {
  using Answer = std::invoke_result_t<Call, Connection&>;
  if constexpr (std::is_void_v<Answer>) {
    run(std::function<void(Connection&)>(std::ref(call)));
  } else {
    std::optional<Answer> answer;
    run(std::function<void(Connection&)>([&](Connection& connection) { answer.emplace(call(connection)); }));
    return std::move(*answer);
  }
}

/// The calls of Reader for a snapshot and for a write transaction alike. `Self` has `run(f)`, which calls f with the
/// connection.
template <typename Base, typename Self>
class ReaderPart : public Base {
 public:
  std::vector<domain::Identifier> find_identifiers(std::span<std::string const> values_norm) override {
    return run([&](Connection& connection) { return load::find_identifiers(connection, values_norm); });
  }
  std::vector<domain::Identifier> identifiers_of(load::Ids subjects) override {
    return run([&](Connection& connection) { return load::identifiers_of(connection, subjects); });
  }
  std::vector<domain::UnitState> load_units(load::Ids ids) override {
    return run([&](Connection& connection) { return load::units(connection, ids); });
  }
  std::vector<domain::ContainerState> load_containers(load::Ids ids) override {
    return run([&](Connection& connection) { return load::containers(connection, ids); });
  }
  std::vector<domain::LotState> load_lots(load::Ids ids) override {
    return run([&](Connection& connection) { return load::lots(connection, ids); });
  }
  std::vector<domain::Balance> load_balances(load::Ids lots) override {
    return run([&](Connection& connection) { return load::balances(connection, lots); });
  }
  std::vector<domain::UnitState> units_in(load::Ids containers) override {
    return run([&](Connection& connection) { return load::units_in(connection, containers); });
  }
  std::vector<domain::ContainerState> containers_in(load::Ids containers) override {
    return run([&](Connection& connection) { return load::containers_in(connection, containers); });
  }
  std::vector<domain::Balance> balances_in(load::Ids containers) override {
    return run([&](Connection& connection) { return load::balances_in(connection, containers); });
  }
  std::vector<domain::HoldMember> active_members_of(load::Ids subjects) override {
    return run([&](Connection& connection) { return load::active_members_of(connection, subjects); });
  }
  std::vector<domain::HoldMember> members_of_holds(std::span<domain::HoldId const> holds) override {
    return run([&](Connection& connection) { return load::members_of_holds(connection, holds); });
  }
  std::vector<domain::Hold> load_holds(std::span<domain::HoldId const> ids) override {
    return run([&](Connection& connection) { return load::holds(connection, ids); });
  }
  std::vector<domain::Trait> traits_of(load::Ids subjects) override {
    return run([&](Connection& connection) { return load::traits(connection, subjects); });
  }
  std::vector<domain::RecordRow> load_records(std::span<domain::RecordId const> ids) override {
    return run([&](Connection& connection) { return load::records(connection, ids); });
  }
  std::vector<domain::RecordId> products_in_use(std::span<domain::RecordId const> products) override {
    return run([&](Connection& connection) { return load::products_in_use(connection, products); });
  }
  std::vector<domain::RecordId> locations_in_use(std::span<domain::RecordId const> locations) override {
    return run([&](Connection& connection) { return load::locations_in_use(connection, locations); });
  }
  std::vector<domain::Event> load_events(std::span<domain::EventId const> ids) override {
    return run([&](Connection& connection) { return load::events(connection, ids); });
  }
  std::vector<domain::EventSubject> states_after(domain::EventId event, base::Instant event_time,
                                                 load::Ids subjects) override {
    return run([&](Connection& connection) { return load::states_after(connection, event, event_time, subjects); });
  }
  std::vector<Approval> load_approvals(std::span<ApprovalId const> ids) override {
    return run([&](Connection& connection) { return approvals::load(connection, ids); });
  }
  Head head() override {
    return run([&](Connection& connection) { return load::head(connection); });
  }
  std::vector<domain::EventSubject> history_since(load::Ids subjects, base::Instant since) override {
    return run([&](Connection& connection) { return load::history_since(connection, subjects, since); });
  }
  std::vector<domain::EventSubject> states_before(load::Ids subjects, base::Instant before) override {
    return run([&](Connection& connection) { return load::states_before(connection, subjects, before); });
  }
  std::vector<domain::Containment> stays_since(load::Ids children, base::Instant since) override {
    return run([&](Connection& connection) { return load::stays_since(connection, children, since); });
  }
  std::vector<domain::Containment> contents_of(load::Ids parents, base::Instant from, base::Instant to) override {
    return run([&](Connection& connection) { return load::contents_of(connection, parents, from, to); });
  }
  std::vector<domain::LastLeft> last_left(load::Ids containers) override {
    return run([&](Connection& connection) { return load::last_left(connection, containers); });
  }
  std::vector<domain::SubjectId> lots_ever_in(load::Ids containers) override {
    return run([&](Connection& connection) { return load::lots_ever_in(connection, containers); });
  }
  std::vector<domain::ReversedItem> reversed_items(std::span<domain::EventId const> events) override {
    return run([&](Connection& connection) { return load::reversed_items(connection, events); });
  }
  std::vector<domain::Amendment> amendments_of(std::span<domain::EventId const> events) override {
    return run([&](Connection& connection) { return load::amendments_of(connection, events); });
  }
  std::vector<domain::Exception> load_exceptions(std::span<domain::EventId const> events) override {
    return run([&](Connection& connection) { return load::exceptions(connection, events); });
  }
  std::vector<domain::HoldMember> members_of(load::Ids subjects) override {
    return run([&](Connection& connection) { return load::members_of(connection, subjects); });
  }
  std::vector<domain::Hold> rule_holds_released_since(base::Instant since) override {
    return run([&](Connection& connection) { return load::rule_holds_released_since(connection, since); });
  }

 protected:
  template <typename Call>
  auto run(Call&& call) {
    return static_cast<Self*>(this)->run_on_connection(std::forward<Call>(call));
  }

 private:
  ReaderPart() = default;
  friend Self;
};

}  // namespace nameplate::store::tables
