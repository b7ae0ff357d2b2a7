#pragma once

#include "store/query.hpp"
#include "store/tables/past_group.hpp"

#include <unordered_map>

namespace nameplate::store::tables {

/// What units and containers were at a moment, by all that is known or by what was known once.
class StatesThen {
 public:
  /// `known` must outlive this.
  StatesThen(Connection& connection, base::Instant at, KnownOnce const* known = nullptr)
      : connection_(connection), at_(at), known_(known) {}

  /// None: it did not exist yet, or was not known.
  [[nodiscard]] std::optional<domain::StateAfter> of(domain::SubjectKind kind, std::int64_t subject);

  /// Where a holder effectively was: the place of the outermost container. Containers are looked up once each.
  [[nodiscard]] domain::Holder place_of(domain::Holder holder);
  [[nodiscard]] domain::Holder holder_of_container(std::int64_t container);
  /// Looks up all containers around some holders together, for place_of(). Only by all that is known.
  void look_up_containers(std::span<domain::Holder const> holders);

 private:
  Connection& connection_;
  base::Instant at_;
  KnownOnce const* known_;
  std::unordered_map<std::int64_t, domain::Holder> containers_;
};

}  // namespace nameplate::store::tables
