#include "server_world.hpp"

#include "http_load.hpp"

#include <array>
#include <charconv>
#include <stdexcept>

namespace nameplate::model {
namespace {

namespace json = boost::json;

std::int64_t number_of(json::value const& id) {
  std::string_view const text = id.as_string();
  std::int64_t number = 0;
  std::from_chars(text.data() + 1, text.data() + text.size(), number);
  return number;
}

std::string text_of(json::value const& value) {
  return value.is_string() ? std::string(value.as_string()) : std::string();
}

Verdict verdict_of(std::string_view outcome) {
  return outcome == "done" ? Verdict::done : outcome == "unchanged" ? Verdict::unchanged : Verdict::refused;
}

}  // namespace

ServedBusiness::ServedBusiness(bench::StoreKind store) : served_("model", store) {
  served_.start();
  for (auto const* const code : {"ACME", "BETA"}) {
    must("parties", json::serialize(json::object{{"code", code}, {"name", code}, {"roles", {"customer"}}}));
  }
  for (auto const* const code : {"colour", "finish"}) {
    must("attributes", json::serialize(json::object{{"code", code}, {"name", code}, {"type", "text"}}));
  }
}

void ServedBusiness::must(std::string const& target, std::string const& body) {
  int status = 0;
  auto const answer = ask("POST", "/api/v1/" + target, body, status);
  if (status != 201) {
    throw std::runtime_error(target + ": " + json::serialize(answer));
  }
}

void ServedBusiness::add_run(std::string const& prefix) {
  must("products", json::serialize(json::object{{"sku", prefix + "CAM"}, {"name", "Camera"}, {"tracking", "serial"}}));
  must("products",
       json::serialize(json::object{
           {"sku", prefix + "MILK"}, {"name", "Milk"}, {"tracking", "lot"}, {"uom", "l"}, {"decimals", 3}}));
  for (auto const* const code : {"BIN-1", "BIN-2", "DOCK", "BRANCH"}) {
    must("locations", json::serialize(json::object{{"code", prefix + code}, {"name", code}, {"kind", "bin"}}));
  }
}

json::object ServedBusiness::ask(std::string_view method, std::string const& target, std::string const& body,
                                 int& status) {
  auto const key = method == "GET" ? std::string() : "model-" + std::to_string(++last_key_);
  auto const reply = bench::ask(served_.port(), bench::make_request(method, target, served_.token(), body, key));
  status = reply.status;
  return json::parse(reply.body).as_object();
}

ServerWorld::ServerWorld(ServedBusiness& business, std::string prefix, std::int64_t epoch_us)
    : business_(business), telling_{.epoch_us = epoch_us, .prefix = std::move(prefix)} {
  business_.add_run(telling_.prefix);
}

Reply ServerWorld::ask(Step const& step) {
  int status = 0;
  auto const answer = business_.ask("POST", "/api/v1/operations/" + step.verb, to_json(step, named_, telling_), status);
  Reply reply{.is_refused = status >= 400, .items = std::vector<Reply::Item>(step.items.size())};
  if (reply.is_refused) {
    reply.reason = text_of(answer.at("reason"));
    reply.detail = text_of(answer.at("detail"));
  }
  auto const show = [&](json::object const& from) {
    if (auto const* const contradicts = from.if_contains("contradicts")) {
      for (auto const& one : contradicts->as_array()) {
        for (auto const& [its_step, event] : named_.events) {
          if (event == number_of(one.as_object().at("event"))) {
            reply.contradicts.emplace(its_step, "");
          }
        }
      }
    }
  };
  show(answer);
  if (auto const* const items = answer.if_contains("items")) {
    for (auto const& one : items->as_array()) {
      auto const& item = one.as_object();
      show(item);
      auto const index = static_cast<std::size_t>(item.at("index").to_number<std::int64_t>());
      if (index < reply.items.size()) {
        auto const* const reason = item.if_contains("reason");
        auto const* const outcome = item.if_contains("outcome");
        reply.items[index] = {.verdict = outcome == nullptr ? Verdict::refused : verdict_of(outcome->as_string()),
                              .reason = reason == nullptr ? std::string() : text_of(*reason)};
      }
    }
  }
  if (auto const* const event = answer.if_contains("event"); event != nullptr && event->is_string()) {
    reply.is_recorded = true;
    named_.events[step.id] = number_of(*event);
  }
  if (auto const* const holds = answer.if_contains("holds"); holds != nullptr && !holds->as_array().empty()) {
    named_.holds[step.id] = number_of(holds->as_array().front());
  }
  return reply;
}

std::string ServerWorld::without_prefix(json::value const& name) const {
  auto const text = text_of(name);
  return text.starts_with(telling_.prefix) ? text.substr(telling_.prefix.size()) : text;
}

std::string ServerWorld::place_of(json::object const& row) const {
  auto const& holder = row.at("holder").as_object();
  auto const kind = text_of(holder.at("kind"));
  if (kind == "location") {
    return "at " + without_prefix(holder.at("code"));
  }
  if (kind == "party") {
    return "with " + text_of(holder.at("code"));
  }
  return kind == "transit" ? "to " + without_prefix(holder.at("destination")) : "";
}

std::string ServerWorld::holder_of(json::object const& row) const {
  auto const& container = row.at("container");
  return container.is_object() ? "in " + without_prefix(container.as_object().at("code")) : place_of(row);
}

NaiveLedger::Picture ServerWorld::picture(NaiveLedger const& naive) {
  NaiveLedger::Picture picture;
  auto const traits = [](json::object const& row) {
    std::map<std::string, std::string> sorted;
    if (auto const* const attributes = row.if_contains("attributes")) {
      for (auto const& member : attributes->as_object()) {
        sorted[member.key()] = text_of(member.value());
      }
    }
    std::string text;
    for (auto const& [code, value] : sorted) {
      text += " " + code + "=" + value;
    }
    return text;
  };
  int status = 0;
  auto const units = business_.ask("GET", "/api/v1/units?limit=1000&product=" + telling_.prefix + "CAM", {}, status);
  for (auto const& one : units.at("units").as_array()) {
    auto const unit = business_.ask("GET", "/api/v1/units/" + text_of(one.as_object().at("id")), {}, status);
    if (text_of(unit.at("status")) != "void") {
      picture["unit " + without_prefix(unit.at("serial"))] =
          text_of(unit.at("status")) + " " + holder_of(unit) + traits(unit);
    }
  }
  for (auto const& thing : naive.now().things) {
    if (thing.is_container && thing.has_begun) {
      auto const row = business_.ask("GET", "/api/v1/containers/" + telling_.prefix + thing.number, {}, status);
      if (status == 200) {
        picture["container " + thing.number] =
            text_of(row.at("status")) + " " + holder_of(row) + ", stands " + place_of(row) + traits(row);
      }
    }
  }
  auto const lots = business_.ask("GET", "/api/v1/lots?product=" + telling_.prefix + "MILK", {}, status);
  for (auto const& one : lots.at("lots").as_array()) {
    auto const lot = business_.ask("GET", "/api/v1/lots/" + text_of(one.as_object().at("id")), {}, status);
    auto const number = without_prefix(lot.at("number"));
    for (auto const& balance : lot.at("balances").as_array()) {
      auto const& row = balance.as_object();
      auto const amount = base::parse_quantity(text_of(row.at("quantity")))->millionths;
      if (amount != 0) {
        picture["lot " + number + " " + holder_of(row) + " " + text_of(row.at("status"))] = std::to_string(amount);
      }
    }
    if (auto const text = traits(lot); !text.empty()) {
      picture["lot " + number + " bears"] = text;
    }
  }
  return picture;
}

}  // namespace nameplate::model
