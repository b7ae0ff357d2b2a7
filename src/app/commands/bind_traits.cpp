#include "app/commands/binder.hpp"
#include "domain/records/attribute_value.hpp"

#include <map>

namespace nameplate::app {

Found<domain::BoundTraits> Binder::bind_traits(domain::TraitsGiven const& given) const {
  std::map<domain::RecordId, domain::TraitChange> attributes;
  for (auto const& [code, value] : given.attributes) {
    auto const* const attribute =
        context_.catalog.attribute(context_.catalog.find(domain::RecordKind::attribute, code));
    if (attribute == nullptr) {
      return refuse("attribute.unknown", "There is no attribute \"" + code.substr(0, 80) + "\". Make it first.");
    }
    domain::TraitChange change{.attribute = attribute->id, .type = attribute->type, .removed = !value};
    if (value) {
      if (attribute->retired) {
        return refuse("attribute.retired", attribute->code + " is retired: it is not set any more.");
      }
      auto read = domain::read_attribute_value(*attribute, *value);
      if (!read) {
        return refuse(read.error().reason, read.error().detail);
      }
      change.value = *std::move(read);
    }
    if (!attributes.try_emplace(attribute->id, std::move(change)).second) {
      return refuse("attribute.twice", attribute->code + " is given twice. Give it once.");
    }
  }
  domain::BoundTraits bound{.replaces_tags = given.tags && asked_.verb == domain::Verb::amend};
  for (auto& [id, change] : attributes) {
    bound.changes.push_back(std::move(change));
  }
  for (auto const& written : given.tags.value_or(std::vector<std::string>())) {
    auto tag = domain::canonical_tag(written);
    if (!tag) {
      return refuse(tag.error().reason, tag.error().detail);
    }
    bound.changes.push_back({.attribute = {}, .type = domain::TraitType::tag, .value = *std::move(tag)});
  }
  return bound;
}

}  // namespace nameplate::app
