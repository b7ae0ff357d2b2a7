// Mappings of imports: a text that somebody sent, for a kind that the first byte chooses; then a row read by it.

#include "app/imports/mapping.hpp"

#include "app/imports/fields.hpp"
#include "app/imports/goods_row.hpp"
#include "app/imports/record_row.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace nameplate;
  std::string_view text(reinterpret_cast<char const*>(data), size);
  if (text.size() < 2) {
    return 0;
  }
  auto const kinds = app::import_kind_names();
  auto const kind = kinds[static_cast<unsigned char>(text.front()) % kinds.size()];
  text.remove_prefix(1);
  auto const mapping = app::parse_mapping(text, kind);
  if (!mapping) {
    return 0;
  }
  for (auto const* const cell :
       {"", "A-1", "3.55E+14", "01.03.2024", "1.234,5", "[{\"a\":1}]", "a:b; c:d", "in_stock"}) {
    app::MappedRow const row{.number = 2, .cells = std::vector<std::string>(mapping->targets.size(), cell)};
    if (mapping->kind.record) {
      static_cast<void>(app::read_record_row(*mapping, row, domain::Catalog()));
    } else {
      static_cast<void>(app::read_goods_row(*mapping, row));
    }
  }
  return 0;
}
