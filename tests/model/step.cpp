#include "step.hpp"

#include "base/time_text.hpp"

#include <boost/json.hpp>

namespace nameplate::model {
namespace {

constexpr std::int64_t unknown_id = 999'999'999;

std::string amount_of(std::int64_t millionths) {
  return base::to_string(base::Quantity{millionths});
}

std::string time_text(std::int64_t time_us) {
  auto const seconds = time_us / base::microseconds_per_second;
  auto const rest = time_us % base::microseconds_per_second;
  return std::to_string(seconds) + "s" + (rest == 0 ? "" : "+" + std::to_string(rest) + "us");
}

std::int64_t id_of(std::map<int, std::int64_t> const& ids, int step) {
  auto const found = ids.find(step);
  return found == ids.end() ? unknown_id : found->second;
}

std::string describe(StepItem const& item) {
  std::string text = item.kind == StepKind::lot ? amount_of(item.quantity) + " of " + item.number : item.number;
  text += item.from.empty() ? "" : " from " + item.from;
  text += item.new_number.empty() ? "" : " named " + item.new_number;
  return text + (item.mistyped ? " (mistyped)" : "");
}

domain::TraitsGiven traits_of(Step const& step) {
  domain::TraitsGiven traits;
  for (auto const& [code, value] : step.attributes) {
    traits.attributes.push_back({.attribute = code, .value = value.empty() ? std::nullopt : std::optional(value)});
  }
  if (!step.tags.empty()) {
    traits.tags = step.tags;
  }
  return traits;
}

domain::Item to_item(StepItem const& item) {
  domain::Item made;
  switch (item.kind) {
    case StepKind::unit: made = {.kind = domain::ItemKind::serial, .product = "CAM", .number = item.number}; break;
    case StepKind::container: made = {.kind = domain::ItemKind::container, .number = item.number}; break;
    case StepKind::lot:
      made = {.kind = domain::ItemKind::lot, .product = "MILK", .number = item.number};
      if (item.quantity >= 0) {
        made.quantity = base::Quantity{item.quantity};
      }
      break;
  }
  if (!item.from.empty() || !item.new_number.empty()) {
    made.extra = std::make_unique<domain::ItemExtra>();
    made.extra->from = item.from;
    made.extra->new_serial = item.new_number;
    made.extra->mistyped = item.mistyped;
  }
  return made;
}

boost::json::object to_json(StepItem const& item, std::string const& prefix) {
  boost::json::object made;
  switch (item.kind) {
    case StepKind::unit: made = {{"product", prefix + "CAM"}, {"serial", prefix + item.number}}; break;
    case StepKind::container: made = {{"container", prefix + item.number}}; break;
    case StepKind::lot:
      made = {{"product", prefix + "MILK"}, {"lot", prefix + item.number}};
      if (item.quantity >= 0) {
        made["quantity"] = amount_of(item.quantity);
      }
      break;
  }
  if (!item.from.empty()) {
    made["from"] = prefix + item.from;
  }
  if (!item.new_number.empty()) {
    made["newSerial"] = prefix + item.new_number;
    if (item.mistyped) {
      made["mistyped"] = true;
    }
  }
  return made;
}

void add_traits(Step const& step, boost::json::object& body) {
  boost::json::object traits;
  if (!step.attributes.empty()) {
    boost::json::object attributes;
    for (auto const& [code, value] : step.attributes) {
      attributes[code] = value.empty() ? boost::json::value(nullptr) : boost::json::value(value);
    }
    traits["attributes"] = std::move(attributes);
  }
  if (!step.tags.empty()) {
    traits["tags"] = boost::json::array(step.tags.begin(), step.tags.end());
  }
  if (step.verb == "amend") {
    body["set"] = std::move(traits);
  } else {
    for (auto const& member : traits) {
      body[member.key()] = member.value();
    }
  }
}

}  // namespace

std::string to_text(Step const& step) {
  std::string text = std::to_string(step.id) + ": at " + time_text(step.clock_us) + "  " + step.verb;
  for (auto const& item : step.items) {
    text += (&item == step.items.data() ? " " : ", ") + describe(item);
  }
  auto const add = [&](std::string const& name, std::string const& value) {
    text += value.empty() ? "" : "; " + name + " " + value;
  };
  add("location", step.location);
  add("destination", step.destination);
  add("container", step.container);
  add("party", step.party);
  add("contents", step.contents);
  add("everything at", step.rule_place);
  add("time", step.time_us ? time_text(*step.time_us) : "");
  add("of step", step.about == 0 ? "" : std::to_string(step.about));
  for (auto const& [code, value] : step.attributes) {
    add("set", code + "=" + value);
  }
  for (auto const& tag : step.tags) {
    add("tag", tag);
  }
  add("in batch", step.batch == 0 ? "" : std::to_string(step.batch));
  text += step.unpack ? "; unpack" : "";
  text += step.acknowledges ? "; acknowledged" : "";
  text += step.proceeds ? "; proceed" : "";
  return text + (step.records ? "; record" : "");
}

domain::Operation to_operation(Step const& step, Named const& named) {
  domain::Operation operation{.verb = domain::parse_verb(step.verb).value(),
                              .location = step.location,
                              .destination = step.destination,
                              .container = step.container,
                              .party = step.party};
  for (auto const& item : step.items) {
    operation.items.push_back(to_item(item));
  }
  if (step.time_us) {
    operation.time = base::ZonedInstant{.instant = {model_epoch_us + *step.time_us}, .offset_minutes = 0};
  }
  operation.unpack = step.unpack;
  if (!step.contents.empty()) {
    operation.contents = step.contents == "all" ? domain::Contents::all : domain::Contents::none;
  }
  if (step.acknowledges) {
    operation.acknowledge.emplace_back("container.not_empty");
  }
  operation.on_error = step.proceeds ? domain::OnError::proceed : domain::OnError::rollback;
  operation.traits = traits_of(step);
  if (step.verb == "adjust") {
    operation.reason = "found";
  }
  if (step.verb == "hold") {
    operation.hold_kind = "quality";
    if (!step.rule_place.empty()) {
      operation.rule = domain::RuleGiven{.location = step.rule_place};
    }
  }
  if (step.verb == "release") {
    operation.hold = domain::HoldId{id_of(named.holds, step.about)};
  }
  if (step.verb == "reverse") {
    operation.event = domain::EventId{id_of(named.events, step.about)};
  }
  operation.on_conflict = step.records ? domain::OnConflict::record : domain::OnConflict::refuse;
  return operation;
}

std::string to_json(Step const& step, Named const& named, Telling const& telling) {
  boost::json::object body;
  boost::json::array items;
  for (auto const& item : step.items) {
    items.push_back(to_json(item, telling.prefix));
  }
  if (!items.empty()) {
    body["items"] = std::move(items);
  }
  auto const add = [&](char const* name, std::string const& value) {
    if (!value.empty()) {
      body[name] = value;
    }
  };
  auto const named_here = [&](std::string const& name) { return name.empty() ? name : telling.prefix + name; };
  add("location", named_here(step.location));
  add("destination", named_here(step.destination));
  add("container", named_here(step.container));
  add("party", step.party);
  add("contents", step.contents);
  add("time", step.time_us ? base::to_string(base::Instant{telling.epoch_us + *step.time_us}) : "");
  add("reason", step.verb == "adjust" ? "found" : "");
  add("kind", step.verb == "hold" ? "quality" : "");
  add("hold", step.verb == "release" ? "h" + std::to_string(id_of(named.holds, step.about)) : "");
  add("event", step.verb == "reverse" ? "e" + std::to_string(id_of(named.events, step.about)) : "");
  add("onError", step.proceeds ? "proceed" : "");
  add("onConflict", step.records ? "record" : "");
  if (!step.rule_place.empty()) {
    body["rule"] = {{"location", named_here(step.rule_place)}};
  }
  if (step.unpack) {
    body["unpack"] = true;
  }
  if (step.acknowledges) {
    body["acknowledge"] = boost::json::array{"container.not_empty"};
  }
  add_traits(step, body);
  return boost::json::serialize(body);
}

}  // namespace nameplate::model
