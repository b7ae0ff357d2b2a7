#include "domain/status.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <array>

namespace nameplate::domain {
namespace {

constexpr std::array statuses = {
    Status::ordered,  Status::in_stock,      Status::in_process, Status::ready_to_ship, Status::in_transit,
    Status::shipped,  Status::with_customer, Status::returned,   Status::in_repair,     Status::built_in,
    Status::consumed, Status::lost,          Status::scrapped,   Status::reported,      Status::void_,
};

}  // namespace

std::string_view name_of(SubjectKind kind) {
  switch (kind) {
    case SubjectKind::unit: return "unit";
    case SubjectKind::lot: return "lot";
    case SubjectKind::container: return "container";
    case SubjectKind::hold: return "hold";
    case SubjectKind::record: return "record";
  }
  base::unreachable();
}

std::string_view name_of(Status status) {
  switch (status) {
    case Status::ordered: return "ordered";
    case Status::in_stock: return "in_stock";
    case Status::in_process: return "in_process";
    case Status::ready_to_ship: return "ready_to_ship";
    case Status::in_transit: return "in_transit";
    case Status::shipped: return "shipped";
    case Status::with_customer: return "with_customer";
    case Status::returned: return "returned";
    case Status::in_repair: return "in_repair";
    case Status::built_in: return "built_in";
    case Status::consumed: return "consumed";
    case Status::lost: return "lost";
    case Status::scrapped: return "scrapped";
    case Status::reported: return "reported";
    case Status::void_: return "void";
  }
  base::unreachable();
}

std::optional<Status> parse_status(std::string_view name) {
  auto const* const found = std::ranges::find(statuses, name, [](Status status) { return name_of(status); });
  return found == statuses.end() ? std::nullopt : std::optional(*found);
}

std::span<Status const> all_statuses() {
  return statuses;
}

}  // namespace nameplate::domain
