#include "app/commands/bind.hpp"

#include "app/commands/binder.hpp"
#include "base/check.hpp"

#include <algorithm>

namespace nameplate::app {

std::optional<std::int64_t> DrawnNumbers::take(std::string const& counter) {
  auto const found = drawn_.find(counter);
  base::check(found != drawn_.end(), "numbers are drawn before they are taken");
  auto& [range, passed_over, unwanted] = found->second;
  for (;;) {
    base::check(range.count > 0 || unwanted > 0, "as many numbers are drawn as are taken");
    if (range.count == 0) {
      return std::nullopt;
    }
    --range.count;
    auto const count = range.first++;
    if (!std::ranges::binary_search(passed_over, count)) {
      return count;
    }
  }
}

std::vector<store::CounterRange> DrawnNumbers::unused() const {
  std::vector<store::CounterRange> rest;
  for (auto const& [counter, drawn] : drawn_) {
    if (drawn.range.count > 0) {
      rest.push_back(drawn.range);
    }
  }
  return rest;
}

domain::BoundOperation Binder::run() && {
  if (!bind_header()) {
    return std::move(bound_);
  }
  bound_.items.reserve(asked_.items.size());
  for (std::uint32_t place = 0; place < asked_.items.size(); ++place) {
    bind_item(place, asked_.items[place]);
  }
  refuse_container_itself();
  if (asked_.verb == domain::Verb::release && !asked_.hold) {
    // By kind: every hold of that kind that one of the items is under.
    std::ranges::sort(bound_.holds);
    auto const twice = std::ranges::unique(bound_.holds);
    bound_.holds.erase(twice.begin(), twice.end());
  }
  place_new_container();
  return std::move(bound_);
}

/// Not even as a fact that contradicts the books: an event tells of one thing in one role.
void Binder::refuse_container_itself() {
  for (auto& item : bound_.items) {
    bool const is_itself = bound_.container && item.subject == bound_.container;
    if (is_itself && !(item.extra && item.extra->refusal)) {
      item.make_extra().refusal = domain::Refusal{.reason = "container.inside_itself",
                                                  .detail = "Container " + item.number +
                                                            " is the one that the request packs into or unpacks "
                                                            "from. Leave it out of the items."};
    }
  }
}

domain::BoundOperation bind(BindContext const& context, domain::Operation const& operation) {
  return Binder(context, operation).run();
}

}  // namespace nameplate::app
