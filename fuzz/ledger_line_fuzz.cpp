// Any text: a line of a ledger export is refused, or it is the one form of what it reads as.
#include "base/check.hpp"
#include "cli/ledger_file.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const line(reinterpret_cast<char const*>(data), size);
  if (auto const read = nameplate::cli::parse_ledger_line(line)) {
    auto const again =
        read->event ? nameplate::cli::ledger_line(*read->event) : nameplate::cli::last_ledger_line(read->events);
    nameplate::base::check(again == line, "a line has one form");
  }
  return 0;
}
