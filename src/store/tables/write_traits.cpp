#include "store/tables/sql_write.hpp"
#include "store/tables/write.hpp"

namespace nameplate::store::tables::write {

void traits(Connection& connection, domain::Changes const& changes) {
  if (changes.traits.empty()) {
    return;
  }
  {
    auto forget_attribute = connection.use_for_each(sql::delete_attribute);
    auto forget_tag = connection.use_for_each(sql::delete_tag);
    for (auto const& [trait, removed] : changes.traits) {
      if (trait.attribute) {
        forget_attribute.bind(trait.subject, trait.attribute).run();
      } else {
        forget_tag.bind(trait.subject, trait.key).run();
      }
    }
    forget_attribute.finish();
    forget_tag.finish();
  }
  auto insert = connection.use_for_each(sql::insert_trait);
  for (auto const& [trait, removed] : changes.traits) {
    if (!removed) {
      auto const shown = trait.value == trait.key ? std::nullopt : std::optional<std::string_view>(trait.value);
      insert.bind(trait.subject, trait.attribute, trait.key, trait.kind, shown, trait.set_by).run();
    }
  }
  insert.finish();
}

}  // namespace nameplate::store::tables::write
