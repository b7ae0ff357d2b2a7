#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nameplate::cli {

/// One operation as it stands in the file: its text goes to the server as it is, so that no number is rounded.
struct GivenOperation {
  std::string place;  ///< `line 17`, `operation 3`
  std::string text;   ///< a JSON object, with a key
  std::string verb;   ///< empty when it names none
};

struct BatchFile {
  std::vector<GivenOperation> operations;
  std::string device_time;  ///< empty: the file says none
};

/// Reads a list of operations: one JSON object a line (blank lines and lines that begin with `#` are skipped), a JSON
/// array of them, or a whole body of POST /operations. An operation without a key gets `key` and its number.
/// Errors: batch.empty, batch.malformed.
[[nodiscard]] base::Result<BatchFile> read_batch_file(std::string_view text, std::string const& key);

}  // namespace nameplate::cli
