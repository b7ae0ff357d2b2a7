#pragma once

#include "base/result.hpp"
#include "domain/bound.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace nameplate::app {

/// Why a row cannot be brought in: where in the table, what stands there, what would be right.
struct RowError {
  std::int64_t row = 0;
  std::string column = {};  ///< as the file names it; empty: the row as a whole
  std::string found = {};
  std::string expected = {};  ///< empty: the detail says it
  std::string reason = {};    ///< stable slug
  std::string detail = {};

  bool operator==(RowError const&) const = default;
};

/// The beginning of a cell, as an error shows it: cut between two characters.
[[nodiscard]] std::string shown_cell(std::string_view cell);

/// What is kept of a row that is not plainly done.
struct RowNote {
  RowError error = {};       ///< of a failed row
  std::string number = {};   ///< the serial that was generated
  std::string subject = {};  ///< `u12`
  std::string warning = {};
};
[[nodiscard]] std::string encode_note(RowNote const& note);
/// Throws base::DamagedBytes.
[[nodiscard]] RowNote decode_note(std::int64_t row, std::string_view bytes);

}  // namespace nameplate::app
