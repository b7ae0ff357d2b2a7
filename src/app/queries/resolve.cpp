#include "app/queries/resolve.hpp"

#include "app/commands/number_rules.hpp"
#include "app/queries/members.hpp"
#include "app/queries/reading.hpp"

#include <algorithm>
#include <map>

namespace nameplate::app {
namespace {

using domain::Identifier;
using domain::SubjectId;

/// Of each subject the number that says most: the current one, otherwise the one given up last.
std::map<SubjectId, Identifier> best_numbers(std::vector<Identifier> identifiers) {
  std::map<SubjectId, Identifier> best;
  auto const rank = [](Identifier const& row) { return std::pair(row.is_current(), row.valid_from); };
  for (auto& row : identifiers) {
    auto const [known, added] = best.try_emplace(row.subject, row);
    if (!added && rank(known->second) < rank(row)) {
      known->second = std::move(row);
    }
  }
  return best;
}

std::vector<domain::Verb> verbs_that(domain::Role role, auto fits) {
  std::vector<domain::Verb> verbs;
  for (auto const& rule : domain::verb_rules()) {
    if (rule.role_min <= role && fits(rule)) {
      verbs.push_back(rule.verb);
    }
  }
  return verbs;
}

class Resolver {
 public:
  Resolver(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, base::Instant now, domain::Role role)
      : snapshot_(snapshot), catalog_(catalog), role_(role) {
    resolution_.around = Surroundings(snapshot, catalog, day_of(now));
  }

  Resolution resolve(std::string_view code) {
    resolution_.scan = identify::parse_scan(code);
    auto numbers = numbers_of_scan(resolution_.scan);
    auto const of_label = numbers_of_label();
    std::ranges::copy(of_label, std::back_inserter(numbers));
    if (!numbers.empty()) {
      auto found = snapshot_.find_identifiers(numbers);
      std::erase_if(found, [&](Identifier const& number) { return !is_meant(number, of_label); });
      add_subjects(best_numbers(std::move(found)));
    }
    add_master_data();
    // What bears the number now comes before what bore it once.
    std::ranges::stable_sort(resolution_.matches, {},
                             [](Match const& match) { return match.by && !match.by->is_current(); });
    return std::move(resolution_);
  }

 private:
  /// Serial and lot on a label: numbers within its product.
  std::vector<std::string> numbers_of_label() {
    std::vector<std::string> numbers;
    for (auto const& match : resolution_.scan.gtin.empty() ? std::vector<domain::Catalog::CodeMatch>()
                                                           : catalog_.products_by_code(resolution_.scan.gtin)) {
      products_of_label_.push_back(match.product);
    }
    for (auto const& [identifier, kind] :
         {std::pair("21", domain::IdentifierKind::serial), std::pair("10", domain::IdentifierKind::lot)}) {
      auto const value = identify::gs1::value_of(resolution_.scan.elements, identifier);
      auto norm = normalise_number(kind, value);
      if (!value.empty() && norm && !products_of_label_.empty()) {
        numbers.push_back(*std::move(norm));
      }
    }
    return numbers;
  }

  /// What a label names belongs to the label's product: numbers of goods have it as their scope.
  [[nodiscard]] bool is_meant(Identifier const& number, std::vector<std::string> const& of_label) const {
    return std::ranges::find(of_label, number.key.value_norm) == of_label.end() ||
           std::ranges::any_of(products_of_label_,
                               [&](domain::RecordId product) { return number.key.scope == product.value; });
  }

  void add_subjects(std::map<SubjectId, Identifier> const& numbers) {
    std::vector<SubjectId> ids;
    ids.reserve(numbers.size());
    for (auto const& [subject, number] : numbers) {
      ids.push_back(subject);
    }
    if (ids.empty()) {
      return;
    }
    // The kind of a number does not tell what bears it: an asset tag may hang on a unit or on a container.
    auto units = snapshot_.load_units(ids);
    auto containers =
        units.size() == ids.size() ? std::vector<domain::ContainerState>() : snapshot_.load_containers(ids);
    auto lots =
        units.size() + containers.size() == ids.size() ? std::vector<domain::LotState>() : snapshot_.load_lots(ids);
    add_all(std::move(units), numbers, [&](domain::UnitState const& unit) { return verbs_from(unit.status); });
    add_all(std::move(containers), numbers, [&](domain::ContainerState const& box) { return verbs_from(box.status); });
    auto const statuses = lots.empty() ? std::map<SubjectId, domain::StatusSet>() : statuses_of_lots(ids);
    add_all(std::move(lots), numbers, [&](domain::LotState const& lot) {
      auto const found = statuses.find(lot.id);
      return verbs_that(role_, [&](domain::VerbRule const& rule) {
        return found != statuses.end() && std::ranges::any_of(domain::all_statuses(), [&](domain::Status status) {
                 return rule.quantity_from.contains(status) && found->second.contains(status);
               });
      });
    });
  }

  template <typename State>
  void add_all(std::vector<State> states, std::map<SubjectId, Identifier> const& numbers, auto actions_of) {
    std::ranges::sort(states, {}, &State::id);
    if (!states.empty()) {
      resolution_.around.load_for(std::span<State const>(states));
    }
    for (auto& state : states) {
      auto actions = actions_of(state);
      auto const& number = numbers.at(state.id);
      resolution_.matches.push_back({.what = std::move(state), .by = number, .actions = std::move(actions)});
    }
  }

  [[nodiscard]] std::vector<domain::Verb> verbs_from(domain::Status status) const {
    return verbs_that(role_, [&](domain::VerbRule const& rule) { return rule.from.contains(status); });
  }

  std::map<SubjectId, domain::StatusSet> statuses_of_lots(std::vector<SubjectId> const& lots) {
    std::map<SubjectId, domain::StatusSet> statuses;
    for (auto const& balance : snapshot_.load_balances(lots)) {
      if (balance.quantity.millionths > 0) {
        statuses[balance.key.lot].insert(balance.key.status);
      }
    }
    return statuses;
  }

  void add_master_data() {
    auto products = catalog_.products_by_code(resolution_.scan.text);
    if (!resolution_.scan.gtin.empty()) {
      std::ranges::copy(catalog_.products_by_code(resolution_.scan.gtin), std::back_inserter(products));
    }
    std::vector<domain::RecordId> shown;
    for (auto const& match : products) {
      if (std::ranges::find(shown, match.product) == shown.end()) {
        shown.push_back(match.product);
        resolution_.matches.push_back(
            {.what = Match::OfProduct{.id = match.product, .pack_quantity = match.pack_quantity},
             .actions = verbs_that(role_, [](domain::VerbRule const& rule) { return rule.makes_new; })});
      }
    }
    if (auto const location = catalog_.find(domain::RecordKind::location, resolution_.scan.text)) {
      resolution_.matches.push_back({.what = Match::OfLocation{.id = location}});
    }
  }

  store::ReadSnapshot& snapshot_;
  domain::Catalog const& catalog_;
  domain::Role role_;
  std::vector<domain::RecordId> products_of_label_;
  Resolution resolution_;
};

}  // namespace

Resolution resolve(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, base::Instant now, domain::Role role,
                   std::string_view code) {
  return Resolver(snapshot, catalog, now, role).resolve(code);
}

}  // namespace nameplate::app
