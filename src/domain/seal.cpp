#include "domain/seal.hpp"

#include "base/time_text.hpp"
#include "domain/event_codec.hpp"

#include <bit>

namespace nameplate::domain {
namespace {

constexpr char leaf_mark = '\x00';
constexpr char node_mark = '\x01';
constexpr char leaf_version = '\x01';
constexpr std::size_t ledger_name_bytes = 16;

void put_size(std::string& out, std::size_t size) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(size >> static_cast<unsigned>(shift)));
  }
}

void put_text(std::string& out, std::string_view text) {
  put_size(out, text.size());
  out.append(text);
}

void put_number(std::string& out, std::int64_t number) {
  put_size(out, sizeof number);
  for (int shift = 56; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(static_cast<std::uint64_t>(number) >> static_cast<unsigned>(shift)));
  }
}

void put_optional(std::string& out, std::optional<std::int64_t> const& number) {
  number ? put_number(out, *number) : put_size(out, 0);
}

void put_id(std::string& out, std::int64_t id) {
  id != 0 ? put_number(out, id) : put_size(out, 0);
}

/// Empty for a number that is no verb: somebody wrote it into the database.
std::string_view name_of_stored(std::int64_t verb) {
  for (auto const administrative : {Verb::change_record, Verb::erase}) {
    if (static_cast<std::int64_t>(administrative) == verb) {
      return name_of(administrative);
    }
  }
  for (auto const& rule : verb_rules()) {
    if (static_cast<std::int64_t>(rule.verb) == verb) {
      return rule.name;
    }
  }
  return {};
}

}  // namespace

StoredEvent as_stored(Event const& event, std::string& body) {
  body = encode_body(event);
  StoredEvent stored{.sequence = event.sequence,
                     .id = event.id.value,
                     .verb = static_cast<std::int64_t>(event.verb),
                     .event_time = event.event_time.microseconds,
                     .recorded_at = event.recorded_at.microseconds,
                     .actor = event.actor,
                     .device = event.device,
                     .equipment = event.equipment,
                     .location = event.location.value,
                     .destination = event.destination.value,
                     .reason = event.reason,
                     .body = body};
  if (event.zone_offset_minutes) {
    stored.zone_offset_minutes = *event.zone_offset_minutes;
  }
  if (event.device_time) {
    stored.device_time = event.device_time->microseconds;
  }
  return stored;
}

base::Digest SealHasher::leaf(StoredEvent const& event) {
  bytes_.clear();
  bytes_.push_back(leaf_mark);
  bytes_.push_back(leaf_version);
  put_number(bytes_, event.sequence);
  put_number(bytes_, event.id);
  put_text(bytes_, name_of_stored(event.verb));
  put_number(bytes_, event.event_time);
  put_number(bytes_, event.recorded_at);
  put_optional(bytes_, event.zone_offset_minutes);
  put_optional(bytes_, event.device_time);
  put_id(bytes_, event.actor);
  put_text(bytes_, event.device);
  put_text(bytes_, event.equipment);
  put_id(bytes_, event.location);
  put_id(bytes_, event.destination);
  put_text(bytes_, event.reason);
  put_text(bytes_, event.body);
  return hash_(bytes_);
}

base::Digest SealHasher::node(base::Digest const& left, base::Digest const& right) {
  bytes_.clear();
  bytes_.push_back(node_mark);
  bytes_.append(base::as_text(left));
  bytes_.append(base::as_text(right));
  return hash_(bytes_);
}

base::Digest SealTree::root(SealHasher& hasher) const {
  auto rest = static_cast<std::uint64_t>(size_);
  if (rest == 0) {
    return {};
  }
  auto hash = full_[static_cast<std::size_t>(std::countr_zero(rest))];
  for (rest &= rest - 1; rest != 0; rest &= rest - 1) {
    hash = hasher.node(full_[static_cast<std::size_t>(std::countr_zero(rest))], hash);
  }
  return hash;
}

std::string ledger_name(base::Digest const& first_leaf) {
  return base::to_hex(base::as_text(first_leaf).substr(0, ledger_name_bytes));
}

std::string text_to_sign(SealHead const& head) {
  return "nameplate seal 1\nledger " + head.ledger + "\nsequence " + std::to_string(head.sequence) + "\nrecordedAt " +
         base::to_string(head.recorded_at) + "\nhash " + base::to_hex(head.hash) + "\n";
}

}  // namespace nameplate::domain
