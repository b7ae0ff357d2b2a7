#include "app/imports/row_error.hpp"

#include "base/byte_codec.hpp"

#include <algorithm>

namespace nameplate::app {

std::string shown_cell(std::string_view cell) {
  constexpr std::size_t bytes_max = 400;
  auto size = std::min(cell.size(), bytes_max);
  while (size < cell.size() && size > 0 && (static_cast<unsigned char>(cell[size]) & 0xC0U) == 0x80) {
    --size;
  }
  return std::string(cell.substr(0, size));
}

std::string encode_note(RowNote const& note) {
  base::ByteWriter out;
  for (auto const* const text : {&note.error.column, &note.error.found, &note.error.expected, &note.error.reason,
                                 &note.error.detail, &note.number, &note.subject, &note.warning}) {
    out.text(*text);
  }
  return out.take();
}

RowNote decode_note(std::int64_t row, std::string_view bytes) {
  base::ByteReader in(bytes);
  RowNote note;
  note.error.row = row;
  for (auto* const text : {&note.error.column, &note.error.found, &note.error.expected, &note.error.reason,
                           &note.error.detail, &note.number, &note.subject, &note.warning}) {
    *text = in.text();
  }
  return note;
}

}  // namespace nameplate::app
