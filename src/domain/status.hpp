#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

namespace nameplate::domain {

/// The numbers stand in the ledger: never renumber.
enum class SubjectKind : std::uint8_t { unit = 1, lot = 2, container = 3, hold = 4, record = 5 };

/// Where a subject is in its life. Place, owner and holds are separate. The numbers stand in the ledger: never
/// renumber.
enum class Status : std::uint8_t {
  ordered = 1,
  in_stock = 2,
  in_process = 3,
  ready_to_ship = 4,
  in_transit = 5,
  shipped = 6,
  with_customer = 7,
  returned = 8,
  in_repair = 9,
  built_in = 10,
  consumed = 11,
  lost = 12,
  scrapped = 13,
  reported = 14,
  void_ = 15,
};

[[nodiscard]] std::string_view name_of(SubjectKind kind);
[[nodiscard]] std::string_view name_of(Status status);
[[nodiscard]] std::optional<Status> parse_status(std::string_view name);
[[nodiscard]] std::span<Status const> all_statuses();

/// A small set of enumerators below 64.
template <typename Enum>
class EnumSet {
 public:
  constexpr EnumSet() = default;
  constexpr EnumSet(std::initializer_list<Enum> members) {
    for (Enum const member : members) {
      insert(member);
    }
  }
  constexpr void insert(Enum member) { bits_ |= bit(member); }
  [[nodiscard]] constexpr bool contains(Enum member) const { return (bits_ & bit(member)) != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  [[nodiscard]] constexpr EnumSet operator|(EnumSet other) const {
    other.bits_ |= bits_;
    return other;
  }
  constexpr bool operator==(EnumSet const&) const = default;

 private:
  static constexpr std::uint64_t bit(Enum member) { return std::uint64_t{1} << static_cast<unsigned>(member); }
  std::uint64_t bits_ = 0;
};

using StatusSet = EnumSet<Status>;

/// Statuses in which we hold the thing and can act on it.
inline constexpr StatusSet in_our_hands = {Status::in_stock, Status::in_process, Status::ready_to_ship,
                                           Status::returned, Status::in_repair};

}  // namespace nameplate::domain
