#include "app/commands/unknown_numbers.hpp"

#include "app/external_id.hpp"
#include "app/numbers/likely_numbers.hpp"
#include "base/ascii.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

constexpr std::size_t explained_max = 20;
constexpr std::string_view wrong_check = "number.check_character";

void explain(domain::Refusal& refusal, std::string_view number, store::Reader& reader, ReadableFormats const& formats) {
  auto const readings = formats.read(number);
  if (!has_wrong_check(readings)) {
    return;
  }
  auto const likely = likely_numbers(reader, formats, number);
  refusal.reason = wrong_check;
  refusal.detail = "The check character of \"" + std::string(number) + "\" does not fit";
  if (likely.empty()) {
    refusal.detail += ", and nothing on record differs from it in one character or a swap. Scan it again.";
    return;
  }
  refusal.detail += ". Likely it is ";
  for (std::size_t i = 0; i < likely.size(); ++i) {
    refusal.detail += (i == 0 ? "" : i + 1 == likely.size() ? " or " : ", ") + likely[i].value;
    if (likely[i].key.kind == domain::IdentifierKind::serial) {
      refusal.matches.emplace_back(ExternalId(domain::SubjectKind::unit, likely[i].subject).view());
    }
  }
  refusal.detail += ": look at the label, and scan it again.";
}

}  // namespace

void explain_unknown(domain::BoundOperation& bound, store::Reader& reader, MasterData& master_data) {
  std::shared_ptr<ReadableFormats const> formats;
  std::size_t explained = 0;
  for (auto& item : bound.items) {
    auto* const refusal = item.extra && item.extra->refusal ? &*item.extra->refusal : nullptr;
    bool const is_unknown =
        refusal != nullptr && (refusal->reason == "scan.unknown" || refusal->reason == "unit.unknown");
    if (!is_unknown || item.number.empty() || ++explained > explained_max) {
      continue;
    }
    if (!formats) {
      formats = master_data.formats_of(master_data.now());
    }
    explain(*refusal, base::trim_blanks(item.number), reader, *formats);
  }
}

std::optional<domain::Refusal> find_wrong_check(ReadableFormats const& formats, domain::RecordId format,
                                                std::string_view number) {
  auto const readings = formats.read(number, format);
  if (!has_wrong_check(readings)) {
    return std::nullopt;
  }
  auto const& checked = *std::ranges::find_if(readings, [](ReadNumber const& read) { return read.format->has_check; });
  return domain::Refusal{.reason = std::string(wrong_check),
                         .detail = "\"" + std::string(number) + "\" follows the serial format " + checked.format->name +
                                   ", but its check character does not fit. With the " + "right one it would be " +
                                   checked.reading.corrected + ". Look at the label, and scan it again."};
}

}  // namespace nameplate::app
