#include "app/erasing/erase.hpp"

#include "app/commands/erase_command.hpp"
#include "app/external_id.hpp"
#include "app/queries/records.hpp"
#include "domain/records/record_kind.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <utility>

namespace nameplate::app {
namespace {

using base::ErrorKind;
using domain::ErasedValue;
using domain::Event;

constexpr std::size_t values_at_once = 1000;
constexpr std::size_t events_at_once = 500;
constexpr std::size_t rows_at_once = 5000;
constexpr std::string_view operator_field = "operator";

base::Result<void> check_request(EraseRequest const& request) {
  auto const named = !request.party.empty() + !request.operator_name.empty() + !request.event.empty();
  if (named != 1) {
    return base::fail(ErrorKind::invalid, "erase.target",
                      "Say what to erase: a party, an operator's name or an event, and only one of them.");
  }
  if (request.reason.empty()) {
    return base::fail(ErrorKind::invalid, "erase.reason_missing",
                      "Say why it is erased. The reason stays in the ledger, so let it name nobody.");
  }
  if (!request.operator_name.empty() && !request.fields.empty()) {
    return base::fail(ErrorKind::invalid, "erase.field_unknown",
                      "With an operator's name there are no fields to choose from: it is the name that goes.");
  }
  return {};
}

/// Collects values and hands them to the writer, a bounded number at a time.
class Erasure {
 public:
  Erasure(Ledger& ledger, domain::Actor const& actor, EraseRequest const& request)
      : ledger_(ledger), actor_(actor), request_(request) {}

  /// Whose values they are, as it stands, and the event that its value of today comes from.
  void concerns(domain::RecordRow const& record, domain::EventId source) {
    record_ = record.id;
    version_ = record.version;
    source_ = source;
  }
  [[nodiscard]] bool has_failed() const { return failed_.has_value(); }

  void add(ErasedValue value) {
    events_.insert(value.event);
    ++answer_.values;
    waiting_.push_back(std::move(value));
    if (waiting_.size() == values_at_once) {
      flush();
    }
  }

  base::Result<EraseAnswer> finish() {
    flush();
    if (failed_) {
      return std::unexpected(*std::move(failed_));
    }
    answer_.events = static_cast<std::int64_t>(events_.size());
    return std::move(answer_);
  }

 private:
  void flush() {
    if (waiting_.empty() || failed_) {
      return;
    }
    EraseCommand command{.reason = request_.reason,
                         .record = record_,
                         .record_version = version_,
                         .record_source = source_,
                         .values = std::exchange(waiting_, {})};
    if (request_.dry_run) {
      return try_out(command);
    }
    auto outcome = ledger_.writer.execute({.actor = actor_, .what = std::move(command)});
    if (!outcome) {
      failed_ = std::move(outcome).error();
    } else if (outcome->event) {
      answer_.erasures.push_back(outcome->event);
    }
  }

  /// Refuses what the writer would refuse.
  void try_out(EraseCommand const& command) {
    auto const snapshot = ledger_.store.begin_read();
    auto decided = decide_erasure(*snapshot, *ledger_.master_data.now(), {}, actor_, ledger_.clock.now(), {}, command);
    if (!decided) {
      failed_ = std::move(decided).error();
    }
  }

