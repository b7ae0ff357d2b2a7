#include "store/sqlite/sql_write.hpp"
#include "store/sqlite/write.hpp"

namespace nameplate::store::sqlite::write {

void traits(Connection& connection, domain::Changes const& changes) {
  if (changes.traits.empty()) {
    return;
  }
  auto forget_attribute = connection.use(sql::delete_attribute);
  auto forget_tag = connection.use(sql::delete_tag);
  auto insert = connection.use(sql::insert_trait);
  for (auto const& [trait, removed] : changes.traits) {
    if (trait.attribute) {
      forget_attribute.bind(trait.subject, trait.attribute).run();
    } else {
      forget_tag.bind(trait.subject, trait.key).run();
    }
    if (!removed) {
      auto const shown = trait.value == trait.key ? std::nullopt : std::optional<std::string_view>(trait.value);
      insert.bind(trait.subject, trait.attribute, trait.key, trait.kind, shown, trait.set_by).run();
    }
  }
}

}  // namespace nameplate::store::sqlite::write
