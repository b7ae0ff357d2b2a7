#include "app/exports/export_cells.hpp"

#include "base/time_text.hpp"

#include <algorithm>

namespace nameplate::app {

using domain::IdentifierKind;

std::string joined(std::vector<std::string> const& values) {
  std::string text;
  for (auto const& value : values) {
    text += (text.empty() ? "" : "; ") + value;
  }
  return text;
}

std::string date_cell(std::optional<std::int32_t> day) {
  return day ? base::date_to_string(*day) : std::string();
}

Whereabouts whereabouts(domain::Catalog const& catalog, domain::Holder holder,
                        std::map<domain::SubjectId, std::string> const& container_codes) {
  Whereabouts where;
  switch (holder.kind) {
    case domain::HolderKind::location:
    case domain::HolderKind::transit:
      where.location = catalog.code_of(domain::RecordKind::location, {holder.id});
      break;
    case domain::HolderKind::party: where.party = catalog.code_of(domain::RecordKind::party, {holder.id}); break;
    case domain::HolderKind::container:
      if (auto const code = container_codes.find({holder.id}); code != container_codes.end()) {
        where.container = code->second;
      }
      break;
    case domain::HolderKind::unit:
    case domain::HolderKind::nowhere: break;
  }
  return where;
}

std::map<domain::SubjectId, std::string> container_codes(store::ReadSnapshot& snapshot,
                                                         std::vector<domain::Holder> const& holders) {
  std::vector<domain::SubjectId> ids;
  for (auto const& holder : holders) {
    if (holder.is_container()) {
      ids.push_back(holder.container());
    }
  }
  std::ranges::sort(ids);
  auto const twice = std::ranges::unique(ids);
  ids.erase(twice.begin(), twice.end());
  std::map<domain::SubjectId, std::string> codes;
  if (!ids.empty()) {
    for (auto& container : snapshot.load_containers(ids)) {
      codes.emplace(container.id, std::move(container.code));
    }
  }
  return codes;
}

TraitColumns::TraitColumns(domain::Catalog const& catalog, domain::Bearer bearer) {
  for (auto const* const attribute : catalog.attributes()) {
    if (attribute->may_be_borne_by(bearer)) {
      attributes_.emplace_back(attribute->id, attribute->code);
    }
  }
}

void TraitColumns::add_columns(std::vector<std::string>& columns) const {
  for (auto const& [id, code] : attributes_) {
    columns.push_back("attribute." + code);
  }
  columns.emplace_back("tags");
}

void TraitColumns::add_cells(std::span<domain::Trait const> traits, ExportRow& row) const {
  for (auto const& [id, code] : attributes_) {
    auto const found = std::ranges::find(traits, id, &domain::Trait::attribute);
    row.push_back(found == traits.end() ? std::string() : found->value);
  }
  std::vector<std::string> tags;
  for (auto const& trait : traits) {
    if (!trait.attribute) {
      tags.push_back(trait.value);
    }
  }
  std::ranges::sort(tags);
  row.push_back(joined(tags));
}

IdentifierColumns::IdentifierColumns(domain::SubjectKind kind) {
  bool const is_unit = kind == domain::SubjectKind::unit;
  if (is_unit) {
    kinds_ = {IdentifierKind::maker_serial, IdentifierKind::customer_serial, IdentifierKind::asset_tag,
              IdentifierKind::imei, IdentifierKind::mac};
  }
}

void IdentifierColumns::add_columns(std::vector<std::string>& columns) const {
  for (auto const kind : kinds_) {
    columns.push_back("identifier." + std::string(domain::rule_of(kind).name));
  }
}

void IdentifierColumns::add_cells(std::span<domain::Identifier const> identifiers, ExportRow& row) const {
  for (auto const kind : kinds_) {
    std::vector<std::string> values;
    for (auto const& identifier : identifiers) {
      if (identifier.key.kind == kind && identifier.is_current()) {
        values.push_back(identifier.value);
      }
    }
    std::ranges::sort(values);
    row.push_back(joined(values));
  }
}

}  // namespace nameplate::app
