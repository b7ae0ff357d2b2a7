#pragma once

#include "http/route.hpp"

#include <cstddef>

namespace nameplate::http {

/// The transport never looks at the services; neither do the handlers of these tests.
inline Services& no_services() {
  static std::byte nothing{};
  return reinterpret_cast<Services&>(nothing);
}

}  // namespace nameplate::http
