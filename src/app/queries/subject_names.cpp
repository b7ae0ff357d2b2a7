#include "app/queries/subject_names.hpp"

#include "app/queries/members.hpp"

namespace nameplate::app {

SubjectNames load_names(store::Reader& reader, std::vector<domain::SubjectId> subjects) {
  SubjectNames names;
  std::erase(subjects, domain::SubjectId());
  make_id_set(subjects);
  auto const leave_the_rest = [&] {
    std::erase_if(subjects, [&](domain::SubjectId id) { return names.contains(id); });
  };
  if (!subjects.empty()) {
    for (auto& unit : reader.load_units(subjects)) {
      names[unit.id] = {.kind = domain::SubjectKind::unit, .number = std::move(unit.serial), .product = unit.product};
    }
    leave_the_rest();
  }
  if (!subjects.empty()) {
    for (auto& container : reader.load_containers(subjects)) {
      names[container.id] = {.kind = domain::SubjectKind::container, .number = std::move(container.code)};
    }
    leave_the_rest();
  }
  if (!subjects.empty()) {
    for (auto& lot : reader.load_lots(subjects)) {
      names[lot.id] = {.kind = domain::SubjectKind::lot, .number = std::move(lot.number), .product = lot.product};
    }
  }
  return names;
}

}  // namespace nameplate::app
