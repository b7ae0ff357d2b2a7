#include "app/numbers/number_reports.hpp"

#include "identify/look_alike.hpp"

#include <algorithm>
#include <unordered_map>

namespace nameplate::app {
namespace {

constexpr std::size_t page_size = 1000;
constexpr std::int64_t disagreements_looked_max = 5000;
constexpr std::int64_t duplicates_looked_max = 200'000;
constexpr std::size_t groups_max = 1000;
constexpr std::size_t group_size_max = 20;

/// Whether reading needs more of the record than what the number shows by itself.
bool says_something(ReadNumber const& read) {
  return read.format->has_check || std::ranges::any_of(read.format->format.parts(), [](identify::Part const& part) {
           return std::holds_alternative<identify::DatePart>(part.what) ||
                  std::holds_alternative<identify::FieldPart>(part.what);
         });
}

/// Those whose numbers some format reads as more than a count.
std::vector<domain::UnitState> those_that_speak(ReadableFormats const& formats,
                                                std::span<domain::UnitState const> units) {
  std::vector<domain::UnitState> speaking;
  for (auto const& unit : units) {
    if (std::ranges::any_of(formats.read(unit.serial), says_something)) {
      speaking.push_back(unit);
    }
  }
  return speaking;
}

}  // namespace

std::vector<NumberSaying> sayings_of(Reading& reading, ReadableFormats const& formats, domain::UnitState const& unit) {
  if (those_that_speak(formats, {&unit, 1}).empty()) {
    return what_it_says(formats, unit.serial);
  }
  auto const facts = facts_on_record(*reading.snapshot, *reading.catalog, {&unit, 1});
  return what_it_says(formats, unit.serial, facts.at(unit.id));
}

base::Result<Disagreements> find_disagreements(Reading& reading, ReadableFormats const& formats,
                                               UnitQuestion question) {
  Disagreements found;
  auto const wanted = question.page.limit;
  question.page.limit = page_size;
  do {
    auto const list = find_units(*reading.snapshot, *reading.catalog, reading.now, question);
    if (!list) {
      return std::unexpected(list.error());
    }
    auto const speaking = those_that_speak(formats, list->units);
    auto const facts = speaking.empty() ? std::map<domain::SubjectId, FactsOnRecord>()
                                        : facts_on_record(*reading.snapshot, *reading.catalog, speaking);
    for (auto const& unit : speaking) {
      auto sayings = what_it_says(formats, unit.serial, facts.at(unit.id));
      if (disagrees(sayings)) {
        std::erase_if(sayings, [](NumberSaying const& saying) { return !saying.is_own; });
        found.units.push_back({.unit = unit, .sayings = std::move(sayings)});
      }
    }
    found.looked_at += std::ssize(list->units);
    found.next = list->next;
    question.page.after = list->next;
  } while (found.next && found.units.size() < wanted && found.looked_at < disagreements_looked_max);
  return found;
}

base::Result<NearDuplicates> find_near_duplicates(Reading& reading, UnitQuestion question) {
  NearDuplicates found;
  std::unordered_map<std::string, std::vector<domain::UnitState>> by_skeleton;
  question.page.limit = page_size;
  bool is_more = true;
  while (is_more && found.looked_at < duplicates_looked_max) {
    auto list = find_units(*reading.snapshot, *reading.catalog, reading.now, question);
    if (!list) {
      return std::unexpected(list.error());
    }
    found.looked_at += std::ssize(list->units);
    is_more = list->next.has_value();
    question.page.after = list->next;
    for (auto& unit : list->units) {
      auto& group = by_skeleton[identify::skeleton_of(unit.serial)];
      if (group.size() < group_size_max) {
        group.push_back(std::move(unit));
      }
    }
  }
  for (auto& [skeleton, units] : by_skeleton) {
    if (units.size() > 1) {
      found.groups.push_back(std::move(units));
    }
  }
  std::ranges::sort(found.groups, {}, [](auto const& group) { return group.front().id; });
  found.more = is_more || found.groups.size() > groups_max;
  found.groups.resize(std::min(found.groups.size(), groups_max));
  return found;
}

}  // namespace nameplate::app
