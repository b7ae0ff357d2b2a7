#include "app/queries/unit_filter.hpp"

#include "app/external_id.hpp"
#include "app/queries/codes.hpp"
#include "app/queries/members.hpp"
#include "identify/normalise.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace nameplate::app {
namespace {

using domain::RecordKind;

constexpr std::size_t holds_per_call = 1000;
constexpr std::string_view computed_kind = "expired";

bool numbers_other_subjects(domain::IdentifierKind kind) {
  using enum domain::IdentifierKind;
  return kind == container || kind == sscc || kind == lot || kind == supplier_lot;
}

/// Looks up one part after the other. The first error is kept; `impossible` means that nothing can fit.
class FilterMaker {
 public:
  FilterMaker(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, UnitQuestion const& question)
      : snapshot_(snapshot), catalog_(catalog), question_(question) {}

  base::Result<std::optional<store::UnitFilter>> make() {
    filter_.statuses = question_.statuses;
    filter_.latest_from = question_.changed_from;
    filter_.latest_to = question_.changed_to;
    filter_.expires_before = question_.expires_before;
    filter_.serial_prefix_norm = domain::normalise_code(question_.prefix);
    take(find_codes(catalog_, RecordKind::product, question_.products),
         [&](auto ids) { filter_.products = std::move(ids); });
    add_category();
    add_traits();
    add_place();
    add_lot();
    add_parties();
    add_numbers();
    add_hold();
    add_hold_kind();
    if (error_) {
      return std::unexpected(*error_);
    }
    return impossible_ ? std::nullopt : std::optional(std::move(filter_));
  }

 private:
  template <typename Value>
  void take(base::Result<Value> result, auto use) {
    if (result) {
      use(std::move(*result));
    } else if (!error_) {
      error_ = result.error();
    }
  }

  void narrow(std::vector<domain::SubjectId> ids) {
    if (!narrow_among(filter_, std::move(ids))) {
      impossible_ = true;
    }
  }

  void add_category() {
    if (!question_.category.empty()) {
      take(find_code(catalog_, RecordKind::category, question_.category),
           [&](domain::RecordId id) { narrow_products(catalog_.products_in(id)); });
    }
  }

  void add_traits() {
    if (question_.traits.is_empty()) {
      return;
    }
    take(find_traits(catalog_, question_.traits, domain::Bearer::unit), [&](TraitConditions conditions) {
      filter_.traits = std::move(conditions.of_subject);
      if (!conditions.of_product.empty()) {
        narrow_products(catalog_.products_that(
            [&](domain::Product const& product) { return meets(catalog_, product, conditions.of_product); }));
      }
    });
  }

  /// Keeps those that are asked for already, if any are.
  void narrow_products(std::vector<domain::RecordId> products) {
    if (!filter_.products.empty()) {
      std::erase_if(products, [&](domain::RecordId id) {
        return std::ranges::find(filter_.products, id) == filter_.products.end();
      });
    }
    impossible_ = impossible_ || products.empty();
    filter_.products = std::move(products);
  }

  void add_place() {
    if (!question_.location.empty()) {
      take(find_code(catalog_, RecordKind::location, question_.location), [&](domain::RecordId id) {
        filter_.locations = question_.location_only ? std::vector{id} : catalog_.with_places_below(id);
      });
    }
    if (!question_.container.empty()) {
      take(find_container(snapshot_, question_.container, base::ErrorKind::invalid),
           [&](domain::SubjectId id) { filter_.container = id; });
    }
  }

  void add_lot() {
    if (!question_.lot.empty()) {
      auto const product = filter_.products.size() == 1 ? filter_.products.front() : domain::RecordId();
      take(find_lot(snapshot_, question_.lot, product, base::ErrorKind::invalid),
           [&](domain::SubjectId id) { filter_.lot = id; });
    }
  }

  void add_parties() {
    if (!question_.party.empty()) {
      take(find_code(catalog_, RecordKind::party, question_.party), [&](domain::RecordId id) { filter_.party = id; });
    }
    if (!question_.owner.empty()) {
      take(find_owner(catalog_, question_.owner), [&](domain::RecordId id) { filter_.owner = id; });
    }
  }

  void add_numbers() {
    if (!question_.serials.empty()) {
      narrow(subjects_with_numbers(snapshot_, question_.serials));
    }
    if (!question_.document.empty()) {
      narrow(units_on_document(snapshot_, question_.document, question_.document_kind));
    }
  }

