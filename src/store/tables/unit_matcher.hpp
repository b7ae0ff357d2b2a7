#pragma once

#include "store/query.hpp"
#include "store/tables/connection.hpp"

#include <unordered_map>
#include <vector>

namespace nameplate::store::tables {

/// Where containers stand, looked up once each.
class ContainerPlaces {
 public:
  explicit ContainerPlaces(Connection& connection) : connection_(connection) {}
  /// Nowhere for a container that is not there.
  [[nodiscard]] domain::Holder of(std::int64_t container);
  /// The holder itself, or where the container that it is stands.
  [[nodiscard]] domain::Holder effective(domain::Holder holder) {
    return holder.is_container() ? of(holder.id) : holder;
  }

 private:
  Connection& connection_;
  std::unordered_map<std::int64_t, domain::Holder> known_;
};

/// Whether a row of `unit` fits a filter. Looks at the columns in place: most rows of a long walk do not fit.
class UnitMatcher {
 public:
  UnitMatcher(Connection& connection, UnitFilter const& filter);

  [[nodiscard]] bool matches(Statement const& row);
  [[nodiscard]] bool accepts(domain::RecordId product) const;
  [[nodiscard]] bool accepts(domain::Status status) const {
    return filter_.statuses.empty() || filter_.statuses.contains(status);
  }
  [[nodiscard]] bool accepts_owner(domain::RecordId owner) const { return !filter_.owner || *filter_.owner == owner; }
  [[nodiscard]] bool accepts_lot(domain::SubjectId lot) const { return !filter_.lot || *filter_.lot == lot; }

  [[nodiscard]] UnitFilter const& filter() const { return filter_; }
  [[nodiscard]] std::vector<domain::RecordId> const& products() const { return products_; }  ///< sorted
  [[nodiscard]] bool bears(domain::SubjectId unit) const;
  [[nodiscard]] bool has_place() const { return filter_.locations || filter_.container || filter_.party; }

 private:
  [[nodiscard]] bool fits_place(domain::Holder holder);

  Connection& connection_;
  UnitFilter const& filter_;
  std::vector<domain::RecordId> products_;
  std::vector<domain::RecordId> locations_;
  ContainerPlaces places_;
};

/// Above every valid UTF-8 text that begins with `prefix`.
[[nodiscard]] inline std::string after_prefix(std::string_view prefix) {
  return std::string(prefix) + '\xFF';
}

}  // namespace nameplate::store::tables
