#pragma once

#include "app/commands/bind.hpp"
#include "app/commands/references.hpp"

#include <optional>
#include <string>
#include <unordered_map>

namespace nameplate::app {

/// Binds one operation: first what holds for all items, then each item. Private to bind.cpp and bind_*.cpp.
class Binder {
 public:
  Binder(BindContext const& context, domain::Operation const& asked)
      : context_(context), asked_(asked), rule_(domain::rule_of(asked.verb)) {
    bound_.asked = &asked;
    bound_.event = context.event;
  }

  [[nodiscard]] domain::BoundOperation run() &&;

 private:
  // bind_header.cpp: each returns false and sets the refusal when the operation cannot be bound.
  bool bind_header();
  bool bind_references();
  bool bind_recipient();
  bool bind_stated_state();
  bool bind_common_traits();
  bool bind_container();
  bool bind_reason();
  bool bind_hold();
  bool bind_release();
  void place_new_container();
  void refuse_container_itself();

  // bind_item.cpp
  void bind_item(std::uint32_t place, domain::Item const& item);
  void bind_serial(domain::BoundItem bound, domain::Item const& item);
  void bind_unit(domain::BoundItem bound, domain::Item const& item);
  void bind_unborn(domain::BoundItem bound, domain::SubjectId subject, domain::Item const& item);
  void bind_container_item(domain::BoundItem bound, domain::Item const& item);
  void bind_scan(domain::BoundItem bound, domain::Item const& item);
  [[nodiscard]] domain::SubjectId find_void(std::string const& number_norm, domain::RecordId product) const;
  [[nodiscard]] domain::SubjectId find_void_container(std::string const& number_norm) const;
  void bind_new_unit(domain::BoundItem bound, domain::Product const& product, std::string_view number,
                     std::string const& number_norm, domain::Item const& item);
  void finish_unit(domain::BoundItem bound, domain::Item const& item);
  // bind_generated.cpp
  void bind_generated(std::uint32_t place, domain::Item const& item);
  void bind_generated_containers(std::uint32_t place, domain::Item const& item);
  /// Hands out the numbers of an item, and tells how many are left. Nothing: it was refused.
  std::optional<std::int64_t> take_numbers(std::uint32_t place, domain::Item const& item, std::string const& whose,
                                           std::function<void(std::string const&)> const& bind);
  void warn_when_low(domain::SerialFormat const& format, std::int64_t left);
  [[nodiscard]] std::optional<domain::Refusal> number_fault_of(domain::Product const& product,
                                                               std::string const& number_norm);

  // bind_extra.cpp: what may stand at any item.
  Found<void> bind_extra(domain::BoundItem& bound, domain::Item const& item);
  Found<domain::BoundTraits> bind_traits(domain::TraitsGiven const& given) const;  ///< bind_traits.cpp
  Found<void> bind_identifiers(domain::BoundItem& bound, domain::ItemExtra const& extra);
  Found<void> bind_relabel(domain::BoundItem& bound, domain::ItemExtra const& extra);
  Found<void> bind_what_it_is(domain::BoundItem& bound);
  Found<void> bind_unit_lot(domain::BoundItem& bound, domain::ItemExtra const& extra);
  Found<void> bind_release_of(domain::BoundItem const& bound);

  // bind_quantity.cpp
  void bind_lot_item(domain::BoundItem bound, domain::Item const& item);
  void bind_product_scan(domain::BoundItem bound, domain::Item const& item, domain::Catalog::CodeMatch match);
  Found<domain::SubjectId> find_or_make_lot(domain::Product const& product, std::string_view number,
                                            std::uint32_t place, bool& is_new);
  Found<void> check_lot(domain::LotState const& lot) const;
  Found<void> bind_amount(domain::BoundItem& bound, domain::Item const& item, domain::Product const& product) const;

  void refuse_item(domain::BoundItem bound, domain::Refusal refusal);
  bool refuse_all(domain::Refusal refusal) {
    bound_.refusal = std::move(refusal);
    return false;
  }
  Found<domain::Product const*> product_of(domain::Item const& item);

  BindContext const& context_;
  domain::Operation const& asked_;
  domain::VerbRule const& rule_;
  domain::BoundOperation bound_;
  // The items of an operation mostly name the same product: looked up once.
  std::string last_sku_;
  domain::Product const* last_product_ = nullptr;
  std::unordered_map<domain::IdentifierKey, domain::SubjectId> new_numbers_;  ///< that this operation makes
  std::optional<domain::IdentifierKind> current_kind_;
  std::unordered_multimap<domain::SubjectId, domain::Identifier> current_numbers_;  ///< of that kind
};

}  // namespace nameplate::app
