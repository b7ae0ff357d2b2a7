#pragma once

#include <cstdlib>
#include <optional>
#include <string>

namespace nameplate::test {

/// The PostgreSQL that `./x test` started for the tests (tools/with_postgres); none: what needs one is left out.
[[nodiscard]] inline std::optional<std::string> postgres_for_tests() {
  auto const* const url = std::getenv("NAMEPLATE_TEST_POSTGRES");  // NOLINT(concurrency-mt-unsafe): before any thread
  return url == nullptr || *url == '\0' ? std::nullopt : std::optional<std::string>(url);
}

}  // namespace nameplate::test
