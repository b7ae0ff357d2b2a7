#include "app_world.hpp"

#include "app/initialise.hpp"
#include "domain/event_codec.hpp"

#include <array>
#include <stdexcept>

namespace nameplate::model {
namespace {

using base::Value;
using domain::RecordKind;

app::Outcome perform(app::GroupCommit& group, app::Command command) {
  std::vector<app::Pending> pending;
  pending.push_back({.command = std::move(command), .done = nullptr});
  static_cast<void>(group.run(pending));
  return std::move(pending.front().outcome);
}

void add(app::GroupCommit& group, domain::Actor const& actor, RecordKind kind, Value::Object fields) {
  auto const made =
      perform(group, {.actor = actor, .what = app::RecordCommand{.kind = kind, .value = Value(std::move(fields))}});
  if (!made) {
    throw std::logic_error(made.error().reason + ": " + made.error().detail);
  }
}

/// A new ledger with master data: the same at the beginning of every run.
Tables make_business() {
  base::FixedClock const clock({model_epoch_us - 1});
  MemoryStore store;
  app::initialise(store, clock);
  app::MasterData master_data(store);
  app::GroupCommit group(store, master_data, clock);
  auto const owner = app::owner_actor(store);
  add(group, owner, RecordKind::product, {{"sku", "CAM"}, {"name", "Camera"}, {"tracking", "serial"}});
  add(group, owner, RecordKind::product,
      {{"sku", "MILK"}, {"name", "Milk"}, {"tracking", "lot"}, {"uom", "l"}, {"decimals", std::int64_t{3}}});
  for (auto const* const code : {"BIN-1", "BIN-2", "DOCK", "BRANCH"}) {
    add(group, owner, RecordKind::location, {{"code", code}, {"name", code}, {"kind", "bin"}});
  }
  for (auto const* const code : {"ACME", "BETA"}) {
    add(group, owner, RecordKind::party, {{"code", code}, {"name", code}, {"roles", Value::List{Value("customer")}}});
  }
  for (auto const* const code : {"colour", "finish"}) {
    add(group, owner, RecordKind::attribute, {{"code", code}, {"name", code}, {"type", "text"}});
  }
  return store.tables();
}

Tables const& business() {
  static Tables const tables = make_business();
  return tables;
}

}  // namespace

AppWorld::AppWorld()
    : clock_({model_epoch_us}),
      store_(business()),
      master_data_(store_),
      group_(store_, master_data_, clock_),
      owner_(app::owner_actor(store_)) {}

Reply AppWorld::ask(Step const& step) {
  clock_.jump_wall(model_epoch_us + step.clock_us - clock_.now().microseconds);
  return reply_of(step, perform(group_, {.actor = owner_, .what = to_operation(step, named_)}));
}

std::vector<Reply> AppWorld::ask_batch(std::vector<Step> const& steps) {
  clock_.jump_wall(model_epoch_us + steps.front().clock_us - clock_.now().microseconds);
  std::vector<app::Pending> pending;
  for (auto const& step : steps) {
    pending.push_back({.command = {.actor = owner_, .what = to_operation(step, named_)}, .done = nullptr});
  }
  static_cast<void>(group_.run_batch(pending));
  std::vector<Reply> replies;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    replies.push_back(reply_of(steps[i], pending[i].outcome));
  }
  return replies;
}

Reply AppWorld::reply_of(Step const& step, app::Outcome const& outcome) {
  Reply reply{.items = std::vector<Reply::Item>(step.items.size())};
  if (!outcome) {
    reply.is_refused = true;
    reply.reason = outcome.error().reason;
    reply.detail = outcome.error().detail;
    show(outcome.error().contradicts, reply);
    for (auto const& item : outcome.error().items) {
      show(item.contradicts, reply);
      if (item.index < reply.items.size()) {
        reply.items[item.index] = {.verdict = Verdict::refused, .reason = item.reason};
      }
    }
    return reply;
  }
  for (auto const& item : outcome->items) {
    if (item.index < reply.items.size()) {  // a reversal answers for all items of the event
      reply.items[item.index] = {.verdict = static_cast<Verdict>(item.outcome), .reason = item.reason};
    }
  }
  reply.is_recorded = static_cast<bool>(outcome->event);
  if (outcome->event) {
    named_.events[step.id] = outcome->event.value;
  }
  if (!outcome->holds.empty()) {
    named_.holds[step.id] = outcome->holds.front().value;
  }
  return reply;
}

void AppWorld::show(std::vector<base::Contradicted> const& contradicts, Reply& reply) const {
  for (auto const& one : contradicts) {
    for (auto const& [step, event] : named_.events) {
      if (one.event == "e" + std::to_string(event)) {
        reply.contradicts.emplace(step, one.number);
      }
    }
  }
}

