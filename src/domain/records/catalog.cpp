#include "domain/records/catalog.hpp"

#include "base/ascii.hpp"
#include "domain/records/typed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace nameplate::domain {
namespace {

/// Deeper trees are refused when they are made; this only ends a walk over damaged data.
constexpr std::size_t walk_max = 1000;

template <typename Map>
auto const* get(Map const& map, RecordId id) {
  auto const* const found = map.find(id);
  return found == nullptr ? nullptr : found->get();
}

/// Puts a record into a map that others may be reading in its old form.
template <typename Record>
void replace_in(std::shared_ptr<std::map<RecordId, Record> const>& records, Record record) {
  auto next = std::make_shared<std::map<RecordId, Record>>(*records);
  next->insert_or_assign(record.id, std::move(record));
  records = std::move(next);
}

template <typename Record>
Record const* find_in(std::map<RecordId, Record> const& records, RecordId id) {
  auto const found = records.find(id);
  return found == records.end() ? nullptr : &found->second;
}

/// A node and all nodes below it; `children_of` gives a list, or null.
std::vector<RecordId> walk_down(RecordId node, auto children_of) {
  std::vector<RecordId> nodes = {node};
  std::set<RecordId> seen = {node};
  for (std::size_t at = 0; at < nodes.size(); ++at) {
    if (auto const* const below = children_of(nodes[at])) {
      std::ranges::copy_if(*below, std::back_inserter(nodes),
                           [&seen](RecordId child) { return seen.insert(child).second; });
    }
  }
  return nodes;
}

/// A node and all nodes above it; `record_of` gives what has a parent, or null.
std::vector<RecordId> walk_up(RecordId node, auto record_of) {
  std::vector<RecordId> nodes;
  while (node && nodes.size() < walk_max) {
    nodes.push_back(node);
    auto const* const known = record_of(node);
    node = known == nullptr ? RecordId{} : known->parent;
  }
  return nodes;
}

}  // namespace

std::string normalise_code(std::string_view code) {
  return base::to_upper(base::trim_blanks(code));
}

void Catalog::apply(RecordRow const& row) {
  auto const kind = static_cast<RecordKind>(row.kind);
  auto const code_norm = normalise_code(row.code);
  if (auto const before = normalise_code(code_of(kind, row.id)); before != code_norm && find(kind, before) == row.id) {
    by_code_.erase({kind, before});
  }
  by_code_.set({kind, code_norm}, row.id);
  switch (kind) {
    case RecordKind::product: {
      auto next = std::make_shared<Product const>(to_product(row));
      index_product(product(row.id), *next);
      return products_.set(row.id, std::move(next));
    }
    case RecordKind::location: {
      auto next = std::make_shared<Location const>(to_location(row));
      index_parent(location(row.id), *next);
      return locations_.set(row.id, std::move(next));
    }
    case RecordKind::party: return parties_.set(row.id, std::make_shared<Party const>(to_party(row)));
    case RecordKind::hold_kind: return hold_kinds_.set(row.id, std::make_shared<HoldKind const>(to_hold_kind(row)));
    case RecordKind::reason_code:
      return reason_codes_.set(row.id, std::make_shared<ReasonCode const>(to_reason_code(row)));
    case RecordKind::serial_format:
      return serial_formats_.set(row.id, std::make_shared<SerialFormat const>(to_serial_format(row)));
    case RecordKind::account: return accounts_.set(row.id, std::make_shared<Account const>(to_account(row)));
    case RecordKind::setting: return settings_.set(row.id, std::make_shared<Setting const>(to_setting(row)));
    case RecordKind::attribute: return attributes_.set(row.id, std::make_shared<Attribute const>(to_attribute(row)));
    case RecordKind::legal_hold: return replace_in(legal_holds_, to_legal_hold(row));
    case RecordKind::retention_rule: return replace_in(retention_rules_, to_retention_rule(row));
    case RecordKind::number_block: return replace_in(number_blocks_, to_number_block(row));
    case RecordKind::category:
      categories_.set(row.id, std::make_shared<Category const>(to_category(row)));
      return index_categories();
  }
  // A kind of a later version of the program: nothing here uses it.
}