  void add_hold() {
    if (question_.hold.empty()) {
      return;
    }
    auto const id = parse_external_id(id_letter::hold, question_.hold);
    auto const holds = id ? snapshot_.load_holds(std::array{domain::HoldId{*id}}) : std::vector<domain::Hold>();
    if (holds.empty()) {
      take(base::Result<int>(unknown_subject(base::ErrorKind::invalid, "hold", question_.hold)), [](int) {});
      return;
    }
    auto const& hold = holds.front();
    if (!hold.is_active()) {
      impossible_ = true;
    } else if (hold.rule) {
      impossible_ = impossible_ || !narrow_by_rule(snapshot_, catalog_, *hold.rule, filter_);
    } else {
      take(units_under(snapshot_, {hold.id}), [&](auto ids) { narrow(std::move(ids)); });
    }
  }

  /// All holds of a kind: those on items, and what the rules cover. These are sets of their own, so they are put
  /// together as ids.
  void add_hold_kind() {
    if (question_.hold_kind.empty()) {
      return;
    }
    auto const kind = find_code(catalog_, RecordKind::hold_kind, question_.hold_kind);
    if (!kind || domain::normalise_code(question_.hold_kind) == domain::normalise_code(computed_kind)) {
      take(kind, [&](domain::RecordId) {
        error_ = {.kind = base::ErrorKind::bad_request,
                  .reason = "filter.invalid",
                  .detail = "Expired is computed from dates. Ask with expiresBefore in place of holdKind."};
      });
      return;
    }
    take(units_under(snapshot_, placed_holds(*kind)), [&](std::vector<domain::SubjectId> ids) {
      for (auto const& hold : catalog_.rule_holds()) {
        if (hold.kind == *kind && hold.rule && !add_by_rule(*hold.rule, ids)) {
          return;
        }
      }
      narrow(std::move(ids));
    });
  }

  std::vector<domain::HoldId> placed_holds(domain::RecordId kind) {
    std::vector<domain::HoldId> ids;
    domain::HoldId after;
    while (true) {
      auto const page = snapshot_.list_holds(true, after, holds_per_call);
      for (auto const& hold : page) {
        if (hold.kind == kind && !hold.rule) {
          ids.push_back(hold.id);
        }
      }
      if (page.size() < holds_per_call) {
        return ids;
      }
      after = page.back().id;
    }
  }

  bool add_by_rule(domain::HoldRule const& rule, std::vector<domain::SubjectId>& ids) {
    // The rest of the question restricts here already, so that a broad rule can still be asked about in part.
    auto restricted = filter_;
    if (!narrow_by_rule(snapshot_, catalog_, rule, restricted)) {
      return true;
    }
    auto const units = snapshot_.list_units(restricted, {.limit = among_max + 1});
    if (units.size() > among_max) {
      error_ = too_broad(
                   "More than 100,000 units are under a rule of this kind. Ask for one hold (hold=h7), or restrict "
                   "further.")
                   .error();
      return false;
    }
    std::ranges::transform(units, std::back_inserter(ids), &domain::UnitState::id);
    return true;
  }

  store::ReadSnapshot& snapshot_;
  domain::Catalog const& catalog_;
  UnitQuestion const& question_;
  store::UnitFilter filter_;
  std::optional<base::Error> error_;
  bool impossible_ = false;
};

}  // namespace

base::Result<std::optional<store::UnitFilter>> make_unit_filter(store::ReadSnapshot& snapshot,
                                                                domain::Catalog const& catalog,
                                                                UnitQuestion const& question) {
  return FilterMaker(snapshot, catalog, question).make();
}

std::vector<domain::SubjectId> subjects_with_numbers(store::ReadSnapshot& snapshot,
                                                     std::vector<std::string> const& numbers) {
  std::vector<std::string> normal;
  normal.reserve(numbers.size());
  for (auto const& number : numbers) {
    normal.push_back(domain::normalise_code(number));
    // These are kept without what people write between the digits.
    for (auto const form : {identify::NumberForm::mac, identify::NumberForm::imei}) {
      if (auto kept = identify::normalise_number(form, number); kept && *kept != normal.back()) {
        normal.push_back(std::move(*kept));
      }
    }
  }
  std::ranges::sort(normal);
  normal.erase(std::ranges::unique(normal).begin(), normal.end());
  std::vector<domain::SubjectId> ids;
  for (auto const& identifier : snapshot.find_identifiers(normal)) {
    if (!numbers_other_subjects(identifier.key.kind)) {
      ids.push_back(identifier.subject);
    }
  }
  make_id_set(ids);
  return ids;
}

}  // namespace nameplate::app
