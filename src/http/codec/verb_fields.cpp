#include "http/codec/verb_fields.hpp"

#include "http/nearest_name.hpp"

#include <span>
#include <vector>

namespace nameplate::http {
namespace {

template <typename Field>
std::string nearest_of(std::span<Field const> fields, domain::EnumSet<Field> allowed, std::string_view name) {
  std::vector<std::string_view> names;
  for (auto const field : fields) {
    if (allowed.contains(field)) {
      names.push_back(name_of(field));
    }
  }
  return std::string(nearest_name(name, names));
}

}  // namespace

std::string nearest_field(RequestFields allowed, std::string_view name) {
  return nearest_of(domain::all_request_fields(), allowed, name);
}

std::string nearest_field(ItemFields allowed, std::string_view name) {
  return nearest_of(domain::all_item_fields(), allowed, name);
}

}  // namespace nameplate::http
