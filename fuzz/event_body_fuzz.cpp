// Any bytes: a body is refused, or it is the one form of the event that it reads as.
#include "base/check.hpp"
#include "domain/event_codec.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const body(reinterpret_cast<char const*>(data), size);
  nameplate::domain::Event event;
  try {
    nameplate::domain::decode_body(body, event);
  } catch (nameplate::base::DamagedBytes const&) {
    return 0;
  }
  nameplate::base::check(nameplate::domain::encode_body(event) == body, "an event has one form");
  return 0;
}
