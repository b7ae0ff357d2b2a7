#include "base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace nameplate::base {

void fail_check(char const* what, std::source_location where) {
  // Not through the log: it may be what is broken.
  std::fprintf(stderr, "nameplate: internal check failed at %s:%u: %s\n", where.file_name(),
               static_cast<unsigned>(where.line()), what);
  std::abort();
}

}  // namespace nameplate::base
