#include "store/tables/questions.hpp"
#include "store/tables/rows.hpp"
#include "store/tables/sql_question.hpp"

#include <algorithm>
#include <unordered_set>

namespace nameplate::store::tables::question {
namespace {

/// A container and the code by which it is sorted.
struct FoundContainer {
  std::string code_norm;
  domain::ContainerState container;

  [[nodiscard]] auto key() const { return std::pair<std::string_view, domain::SubjectId>(code_norm, container.id); }
};

/// More than so many at the places asked for: then all are walked in the order of codes until the page is full.
constexpr std::size_t gathered_max = 10'000;

std::optional<std::vector<FoundContainer>> gather(Connection& connection,
                                                  std::vector<domain::RecordId> const& locations) {
  std::vector<FoundContainer> found;
  auto at_place = connection.use(sql::containers_at_place);
  for (auto const location : std::unordered_set(locations.begin(), locations.end())) {
    at_place.bind(location, domain::HolderKind::location);
    while (at_place.step()) {
      if (found.size() >= gathered_max) {
        return std::nullopt;
      }
      found.push_back({.code_norm = std::string(at_place.text(1)), .container = read_container(at_place)});
    }
  }
  return found;
}

std::vector<domain::ContainerState> walk(Connection& connection, std::string code_norm, domain::SubjectId after,
                                         std::size_t limit,
                                         std::optional<std::unordered_set<domain::RecordId>> const& locations) {
  std::vector<domain::ContainerState> page;
  constexpr std::size_t block_rows = 1000;
  std::size_t looked_at = block_rows;
  while (looked_at == block_rows && page.size() < limit) {
    auto list = connection.use(sql::list_containers);
    auto const from_code = std::exchange(code_norm, {});
    list.bind(from_code, after, block_rows);
    looked_at = 0;
    while (page.size() < limit && list.step()) {
      ++looked_at;
      auto container = read_container(list);
      code_norm = list.text(1);
      after = container.id;
      auto const& place = container.place;
      if (!locations || (place.kind == domain::HolderKind::location && locations->contains({place.id}))) {
        page.push_back(std::move(container));
      }
    }
  }
  return page;
}

}  // namespace

std::vector<domain::ContainerState> list_containers(Connection& connection,
                                                    std::optional<std::vector<domain::RecordId>> const& locations,
                                                    domain::SubjectId after, std::size_t limit) {
  std::string after_code;
  if (after) {
    auto find = connection.use(sql::container_code_norm);
    if (find.bind(after).step()) {
      after_code = find.text(0);
    }
  }
  if (!locations) {
    return walk(connection, after_code, after, limit, std::nullopt);
  }
  auto found = gather(connection, *locations);
  if (!found) {
    return walk(connection, after_code, after, limit, std::unordered_set(locations->begin(), locations->end()));
  }
  std::pair<std::string_view, domain::SubjectId> const after_key(after_code, after);
  std::erase_if(*found, [&](FoundContainer const& container) { return container.key() <= after_key; });
  std::ranges::sort(*found, {}, &FoundContainer::key);
  std::vector<domain::ContainerState> page;
  for (auto& container : *found) {
    if (page.size() == limit) {
      break;
    }
    page.push_back(std::move(container.container));
  }
  return page;
}

}  // namespace nameplate::store::tables::question
