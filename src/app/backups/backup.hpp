#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/event.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace nameplate::app {

/// What is known of a backup: the note that stands beside it, under its name and `.json`.
struct Backup {
  std::string file;               ///< its name, without the folder
  std::string ledger;             ///< domain::ledger_name
  domain::Sequence sequence = 0;  ///< of the newest event in it
  base::Instant recorded_at;      ///< of that event
  base::Instant made_at;
  std::int64_t bytes = 0;
  std::string sha256;       ///< of the file, in hexadecimal
  std::int64_t schema = 0;  ///< of the database in it
  std::string program;      ///< version that made it
  bool scheduled = false;   ///< made by the server's own schedule, which also takes it away again
  bool verified = false;    ///< its ledger was folded again and every projection compared; its structure always was
};

/// What stands in the note.
[[nodiscard]] std::string note_of(Backup const& backup);
/// Errors: backup.note_malformed.
[[nodiscard]] base::Result<Backup> parse_note(std::string_view text);

}  // namespace nameplate::app
