#pragma once

#include "base/strong_id.hpp"
#include "domain/ids.hpp"
#include "domain/status.hpp"
#include "store/approval.hpp"

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Ids as the outside sees them: a letter for what it names, then the number (`u123`).
namespace nameplate::app {

namespace id_letter {
inline constexpr char unit = 'u';
inline constexpr char lot = 'l';
inline constexpr char container = 'c';
inline constexpr char event = 'e';
inline constexpr char hold = 'h';
inline constexpr char record = 'r';
inline constexpr char job = 'j';
inline constexpr char approval = 'p';
inline constexpr char exception = 'x';  ///< with the number of the event that raised it
}  // namespace id_letter

[[nodiscard]] constexpr char letter_of(domain::SubjectKind kind) {
  constexpr std::string_view letters = "?ulchr";
  return letters[static_cast<std::size_t>(kind)];
}

/// The text of an id without an allocation.
class ExternalId {
 public:
  ExternalId(char letter, std::int64_t id) {
    text_[0] = letter;
    size_ = static_cast<std::size_t>(std::to_chars(text_ + 1, text_ + sizeof text_, id).ptr - text_);
  }
  explicit ExternalId(domain::EventId event) : ExternalId(id_letter::event, event.value) {}
  explicit ExternalId(domain::HoldId hold) : ExternalId(id_letter::hold, hold.value) {}
  explicit ExternalId(store::ApprovalId approval) : ExternalId(id_letter::approval, approval.value) {}
  explicit ExternalId(domain::RecordId record) : ExternalId(id_letter::record, record.value) {}
  ExternalId(domain::SubjectKind kind, domain::SubjectId subject) : ExternalId(letter_of(kind), subject.value) {}

  [[nodiscard]] std::string_view view() const { return {text_, size_}; }
  [[nodiscard]] std::string text() const { return std::string(view()); }

 private:
  char text_[24];
  std::size_t size_;
};

/// The number behind `u123`; nothing when the text is no such id. Leading zeros are not: one id has one text.
[[nodiscard]] inline std::optional<std::int64_t> parse_external_id(char letter, std::string_view text) {
  if (text.size() < 2 || text[0] != letter || text[1] < '1' || text[1] > '9') {
    return std::nullopt;
  }
  std::int64_t id = 0;
  auto const* const end = text.data() + text.size();
  auto const [stopped, error] = std::from_chars(text.data() + 1, end, id);
  return error == std::errc() && stopped == end ? std::optional(id) : std::nullopt;
}

}  // namespace nameplate::app
