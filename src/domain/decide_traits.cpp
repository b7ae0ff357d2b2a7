// What goods bear after an operation: attributes and tags.

#include "domain/decide_item.hpp"

#include <algorithm>
#include <map>

namespace nameplate::domain {
namespace {

Bearer bearer_of(SubjectKind kind) {
  return kind == SubjectKind::unit ? Bearer::unit : kind == SubjectKind::lot ? Bearer::lot : Bearer::container;
}

/// Attributes by id, tags by their key.
using TraitKey = std::pair<RecordId, std::string>;

TraitKey key_of(TraitChange const& change) {
  return {change.attribute, change.attribute ? std::string() : trait_key(change.type, change.value)};
}

class TraitRules {
 public:
  TraitRules(Deciding const& deciding, BoundItem const& item)
      : deciding_(deciding), item_(item), now_(deciding.context.state.traits_of(item.subject)) {}

  std::expected<StatedTraits, Refusal> judge() {
    take(deciding_.operation.traits);
    if (item_.extra) {
      take(item_.extra->traits);
    }
    if (auto refusal = check_fit()) {
      return std::unexpected(*std::move(refusal));
    }
    if (auto refusal = check_required()) {
      return std::unexpected(*std::move(refusal));
    }
    StatedTraits stated;
    for (auto& [key, change] : wanted_) {
      stated.differ = stated.differ || !is_so(key, change);
      stated.changes.push_back(std::move(change));
    }
    std::ranges::sort(stated.changes);
    return stated;
  }

 private:
  void take(BoundTraits const& traits) {
    if (traits.replaces_tags) {
      std::erase_if(wanted_, [](auto const& entry) { return !entry.first.first; });
      for (auto const& trait : now_) {
        if (!trait.attribute) {
          wanted_[{RecordId(), trait.key}] = {.attribute = {}, .value = trait.value, .removed = true};
        }
      }
    }
    for (auto const& change : traits.changes) {
      wanted_[key_of(change)] = change;
    }
  }

  [[nodiscard]] std::optional<Refusal> check_fit() const {
    auto const& catalog = deciding_.context.catalog;
    for (auto const& [key, change] : wanted_) {
      auto const* const attribute = catalog.attribute(change.attribute);
      if (attribute == nullptr || change.removed) {
        continue;
      }
      if (!attribute->may_be_borne_by(bearer_of(item_.kind)) ||
          !catalog.is_attribute_of(attribute->id, item_.product)) {
        return Refusal{.reason = "attribute.not_here",
                       .detail = "Goods of this kind do not bear the attribute " + attribute->code +
                                 ". Leave it out, or add it to their category."};
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] Trait const* borne(TraitKey const& key) const {
    auto const found = std::ranges::find_if(now_, [&](Trait const& trait) {
      return trait.attribute == key.first && (key.first || trait.key == key.second);
    });
    return found == now_.end() ? nullptr : &*found;
  }

  [[nodiscard]] bool is_so(TraitKey const& key, TraitChange const& change) const {
    auto const* const now = borne(key);
    return change.removed ? now == nullptr : now != nullptr && now->value == change.value;
  }

  [[nodiscard]] std::optional<Refusal> check_required() const {
    auto const& catalog = deciding_.context.catalog;
    if (!catalog.has_required_attributes(deciding_.asked.verb)) {
      return std::nullopt;
    }
    for (auto const* const attribute : catalog.required_attributes(item_.product, deciding_.asked.verb)) {
      TraitKey const key{attribute->id, {}};
      auto const changed = wanted_.find(key);
      bool const has = changed == wanted_.end() ? borne(key) != nullptr : !changed->second.removed;
      if (!has && attribute->may_be_borne_by(bearer_of(item_.kind))) {
        return Refusal{.reason = "attribute.required",
                       .detail = "The attribute " + attribute->code + " must be set at " +
                                 std::string(name_of(deciding_.asked.verb)) + ". Give it with the item."};
      }
    }
    return std::nullopt;
  }

  Deciding const& deciding_;
  BoundItem const& item_;
  std::span<Trait const> now_;
  std::map<TraitKey, TraitChange> wanted_;
};

}  // namespace

std::expected<StatedTraits, Refusal> judge_traits(Deciding const& deciding, BoundItem const& item) {
  auto const says = [](BoundTraits const& traits) { return traits.replaces_tags || !traits.changes.empty(); };
  if (!says(deciding.operation.traits) && !(item.extra && says(item.extra->traits)) &&
      !deciding.context.catalog.has_required_attributes(deciding.asked.verb)) {
    return {};
  }
  return TraitRules(deciding, item).judge();
}

}  // namespace nameplate::domain
