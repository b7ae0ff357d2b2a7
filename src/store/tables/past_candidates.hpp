#pragma once

#include "store/tables/id_stream.hpp"
#include "store/tables/past_group.hpp"

#include <memory>
#include <span>

namespace nameplate::store::tables {

/// Those who may have been in groups at a moment: every one who was, and some more. Streams live as long as this does.
class Candidates {
 public:
  Candidates(Connection& connection, base::Instant at);

  /// Otherwise too much was recorded since the tables were brought up to date: they are of no use.
  [[nodiscard]] bool is_up_to_date() const { return is_up_to_date_; }

  /// Groups of units, or of containers.
  [[nodiscard]] IdUnion of_groups(std::span<PastGroup const> groups);
  [[nodiscard]] IdUnion every_unit();

 private:
  using Ids = std::shared_ptr<std::vector<std::int64_t>>;

  void add_group(IdUnion& all, PastGroup const& group);
  void add_period(IdUnion& all, PastGroup const& group);
  void add_members_now(IdUnion& all, PastGroup const& group);
  void add_leavers(IdUnion& all, PastGroup const& group);
  [[nodiscard]] std::vector<std::int64_t> read_part(PastGroup const& group, std::int64_t until, std::int64_t after);

  Connection& connection_;
  base::Instant at_;
  Ids newest_units_;  ///< that newer events touched than the tables know
  Ids newest_containers_;
  bool is_up_to_date_ = false;
};

}  // namespace nameplate::store::tables