void Catalog::place_hold(Hold const& hold) {
  if (!hold.rule || !hold.is_active()) {
    return;
  }
  auto next = std::make_shared<std::vector<Hold>>(*rule_holds_);
  std::erase_if(*next, [&hold](Hold const& known) { return known.id == hold.id; });
  next->push_back(hold);
  rule_holds_ = std::move(next);
}

void Catalog::release_hold(HoldId hold) {
  if (std::ranges::find(*rule_holds_, hold, &Hold::id) == rule_holds_->end()) {
    return;
  }
  auto next = std::make_shared<std::vector<Hold>>(*rule_holds_);
  std::erase_if(*next, [hold](Hold const& known) { return known.id == hold; });
  rule_holds_ = std::move(next);
}

void Catalog::index_product(Product const* before, Product const& now) {
  if (before != nullptr) {
    auto const forget = [&](std::string const& key) {
      auto& matches = product_codes_.edit(key);
      std::erase_if(matches, [&](CodeMatch const& match) { return match.product == now.id; });
      if (matches.empty()) {
        product_codes_.erase(key);
      }
    };
    forget(product_code_key(before->sku));
    forget(product_code_key(before->gtin));
    std::ranges::for_each(before->codes, forget, &ProductCode::code_norm);
  }
  auto const note = [&](std::string const& key, std::int64_t pack_quantity) {
    auto& matches = product_codes_.edit(key);
    if (std::ranges::find(matches, now.id, &CodeMatch::product) == matches.end()) {
      matches.push_back({.product = now.id, .pack_quantity = pack_quantity});
    }
  };
  note(product_code_key(now.sku), 1);
  if (!now.gtin.empty()) {
    note(product_code_key(now.gtin), 1);
  }
  for (auto const& code : now.codes) {
    note(code.code_norm, code.pack_quantity);
  }
}

void Catalog::index_parent(Location const* before, Location const& now) {
  if (before != nullptr && before->parent == now.parent) {
    return;
  }
  if (before != nullptr && before->parent) {
    std::erase(places_below_.edit(before->parent), now.id);
  }
  if (now.parent) {
    places_below_.edit(now.parent).push_back(now.id);
  }
}

Product const* Catalog::product(RecordId id) const {
  return get(products_, id);
}
Location const* Catalog::location(RecordId id) const {
  return get(locations_, id);
}
Party const* Catalog::party(RecordId id) const {
  return get(parties_, id);
}
HoldKind const* Catalog::hold_kind(RecordId id) const {
  return get(hold_kinds_, id);
}
ReasonCode const* Catalog::reason_code(RecordId id) const {
  return get(reason_codes_, id);
}
SerialFormat const* Catalog::serial_format(RecordId id) const {
  return get(serial_formats_, id);
}
Account const* Catalog::account(RecordId id) const {
  return get(accounts_, id);
}
Category const* Catalog::category(RecordId id) const {
  return get(categories_, id);
}
Attribute const* Catalog::attribute(RecordId id) const {
  return get(attributes_, id);
}

RecordId Catalog::find(RecordKind kind, std::string_view code) const {
  auto const* const found = by_code_.find({kind, normalise_code(code)});
  return found == nullptr ? RecordId{} : *found;
}

