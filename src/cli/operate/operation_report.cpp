#include "cli/operate/operation_report.hpp"

#include "cli/json_text.hpp"
#include "cli/operate/verb_words.hpp"
#include "cli/table.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <ostream>

namespace nameplate::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t shown_max = 20;

json::array const* items_of(json::object const& answer) {
  auto const* const items = answer.if_contains("items");
  return items == nullptr ? nullptr : items->if_array();
}

std::string number_of(json::object const& item) {
  for (auto const* const name : {"serial", "code", "number"}) {
    if (auto text = text_in(item, name); !text.empty()) {
      return text;
    }
  }
  return {};
}

std::string id_of(json::object const& item) {
  for (auto const* const name : {"unit", "container", "lot"}) {
    if (auto text = text_in(item, name); !text.empty()) {
      return text;
    }
  }
  return {};
}

std::string member(json::object const& item, std::string_view name) {
  auto const* const value = find_in(item, name);
  return value == nullptr ? std::string() : shown(*value);
}

std::string outcome_of(json::object const& item) {
  auto const outcome = text_in(item, "outcome");
  return outcome == "unchanged" ? "so already" : outcome;
}

}  // namespace

OperationCounts counts_of(json::object const& answer) {
  auto const& counts = answer.at("counts").as_object();
  return {.done = number_in(counts, "done"),
          .unchanged = number_in(counts, "unchanged"),
          .refused = number_in(counts, "refused")};
}

std::string sentence_of(domain::Verb verb, OperationCounts const& counts) {
  std::string text;
  auto const add = [&](std::int64_t count, std::string_view what) {
    if (count > 0) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, what);
    }
  };
  add(counts.done, done_word(verb));
  add(counts.unchanged, counts.unchanged == 1 ? "was so already" : "were so already");
  add(counts.refused, "refused");
  return text.empty() ? std::string(done_word(verb)) : text;  // by a rule, or by a hold: no item was named
}

void show_items(Environment& environment, json::object const& answer) {
  auto const* const items = items_of(answer);
  if (items == nullptr || items->empty()) {
    return;
  }
  Table table(
      {{"number"}, {"id"}, {"product"}, {"outcome"}, {"status"}, {"quantity", Table::Align::right}, {"warning"}});
  for (auto const& entry : *items) {
    if (table.size() == shown_max) {
      break;
    }
    auto const& item = entry.as_object();
    table.add({number_of(item), id_of(item), text_in(item, "product"), outcome_of(item), text_in(item, "status"),
               text_in(item, "quantity"), member(item, "warnings")});
  }
  auto const more = items->size() - table.size();
  table.flush(environment.out, environment.terminal);
  if (more > 0) {
    environment.out << "and " << more << " more\n";
  }
}

void show_cascade(Environment& environment, json::object const& answer) {
  auto const* const cascade = answer.if_contains("cascade");
  if (cascade == nullptr || !cascade->is_array()) {
    return;
  }
  auto const& steps = cascade->get_array();
  environment.out << "Nothing was done. "
                  << (steps.size() == 1 ? "It can be reversed as it stands:\n"
                                        : "To reverse it, these have to be reversed, in this order:\n");
  Table table({{"event"}, {"verb"}, {"time"}, {"what"}});
  for (auto const& entry : steps) {
    auto const& step = entry.as_object();
    std::string what;
    for (auto const& subject : step.at("subjects").as_array()) {
      what += (what.empty() ? "" : ", ") + number_of(subject.as_object());
    }
    auto const* const event = find_in(step, "operation/event");
    table.add({event == nullptr ? std::string() : shown(*event), text_in(step, "verb"),
               local_time(text_in(step, "time")), what});
  }
  table.flush(environment.out, environment.terminal);
}

void show_refused(Environment& environment, json::object const& answer,
                  std::function<std::string(std::size_t)> const& place_of) {
  auto const* const items = items_of(answer);
  if (items == nullptr) {
    return;
  }
  for (auto const& entry : *items) {
    auto const& item = entry.as_object();
    if (text_in(item, "outcome") == "refused") {
      environment.messages << "  " << place_of(static_cast<std::size_t>(number_in(item, "index"))) << ": "
                           << harmless(text_in(item, "detail")) << " (" << text_in(item, "reason") << ")\n";
    }
  }
}

}  // namespace nameplate::cli
