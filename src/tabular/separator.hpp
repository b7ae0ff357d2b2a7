#pragma once

#include <string_view>

namespace nameplate::tabular {

/// What separates the cells: `,` `;` tab or `|`, whichever cuts the first rows into the same number of cells, more
/// than one. A comma when nothing does. `text` is the beginning of a table, and may end within a row.
[[nodiscard]] char recognise_separator(std::string_view text);

/// A first line that only says what separates the cells, as spreadsheets write it: `sep=;`. Its size with the line
/// end, 0 when there is none; `separator` is then set.
[[nodiscard]] std::size_t read_separator_line(std::string_view text, char& separator);

}  // namespace nameplate::tabular