std::string_view Catalog::code_of(RecordKind kind, RecordId id) const {
  auto const text = [](auto const* record, auto code) {
    return record == nullptr ? std::string_view() : std::string_view(record->*code);
  };
  switch (kind) {
    case RecordKind::product: return text(product(id), &Product::sku);
    case RecordKind::location: return text(location(id), &Location::code);
    case RecordKind::party: return text(party(id), &Party::code);
    case RecordKind::hold_kind: return text(hold_kind(id), &HoldKind::code);
    case RecordKind::reason_code: return text(reason_code(id), &ReasonCode::code);
    case RecordKind::serial_format: return text(serial_format(id), &SerialFormat::code);
    case RecordKind::account: return text(account(id), &Account::name);
    case RecordKind::setting: return text(get(settings_, id), &Setting::code);
    case RecordKind::category: return text(category(id), &Category::code);
    case RecordKind::attribute: return text(attribute(id), &Attribute::code);
    case RecordKind::legal_hold: return text(find_in(*legal_holds_, id), &LegalHold::code);
    case RecordKind::retention_rule: return text(find_in(*retention_rules_, id), &RetentionRule::code);
    case RecordKind::number_block: return text(find_in(*number_blocks_, id), &NumberBlock::code);
  }
  return {};
}

std::string Catalog::setting(std::string_view code, std::string_view otherwise) const {
  auto const* const found = get(settings_, find(RecordKind::setting, code));
  return found == nullptr || found->retired ? std::string(otherwise) : found->value;
}

std::vector<Catalog::CodeMatch> Catalog::products_by_code(std::string_view code) const {
  auto const* const found = product_codes_.find(product_code_key(code));
  return found == nullptr ? std::vector<CodeMatch>() : *found;
}

std::vector<RecordId> Catalog::with_places_below(RecordId location) const {
  return walk_down(location, [this](RecordId place) { return places_below_.find(place); });
}

std::vector<RecordId> Catalog::with_places_above(RecordId location) const {
  return walk_up(location, [this](RecordId place) { return this->location(place); });
}

std::vector<RecordId> Catalog::with_categories_above(RecordId category) const {
  return walk_up(category, [this](RecordId node) { return this->category(node); });
}

std::vector<RecordId> Catalog::with_categories_below(RecordId category) const {
  return walk_down(category, [this](RecordId node) -> std::vector<RecordId> const* {
    if (!categories_below_) {
      return nullptr;
    }
    auto const found = categories_below_->find(node);
    return found == categories_below_->end() ? nullptr : &found->second;
  });
}

std::string Catalog::path_of(RecordId location) const {
  std::string path;
  for (auto const place : with_places_above(location)) {
    auto const code = code_of(RecordKind::location, place);
    path.insert(0, path.empty() ? std::string(code) : fmt::format("{}/", code));
  }
  return path;
}

namespace {

/// `around`: the place of the subject and those above it.
bool covers_place(Holder place, Catalog::RuleSubject const& subject, std::span<RecordId const> around) {
  switch (place.kind) {
    case HolderKind::nowhere: return true;
    case HolderKind::location: return std::ranges::find(around, RecordId{place.id}) != around.end();
    case HolderKind::container:
      return std::ranges::find(subject.containers, SubjectId{place.id}) != subject.containers.end();
    case HolderKind::unit:
    case HolderKind::party:
    case HolderKind::transit: break;
  }
  return false;
}

}  // namespace

bool Catalog::covers_goods(HoldRule const& rule, RuleSubject const& subject) const {
  return (!rule.product || rule.product == subject.product) &&
         (!rule.category || is_in_category(subject.product, rule.category)) && (!rule.lot || rule.lot == subject.lot);
}

bool Catalog::covers(HoldRule const& rule, RuleSubject const& subject) const {
  return covers_goods(rule, subject) && covers_place(rule.place, subject, with_places_above(subject.location));
}

std::vector<Hold const*> Catalog::rule_holds_on(RuleSubject const& subject) const {
  std::vector<Hold const*> holds;
  auto const around = rule_holds_->empty() ? std::vector<RecordId>() : with_places_above(subject.location);
  for (auto const& hold : *rule_holds_) {
    if (covers_goods(*hold.rule, subject) && covers_place(hold.rule->place, subject, around)) {
      holds.push_back(&hold);
    }
  }
  return holds;
}

}  // namespace nameplate::domain
