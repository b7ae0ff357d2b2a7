#pragma once

#include "domain/event_codec.hpp"
#include "domain/ids.hpp"
#include "store/tables/connection.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// Groups of units and containers that lists show, and who is in them now. docs/internals/past-lists.md tells what the
/// tables past_* are for.
namespace nameplate::store::tables {

struct PastGroup {
  /// The numbers stand in the tables: never renumber.
  enum class Kind : std::uint8_t {
    product_status = 1,
    units_with = 2,  ///< a holder: a place, a container or a party
    lot = 3,
    owner = 4,           ///< a party; what is ours is no group
    containers_with = 5  ///< a holder
  };
  Kind kind = Kind::product_status;
  std::int64_t a = 0;  ///< product, holder, lot or owner
  std::int64_t b = 0;  ///< status, or kind of holder

  auto operator<=>(PastGroup const&) const = default;
};

/// The groups that a state belongs to; at most one of each kind.
class PastGroups {
 public:
  PastGroups() = default;
  PastGroups(domain::SubjectKind kind, domain::StateAfter const& state);

  [[nodiscard]] PastGroup const* begin() const { return groups_.data(); }
  [[nodiscard]] PastGroup const* end() const { return groups_.data() + size_; }
  [[nodiscard]] bool contains(PastGroup const& group) const;

 private:
  void add(PastGroup group) { groups_[size_++] = group; }

  std::array<PastGroup, 4> groups_ = {};
  std::size_t size_ = 0;
};

[[nodiscard]] PastGroup group_of_holder(PastGroup::Kind kind, domain::Holder holder);

/// How long a list or an open period is, before it is worth dividing.
inline constexpr std::int64_t past_changes_min = 64;

/// Up to `limit` of those who are in the group now, after an id, in the order of ids.
[[nodiscard]] std::vector<std::int64_t> members_now(Connection& connection, PastGroup const& group, std::int64_t after,
                                                    std::int64_t limit);

/// One state of a subject: what event_subject says.
struct PastState {
  base::Instant time;
  domain::EventId event;
  domain::StateAfter state;
};
/// The newest ones at a moment, its own time included, by subject; a subject that did not exist yet has none.
[[nodiscard]] std::unordered_map<std::int64_t, PastState> states_at(Connection& connection, domain::SubjectKind kind,
                                                                    std::span<std::int64_t const> subjects,
                                                                    base::Instant at);

/// Ids in ascending order, as few bytes as can be: `ids` of a row of past_list.
[[nodiscard]] std::string encode_ids(std::span<std::int64_t const> ids);
/// `first` and those after it.
void decode_ids(std::int64_t first, std::string_view bytes, std::vector<std::int64_t>& ids);

}  // namespace nameplate::store::tables
