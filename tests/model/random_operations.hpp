#pragma once

#include "domain/operation.hpp"
#include "naive_ledger.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace nameplate::model {

/// Operations as many hands would ask for them at once: most make sense, some do not. The same seed asks for the same.
class RandomOperations {
 public:
  explicit RandomOperations(std::uint64_t seed) : random_(seed) {}

  /// Three of four are worth being asked for: what would be refused is thought over once or twice.
  [[nodiscard]] domain::Operation next(NaiveLedger const& known) {
    for (int tries = 0;; ++tries) {
      auto operation = any(known);
      auto const verdicts = known.judge(operation);
      bool const is_refused = std::ranges::find(verdicts, Verdict::refused) != verdicts.end();
      if (!is_refused || tries == 4 || below(4) == 0) {
        return operation;
      }
    }
  }

  [[nodiscard]] std::size_t below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
  }
  [[nodiscard]] bool maybe() { return below(2) == 0; }

 private:
  domain::Operation any(NaiveLedger const& known) {
    domain::Operation operation;
    operation.verb = verbs[below(verbs.size())];
    name_things(known);
    operation.on_error = maybe() ? domain::OnError::proceed : domain::OnError::rollback;
    switch (operation.verb) {
      case domain::Verb::hold: fill_hold(operation); break;
      case domain::Verb::release: return release(std::move(operation), known);
      case domain::Verb::relabel: return relabel(std::move(operation));
      case domain::Verb::adjust: return adjust(std::move(operation));
      default: fill(operation); break;
    }
    if (!operation.rule) {
      add_items(operation);
    }
    return operation;
  }

  static constexpr std::size_t units_max = 24;
  static constexpr std::size_t containers_max = 9;
  static constexpr std::array verbs = {
      domain::Verb::register_, domain::Verb::announce, domain::Verb::receive, domain::Verb::receive,
      domain::Verb::receive,   domain::Verb::move,     domain::Verb::move,    domain::Verb::move,
      domain::Verb::pack,      domain::Verb::pack,     domain::Verb::pack,    domain::Verb::unpack,
      domain::Verb::stage,     domain::Verb::unstage,  domain::Verb::ship,    domain::Verb::ship,
      domain::Verb::deliver,   domain::Verb::return_,  domain::Verb::return_, domain::Verb::accept,
      domain::Verb::accept,    domain::Verb::repair,   domain::Verb::scrap,   domain::Verb::lose,
      domain::Verb::find,      domain::Verb::hold,     domain::Verb::release, domain::Verb::relabel,
      domain::Verb::adjust};

  template <typename List>
  std::string one_of(List const& list) {
    return std::string(list[below(std::size(list))]);
  }
  std::string place() { return one_of(std::array{"BIN-1", "BIN-2", "DOCK", "BRANCH"}); }
  std::string party() { return one_of(std::array{"ACME", "BETA"}); }
  std::string lot() { return one_of(std::array{"L1", "L2", "L3"}); }
  std::string new_number(char letter) {
    auto digits = std::to_string(++last_number_);
    return letter + std::string(7 - digits.size(), '0') + digits;
  }
  std::string container() { return containers_.empty() ? new_number('C') : one_of(containers_); }

  void name_things(NaiveLedger const& known) {
    units_.clear();
    containers_.clear();
    for (auto const& [name, thing] : known.things()) {
      if (thing.status == "scrapped" && below(30) > 0) {
        continue;  // what is gone is rarely named, and makes room for something new
      }
      (thing.is_container ? containers_ : units_).push_back(name);
    }
  }

  void fill(domain::Operation& operation) {
    using domain::Target;
    switch (domain::rule_of(operation.verb).target) {
      case Target::location:
      case Target::stated: operation.location = place(); break;
      case Target::location_if_given:
      case Target::out_of_container: operation.location = maybe() ? place() : ""; break;
      case Target::container: fill_container(operation); break;
      case Target::recipient: (maybe() ? operation.destination = place() : operation.party = party()); break;
      case Target::party: operation.party = below(4) > 0 ? party() : ""; break;
      case Target::stays:
      case Target::announced:
      case Target::nowhere: break;
    }
    if (operation.verb == domain::Verb::unpack && maybe() && !containers_.empty()) {
      operation.container = one_of(containers_);
    }
    if (operation.verb == domain::Verb::return_ || operation.verb == domain::Verb::receive) {
      operation.party = maybe() ? party() : "";
    }
    if (operation.verb == domain::Verb::return_ && below(4) > 0) {
      operation.contents = maybe() ? domain::Contents::all : domain::Contents::none;
    }
    if (below(4) > 0) {
      operation.acknowledge.emplace_back("container.not_empty");
    }
    operation.unpack = maybe();
  }

  void fill_container(domain::Operation& operation) {
    bool const makes_one = containers_.size() < containers_max && below(4) == 0;
    operation.container = makes_one ? new_number('C') : container();
    operation.location = place();  // where one that is made stands
  }

  void fill_hold(domain::Operation& operation) {
    operation.hold_kind = "quality";
    if (below(4) == 0) {
      operation.rule = domain::RuleGiven{.location = place()};
    }
  }

  domain::Operation release(domain::Operation operation, NaiveLedger const& known) {
    auto const active = known.active_holds();
    if (active.empty()) {
      operation.verb = domain::Verb::hold;
      fill_hold(operation);
      operation.rule = domain::RuleGiven{.location = place()};
      return operation;
    }
    auto hold = active.begin();
    std::advance(hold, static_cast<std::ptrdiff_t>(below(active.size())));
    operation.hold = domain::HoldId{*hold};
    return operation;
  }

  domain::Operation relabel(domain::Operation operation) {
    auto item = thing(false);
    item.extra = std::make_unique<domain::ItemExtra>();
    item.extra->new_serial = units_.empty() || below(3) > 0 ? "R" + std::to_string(below(50)) : one_of(units_);
    item.extra->mistyped = maybe();
    operation.items.push_back(std::move(item));
    return operation;
  }

  domain::Operation adjust(domain::Operation operation) {
    operation.reason = "found";
    operation.items.push_back(some());
    operation.items.back().extra = std::make_unique<domain::ItemExtra>();
    operation.items.back().extra->from = place();
    return operation;
  }

  domain::Item thing(bool is_container) {
    auto const& known = is_container ? containers_ : units_;
    bool const is_new = known.size() < (is_container ? containers_max : units_max) && below(6) == 0;
    auto name = known.empty() || is_new ? new_number(is_container ? 'C' : 'U') : one_of(known);
    return is_container ? domain::Item{.kind = domain::ItemKind::container, .number = std::move(name)}
                        : domain::Item{.kind = domain::ItemKind::serial, .product = "CAM", .number = std::move(name)};
  }

  domain::Item some() {
    domain::Item item{.kind = domain::ItemKind::lot, .product = "MILK", .number = lot()};
    item.quantity = base::Quantity{static_cast<std::int64_t>(1 + below(8)) * 500'000};
    return item;
  }

  void add_items(domain::Operation& operation) {
    bool const takes_lots = operation.verb != domain::Verb::hold && operation.verb != domain::Verb::register_ &&
                            operation.verb != domain::Verb::announce;
    auto const count = 1 + below(3);
    while (operation.items.size() < count) {
      auto const kind = below(takes_lots ? 5 : 4);
      if (kind < 4) {
        auto item = thing(kind == 3);
        bool const is_twice = std::ranges::any_of(
            operation.items, [&](domain::Item const& other) { return other.number == item.number; });
        if (!is_twice) {
          operation.items.push_back(std::move(item));
        }
        continue;
      }
      auto item = some();
      if (below(3) > 0) {
        item.extra = std::make_unique<domain::ItemExtra>();
        item.extra->from = maybe() && !containers_.empty() ? one_of(containers_) : place();
      }
      operation.items.push_back(std::move(item));
    }
  }

  std::mt19937_64 random_;
  std::int64_t last_number_ = 0;
  std::vector<std::string> units_;
  std::vector<std::string> containers_;
};

}  // namespace nameplate::model
