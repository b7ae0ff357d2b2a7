#include "http/render/sayings.hpp"

namespace nameplate::http::render {
namespace {

void write_part(JsonWriter& out, app::PartSaying const& part) {
  out.begin_object().field("part", part.part).field("text", part.text);
  if (!part.means.empty()) {
    out.begin_array("means");
    for (auto const& code : part.means) {
      out.value(code);
    }
    out.end_array();
  }
  if (part.agrees) {
    out.field("record", part.record).field("agrees", *part.agrees);
  }
  out.end_object();
}

}  // namespace

void write_sayings(JsonWriter& out, std::string_view name, std::span<app::NumberSaying const> sayings) {
  out.begin_array(name);
  for (auto const& saying : sayings) {
    out.begin_object().field("format", saying.format).field("version", saying.version);
    out.field("current", saying.is_current).field("readOnly", saying.only_for_reading).field("own", saying.is_own);
    out.field("sure", saying.is_sure);
    if (!saying.grouped.empty()) {
      out.field("grouped", saying.grouped);
    }
    if (saying.count) {
      out.field("count", *saying.count);
    }
    if (saying.check_right) {
      out.field("check", *saying.check_right ? "right" : "wrong");
    }
    if (!saying.corrected.empty()) {
      out.field("corrected", saying.corrected);
    }
    if (saying.agrees) {
      out.field("agrees", *saying.agrees);
    }
    out.begin_array("parts");
    for (auto const& part : saying.parts) {
      write_part(out, part);
    }
    out.end_array().end_object();
  }
  out.end_array();
}

}  // namespace nameplate::http::render
