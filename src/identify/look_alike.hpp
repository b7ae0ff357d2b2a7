#pragma once

#include <string>
#include <string_view>

namespace nameplate::identify {

/// What is left of a number when everything is taken away in which a tired eye errs: separators, zeros in front of a
/// run of digits, and the difference between letters and digits that look alike (0 O Q D, 1 I L, 2 Z, 5 S, 6 G, 8 B,
/// U V). Numbers with the same skeleton are easily taken for each other.
[[nodiscard]] std::string skeleton_of(std::string_view number);

}  // namespace nameplate::identify
