// Any template is refused, or makes numbers of legal form that it reads back.
#include "base/check.hpp"
#include "identify/format/ambiguity.hpp"
#include "identify/normalise.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace identify = nameplate::identify;
using nameplate::base::check;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const format = identify::NumberFormat::parse({reinterpret_cast<char const*>(data), size});
  if (!format) {
    return 0;
  }
  using namespace std::chrono_literals;
  nameplate::base::LocalTime const time{.day = 2026y / 11 / 27, .hour = 12};
  auto const texts = format->texts(time, [](identify::FieldPart const&) { return "A1B2C3D4E5F6G7H8"; });
  auto maker = texts ? format->maker(*texts) : std::unexpected(texts.error());
  if (!maker) {
    return 0;
  }
  if (maker->needs_secret()) {
    maker->use_secret("a secret of sixteen");
  }
  bool const is_sure = identify::readability(*format, {}).answer == identify::Readability::Answer::yes;
  for (auto const count : {std::int64_t{1}, maker->capacity() / 2 + 1, maker->capacity()}) {
    auto const number = maker->make(count).value();
    auto const normal = identify::normalise_serial(number);
    if (!normal || normal->size() != number.size()) {
      continue;  // a grown counter made it too long
    }
    auto const readings = format->read(*normal);
    check(!readings.empty(), "what a format makes it reads");
    check(!is_sure || readings.size() == 1, "what can be read back without doubt is read in one way");
    check(std::ranges::any_of(readings, &identify::Reading::check_right) || !is_sure, "its check characters fit");
  }
  return 0;
}
