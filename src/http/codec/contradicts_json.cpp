#include "http/codec/contradicts_json.hpp"

#include "base/time_text.hpp"

namespace nameplate::http {
namespace {

struct Names {
  std::string_view id;
  std::string_view number;
};

/// An external id begins with the letter of its kind.
Names names_of(std::string_view subject) {
  switch (subject.empty() ? '?' : subject.front()) {
    case 'l': return {"lot", "number"};
    case 'c': return {"container", "code"};
    default: return {"unit", "serial"};
  }
}

}  // namespace

void write_contradicts(JsonWriter& writer, std::span<base::Contradicted const> contradicts) {
  if (contradicts.empty()) {
    return;
  }
  writer.begin_array("contradicts");
  for (auto const& one : contradicts) {
    auto const names = names_of(one.subject);
    writer.begin_object()
        .field("event", one.event)
        .field("verb", one.verb)
        .field("time", base::to_string(one.time))
        .field("recordedAt", base::to_string(one.recorded_at))
        .field(names.id, one.subject);
    if (!one.product.empty()) {
      writer.field("product", one.product);
    }
    if (!one.number.empty()) {
      writer.field(names.number, one.number);
    }
    writer.field("reason", one.reason).field("detail", one.detail).end_object();
  }
  writer.end_array();
}

}  // namespace nameplate::http
