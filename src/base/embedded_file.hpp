#pragma once

#include <string_view>

namespace nameplate::base {

/// A file compiled into the program: a migration, a help page, the API description.
/// `cmake/Embed.cmake` makes functions that return them, sorted by name.
struct EmbeddedFile {
  std::string_view name;  ///< Path below the folder it was embedded from, with '/': "0001_ledger.sql".
  std::string_view text;  ///< The bytes of the file, unchanged.
};

}  // namespace nameplate::base
