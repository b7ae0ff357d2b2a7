#include "contract/store/random_units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace nameplate::test {
namespace {

using domain::Holder;
using domain::HolderKind;
using domain::Status;

class Dice {
 public:
  explicit Dice(std::mt19937_64& random) : random_(random) {}
  std::int64_t roll(std::int64_t first, std::int64_t last) {
    return std::uniform_int_distribution(first, last)(random_);
  }
  bool one_in(std::int64_t n) { return roll(1, n) == 1; }

 private:
  std::mt19937_64& random_;
};

constexpr std::int64_t first_location = 100;
constexpr std::int64_t last_location = 119;
constexpr std::int64_t first_party = 300;
constexpr std::int64_t last_party = 304;
constexpr std::int64_t first_container = 1000;
constexpr std::int64_t containers = 60;
constexpr std::int64_t first_unit = 10'000;
constexpr std::int64_t first_attribute = 700;
constexpr std::int64_t last_attribute = 702;

Holder some_place(Dice& dice) {
  switch (dice.roll(0, 9)) {
    case 0: return Holder();
    case 1: return Holder::on_the_way_to({dice.roll(first_location, last_location)});
    case 2: return Holder::with({dice.roll(first_party, last_party)});
    default: return at(dice.roll(first_location, last_location));
  }
}

Holder effective(RandomWarehouse const& warehouse, Holder holder) {
  if (!holder.is_container()) {
    return holder;
  }
  return warehouse.containers.at(static_cast<std::size_t>(holder.id - first_container)).place;
}

bool bears(RandomWarehouse const& warehouse, domain::UnitState const& unit, store::TraitCondition const& condition) {
  auto const own = std::ranges::equal_range(warehouse.traits, unit.id, {}, &domain::Trait::subject);
  return std::ranges::any_of(own, [&](domain::Trait const& trait) {
    return trait.attribute == condition.attribute &&
           std::ranges::any_of(condition.any_of, [&](store::TraitRange const& range) {
             return range.from <= trait.key && trait.key <= range.to;
           });
  });
}

bool fits(RandomWarehouse const& warehouse, store::UnitFilter const& filter, domain::UnitState const& unit) {
  auto const place = effective(warehouse, unit.holder);
  return (!filter.among || std::ranges::find(*filter.among, unit.id) != filter.among->end()) &&
         norm_of(unit.serial).starts_with(filter.serial_prefix_norm) &&
         (filter.products.empty() || std::ranges::find(filter.products, unit.product) != filter.products.end()) &&
         (filter.statuses.empty() || filter.statuses.contains(unit.status)) &&
         (!filter.locations ||
          (place.kind == HolderKind::location &&
           std::ranges::find(*filter.locations, domain::RecordId{place.id}) != filter.locations->end())) &&
         (!filter.container || unit.holder == Holder::in(*filter.container)) &&
         (!filter.party || place == Holder::with(*filter.party)) && (!filter.lot || unit.lot == *filter.lot) &&
         (!filter.owner || unit.owner == *filter.owner) &&
         (!filter.latest_from || unit.trail.latest_time >= *filter.latest_from) &&
         (!filter.latest_to || unit.trail.latest_time < *filter.latest_to) &&
         (!filter.expires_before || (unit.dates.expires && *unit.dates.expires < *filter.expires_before)) &&
         std::ranges::all_of(filter.traits,
                             [&](store::TraitCondition const& condition) { return bears(warehouse, unit, condition); });
}

}  // namespace

