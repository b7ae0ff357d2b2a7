// Any template is refused, or makes numbers of legal form that it reads back.
#include "identify/serial_format.hpp"

#include "base/check.hpp"
#include "identify/normalise.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace identify = nameplate::identify;
using nameplate::base::check;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const format = identify::SerialFormat::parse({reinterpret_cast<char const*>(data), size});
  if (!format) {
    return 0;
  }
  for (auto const counter : {std::int64_t{1}, format->capacity() / 2 + 1, format->capacity()}) {
    auto const serial = format->make(counter);
    auto const normal = identify::normalise_serial(serial);
    check(normal.has_value() && normal->size() == serial.size(), "what a format makes is a serial number");
    check(format->read(serial) == counter && format->read(*normal) == counter, "what a format makes it reads");
  }
  return 0;
}