std::string AppWorld::spoken(domain::Holder holder) const {
  using enum domain::HolderKind;
  auto const catalog = master_data_.now();
  auto const code = [&](RecordKind kind) { return std::string(catalog->code_of(kind, {holder.id})); };
  switch (holder.kind) {
    case location: return "at " + code(RecordKind::location);
    case container: return "in " + store_.tables().rows.containers.at(holder.container()).code;
    case party: return "with " + code(RecordKind::party);
    case transit: return "to " + code(RecordKind::location);
    case unit: return "in a unit";
    case nowhere: break;
  }
  return "";
}

std::string AppWorld::called(domain::SubjectId subject) const {
  auto const& rows = store_.tables().rows;
  if (auto const unit = rows.units.find(subject); unit != rows.units.end()) {
    return unit->second.status == domain::Status::void_ ? "" : "unit " + unit->second.serial;
  }
  if (auto const container = rows.containers.find(subject); container != rows.containers.end()) {
    return container->second.status == domain::Status::void_ ? "" : "container " + container->second.code;
  }
  return {};
}

std::string AppWorld::traits_of(domain::SubjectId subject) const {
  std::map<std::string, std::string> attributes;
  auto const& traits = store_.tables().rows.traits;
  auto const catalog = master_data_.now();
  for (auto row = traits.lower_bound({subject, {}, {}}); row != traits.end(); ++row) {
    if (std::get<0>(row->first) != subject) {
      break;
    }
    attributes[std::string(catalog->code_of(RecordKind::attribute, row->second.attribute))] = row->second.value;
  }
  std::string text;
  for (auto const& [code, value] : attributes) {
    text += " " + code + "=" + value;
  }
  return text;
}

NaiveLedger::Picture AppWorld::picture() const {
  NaiveLedger::Picture picture;
  std::map<std::string, std::int64_t> counts;
  auto const& rows = store_.tables().rows;
  auto const place_of = [&](domain::Holder holder) {
    return holder.is_container() ? rows.containers.at(holder.container()).place : holder;
  };
  for (auto const& [id, unit] : rows.units) {
    if (unit.status == domain::Status::void_) {
      ++counts["void units"];
    } else {
      picture[called(id)] = std::string(name_of(unit.status)) + " " + spoken(unit.holder) + traits_of(id);
    }
  }
  for (auto const& [id, container] : rows.containers) {
    if (container.status == domain::Status::void_) {
      ++counts["void containers"];
    } else {
      picture[called(id)] = std::string(name_of(container.status)) + " " + spoken(container.holder) + ", stands " +
                            spoken(container.place) + traits_of(id);
    }
  }
  for (auto const& [key, balance] : rows.balances) {
    if (balance.quantity.millionths != 0) {
      picture["lot " + rows.lots.at(key.lot).number + " " + spoken(key.holder) + " " +
              std::string(name_of(key.status))] = std::to_string(balance.quantity.millionths);
    }
  }
  for (auto const& [key, units] : rows.counts) {
    counts["count " + spoken(place_of(key.holder)) + " " + std::string(name_of(key.status))] += units;
  }
  for (auto const& [what, count] : counts) {
    picture[what] = std::to_string(count);
  }
  for (auto const& [id, lot] : rows.lots) {
    if (auto const traits = traits_of(id); !traits.empty()) {
      picture["lot " + lot.number + " bears"] = traits;
    }
  }
  for (auto const& [step, hold] : named_.holds) {
    if (rows.holds.at({hold}).is_active()) {
      picture["hold of step " + std::to_string(step)] = "active";
    }
  }
  static constexpr std::array roles = {"", "item", "parent", "carried"};
  std::map<std::string, std::vector<std::tuple<std::int64_t, domain::Sequence, std::string>>> histories;
  for (auto const& [key, state] : rows.history) {
    auto const& [subject, time, event, role] = key;
    auto const name = called(subject);
    if (!name.empty()) {
      auto const& whole = store_.tables().ledger.events.at(event);
      auto const at = time.microseconds - model_epoch_us;
      histories[name].emplace_back(at, whole.sequence,
                                   std::to_string(at) + " " + std::string(name_of(whole.verb)) + " as " +
                                       roles.at(static_cast<std::size_t>(role)));
    }
  }
  for (auto& [name, lines] : histories) {
    std::ranges::sort(lines);
    auto& text = picture["history of " + name];
    for (auto const& [time, sequence, line] : lines) {
      text += (text.empty() ? "" : "; ") + line;
    }
  }
  return picture;
}

}  // namespace nameplate::model