std::string norm_of(std::string serial) {
  std::ranges::transform(serial, serial.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return serial;
}

RandomWarehouse make_warehouse(std::mt19937_64& random, std::size_t count) {
  Dice dice(random);
  RandomWarehouse warehouse;
  for (std::int64_t i = 0; i < containers; ++i) {
    // The later ones may stand in earlier ones.
    auto const holder = i > 5 && dice.one_in(3) ? in(first_container + dice.roll(0, i - 1)) : some_place(dice);
    auto const place = effective(warehouse, holder);
    warehouse.containers.push_back(a_container(first_container + i, fmt::format("BOX{}", i), holder, place));
  }
  std::set<std::pair<std::int64_t, std::string>> taken;
  for (std::size_t i = 0; i < count; ++i) {
    domain::UnitState unit = a_unit(first_unit + static_cast<std::int64_t>(i), "");
    unit.product = {dice.roll(1, 4) * dice.roll(1, 3)};
    do {
      unit.serial = fmt::format("{}{}{}", dice.one_in(4) ? "sn" : "SN", dice.roll(0, 9), dice.roll(1, 20'000));
    } while (!taken.emplace(unit.product.value, norm_of(unit.serial)).second);
    unit.status = dice.one_in(3) ? static_cast<Status>(dice.roll(1, 15)) : Status::in_stock;
    unit.holder = dice.one_in(3) ? in(first_container + dice.roll(0, containers - 1)) : some_place(dice);
    unit.owner = {dice.one_in(10) ? dice.roll(first_party, last_party) : 0};
    unit.lot = {dice.one_in(3) ? dice.roll(500, 510) : 0};
    if (dice.one_in(4)) {
      unit.dates.expires = static_cast<std::int32_t>(dice.roll(20'000, 20'100));
    }
    unit.trail = {.last_event = {dice.roll(1, 1000)}, .latest_time = {dice.roll(0, 100'000)}};
    for (auto attribute = first_attribute; attribute <= last_attribute; ++attribute) {
      // Some rare, some common.
      if (dice.one_in(attribute == first_attribute ? 30 : 2)) {
        auto const key = std::to_string(dice.roll(10, 19));
        warehouse.traits.push_back(
            {.subject = unit.id, .attribute = {attribute}, .key = key, .value = key, .set_by = {1}});
      }
    }
    if (dice.one_in(5)) {
      warehouse.traits.push_back({.subject = unit.id, .attribute = {}, .key = "TAG", .value = "Tag", .set_by = {1}});
    }
    warehouse.units.push_back(std::move(unit));
  }
  std::ranges::sort(warehouse.traits);
  return warehouse;
}

domain::Changes RandomWarehouse::changes() const {
  domain::Changes changes;
  for (auto const& container : containers) {
    changes.containers.push_back({.state = container, .expected = {}});
  }
  std::map<domain::CountKey, std::int64_t> counts;
  for (auto const& unit : units) {
    changes.units.push_back({.state = unit, .expected = {}});
    auto identifier = an_identifier(unit.id.value, unit.serial, domain::IdentifierKind::serial, unit.product.value);
    identifier.key.value_norm = norm_of(unit.serial);
    changes.identifiers_opened.push_back(std::move(identifier));
    if (unit.status != Status::void_) {
      ++counts[{
          .holder = unit.holder, .product = unit.product, .lot = unit.lot, .owner = unit.owner, .status = unit.status}];
    }
  }
  std::ranges::sort(changes.identifiers_opened, {}, &domain::Identifier::key);
  for (auto const& trait : traits) {
    changes.traits.push_back({.trait = trait});
  }
  for (auto const& [key, units_of_key] : counts) {
    changes.counts.push_back({.key = key, .units = units_of_key});
  }
  return changes;
}

store::UnitFilter make_filter(std::mt19937_64& random, RandomWarehouse const& warehouse) {
  Dice dice(random);
  auto const& example =
      warehouse.units[static_cast<std::size_t>(dice.roll(0, static_cast<std::int64_t>(warehouse.units.size()) - 1))];
  store::UnitFilter filter;
  auto const parts = dice.roll(0, 4);
  for (std::int64_t part = 0; part < parts; ++part) {
    switch (dice.roll(0, 13)) {
      case 0: {
        std::vector<domain::SubjectId> among;
        for (auto const& unit : warehouse.units) {
          if (dice.one_in(dice.one_in(2) ? 3 : 50)) {
            among.push_back(unit.id);
          }
        }
        filter.among = std::move(among);
        break;
      }
      case 1:
        filter.serial_prefix_norm = norm_of(example.serial).substr(0, static_cast<std::size_t>(dice.roll(1, 6)));
        break;
      case 2: filter.products = {example.product}; break;
      case 3: filter.products = {{3}, {1}, {99}, example.product}; break;
      case 4: filter.statuses = {example.status, Status::in_stock}; break;
      case 5: filter.statuses = {static_cast<Status>(dice.roll(1, 15))}; break;
      case 6: {
        std::vector<domain::RecordId> locations;
        for (auto i = dice.roll(0, 8); i > 0; --i) {
          locations.push_back({dice.roll(first_location, last_location)});
        }
        filter.locations = std::move(locations);
        break;
      }
      case 7: filter.container = domain::SubjectId{first_container + dice.roll(0, containers - 1)}; break;
      case 8: filter.party = domain::RecordId{dice.roll(first_party, last_party)}; break;
      case 9: filter.lot = dice.one_in(3) ? domain::SubjectId{} : domain::SubjectId{dice.roll(500, 511)}; break;
      case 10:
        filter.owner = dice.one_in(3) ? domain::RecordId{dice.roll(first_party, last_party)} : domain::RecordId{};
        break;
      case 11: {
        auto const from = dice.roll(9, 20);
        store::TraitRange const range{.from = std::to_string(from), .to = std::to_string(from + dice.roll(0, 4))};
        auto& condition = filter.traits.emplace_back();
        condition.attribute = {dice.roll(first_attribute, last_attribute)};
        condition.any_of = dice.one_in(3) ? std::vector{range, store::TraitRange{.from = "18"}} : std::vector{range};
        break;
      }
      case 12: filter.traits.push_back({.attribute = {}, .any_of = {{.from = "TAG", .to = "TAG"}}}); break;
      default:
        if (dice.one_in(2)) {
          filter.latest_from = base::Instant{dice.roll(0, 100'000)};
        } else if (dice.one_in(2)) {
          filter.latest_to = base::Instant{dice.roll(0, 100'000)};
        } else {
          filter.expires_before = static_cast<std::int32_t>(dice.roll(20'000, 20'100));
        }
    }
  }
  return filter;
}

std::string describe(store::UnitFilter const& filter) {
  std::string text;
  auto const add = [&](std::string_view name, auto const& value) {
    if (value) {
      text += fmt::format("{}={} ", name, value->value);
    }
  };
  text += filter.among ? fmt::format("among {} ", filter.among->size()) : "";
  text += filter.serial_prefix_norm.empty() ? "" : "prefix=" + filter.serial_prefix_norm + " ";
  for (auto const product : filter.products) {
    text += fmt::format("product={} ", product.value);
  }
  for (auto const status : domain::all_statuses()) {
    text += filter.statuses.contains(status) ? fmt::format("status={} ", static_cast<int>(status)) : "";
  }
  text += filter.locations ? fmt::format("{} locations ", filter.locations->size()) : "";
  add("container", filter.container);
  add("party", filter.party);
  add("lot", filter.lot);
  add("owner", filter.owner);
  text += filter.latest_from ? "latest_from " : "";
  text += filter.latest_to ? "latest_to " : "";
  text += filter.expires_before ? "expires_before " : "";
  text += filter.traits.empty() ? "" : fmt::format("{} traits ", filter.traits.size());
  return text;
}

std::vector<domain::UnitState> list_in_memory(RandomWarehouse const& warehouse, store::UnitFilter const& filter,
                                              store::SortKey sort, store::SortOrder order) {
  std::vector<domain::UnitState> found;
  std::ranges::copy_if(warehouse.units, std::back_inserter(found),
                       [&](domain::UnitState const& unit) { return fits(warehouse, filter, unit); });
  std::ranges::sort(found, [&](domain::UnitState const& left, domain::UnitState const& right) {
    if (sort == store::SortKey::id) {
      return left.id < right.id;
    }
    return std::pair(norm_of(left.serial), left.id) < std::pair(norm_of(right.serial), right.id);
  });
  if (order == store::SortOrder::descending) {
    std::ranges::reverse(found);
  }
  return found;
}

}  // namespace nameplate::test