  Ledger& ledger_;
  domain::Actor const& actor_;
  EraseRequest const& request_;
  domain::RecordId record_;
  domain::EventId version_;
  domain::EventId source_;
  std::vector<ErasedValue> waiting_;
  std::set<domain::EventId> events_;
  EraseAnswer answer_;
  std::optional<base::Error> failed_;
};

template <typename Wanted>
void add_values(Erasure& erasure, std::span<Event const> events, Wanted const& is_wanted) {
  for (auto const& event : events) {
    for (auto const& kept : event.private_fields) {
      if (is_wanted(kept.field)) {
        erasure.add({.event = event.id, .field = kept.field, .place = kept.place});
      }
    }
  }
}

base::Result<void> erase_of_event(Ledger& ledger, EraseRequest const& request, Erasure& erasure) {
  auto const id = parse_external_id(id_letter::event, request.event);
  auto events = id ? ledger.store.begin_read()->load_events(std::array{domain::EventId{*id}}) : std::vector<Event>();
  if (events.empty()) {
    return base::fail(ErrorKind::not_found, "event.unknown", "There is no such event. Its id looks like e12.");
  }
  auto const& fields = request.fields;
  auto const& hashes = events.front().private_hashes;
  for (auto const& field : fields) {
    if (std::ranges::find(hashes, field, &domain::PrivateHash::field) == hashes.end()) {
      return base::fail(ErrorKind::invalid, "erase.field_unknown",
                        "The event never had a private \"" + field.substr(0, 80) + "\".");
    }
  }
  // What belongs to a record stands in its value too: that goes with the record, not one by one.
  if (std::holds_alternative<domain::RecordChanged>(events.front().matter)) {
    return base::fail(ErrorKind::invalid, "erase.of_record",
                      "This event changed master data. Erase it with the party that it belongs to.");
  }
  add_values(erasure, events, [&](std::string const& field) {
    return fields.empty() || std::ranges::find(fields, field) != fields.end();
  });
  return {};
}

base::Result<std::vector<std::string>> personal_fields(EraseRequest const& request) {
  std::vector<std::string> all;
  for (auto const& field : domain::rule_of(domain::RecordKind::party).fields) {
    if (field.personal) {
      all.emplace_back(field.name);
    }
  }
  for (auto const& field : request.fields) {
    if (std::ranges::find(all, field) == all.end()) {
      std::string known;
      for (auto const& name : all) {
        known += (known.empty() ? "" : ", ") + name;
      }
      return base::fail(
          ErrorKind::invalid, "erase.field_unknown",
          "\"" + field.substr(0, 80) + "\" is not kept apart, so it cannot be erased. What can: " + known + ".");
    }
  }
  return request.fields.empty() ? all : request.fields;
}

/// The event that the value of today comes from: erasures change it too, but give it nothing.
domain::EventId newest_change(Ledger& ledger, std::vector<domain::EventId> const& ids) {
  std::pair<domain::Sequence, domain::EventId> newest;
  for (std::size_t begin = 0; begin < ids.size(); begin += events_at_once) {
    auto const some = std::span(ids).subspan(begin, std::min(events_at_once, ids.size() - begin));
    for (auto const& event : ledger.store.begin_read()->load_events(some)) {
      if (std::holds_alternative<domain::RecordChanged>(event.matter)) {
        newest = std::max(newest, std::pair(event.sequence, event.id));
      }
    }
  }
  return newest.second;
}

/// From the oldest to the newest, so that the value of today goes last.
base::Result<void> erase_of_party(Ledger& ledger, EraseRequest const& request, Erasure& erasure) {
  auto const fields = personal_fields(request);
  if (!fields) {
    return std::unexpected(fields.error());
  }
  auto const catalog = ledger.master_data.now();
  auto snapshot = ledger.store.begin_read();
  auto const record = find_record(*snapshot, *catalog, domain::RecordKind::party, request.party);
  if (!record) {
    return std::unexpected(record.error());
  }
  std::vector<domain::EventId> ids;
  for (auto const& row : snapshot->history_of(std::array{domain::SubjectId{record->id.value}})) {
    ids.push_back(row.event);
  }
  snapshot.reset();
  std::ranges::sort(ids);
  erasure.concerns(*record, newest_change(ledger, ids));
  auto const is_wanted = [&](std::string const& field) {
    return field.starts_with(domain::personal_value_prefix) &&
           std::ranges::find(*fields, field.substr(domain::personal_value_prefix.size())) != fields->end();
  };
  for (std::size_t begin = 0; begin < ids.size() && !erasure.has_failed(); begin += events_at_once) {
    auto const some = std::span(ids).subspan(begin, std::min(events_at_once, ids.size() - begin));
    add_values(erasure, ledger.store.begin_read()->load_events(some), is_wanted);
  }
  return {};
}

/// Looks through all that is kept apart, in short snapshots.
base::Result<void> erase_operator(Ledger& ledger, EraseRequest const& request, Erasure& erasure) {
  std::vector<store::PrivateRow> rows;
  ErasedValue after;
  do {
    rows = ledger.store.begin_read()->private_after(after, rows_at_once);
    for (auto const& row : rows) {
      if (row.key.field == operator_field && row.value == request.operator_name) {
        erasure.add(row.key);
      }
    }
    if (!rows.empty()) {
      after = rows.back().key;
    }
  } while (rows.size() == rows_at_once && !erasure.has_failed());
  return {};
}

base::Result<EraseAnswer> erase_once(Ledger& ledger, domain::Actor const& actor, EraseRequest const& request) {
  Erasure erasure(ledger, actor, request);
  auto const found = !request.party.empty()   ? erase_of_party(ledger, request, erasure)
                     : !request.event.empty() ? erase_of_event(ledger, request, erasure)
                                              : erase_operator(ledger, request, erasure);
  if (!found) {
    return std::unexpected(found.error());
  }
  return erasure.finish();
}

}  // namespace

base::Result<EraseAnswer> erase(Ledger& ledger, domain::Actor const& actor, EraseRequest const& request) {
  if (auto const fine = check_request(request); !fine) {
    return std::unexpected(fine.error());
  }
  constexpr int tries_max = 3;
  for (int tries = 1;; ++tries) {
    auto answer = erase_once(ledger, actor, request);
    if (answer || answer.error().reason != "erase.overtaken" || tries == tries_max) {
      return answer;
    }
  }
}

}  // namespace nameplate::app
