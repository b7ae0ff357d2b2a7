#include "app/ledger_copy.hpp"

#include "app/fold_events.hpp"
#include "domain/event_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace nameplate::app {
namespace {

constexpr store::EventLimit at_once{.events = 2000, .items = 50'000};

std::unexpected<base::Error> contradiction(domain::Sequence first, domain::Sequence last, std::string_view what) {
  return std::unexpected(base::Error{
      .kind = base::ErrorKind::conflict,
      .reason = "ledger.contradicts",
      .detail = fmt::format("The events {} to {} cannot follow from those before them: {}.", first, last, what)});
}

}  // namespace

base::Result<domain::Sequence> read_ledger(store::Store& store, std::optional<domain::Sequence> until,
                                           std::function<void(domain::Event const&)> const& take) {
  auto const newest = store.begin_read()->head().sequence;
  auto const last = until.value_or(newest);
  if (last > newest) {
    return std::unexpected(
        base::Error{.kind = base::ErrorKind::invalid,
                    .reason = "ledger.no_such_sequence",
                    .detail = fmt::format("The ledger ends with sequence {}. Ask for that one at most.", newest)});
  }
  for (domain::Sequence done = 0; done < last;) {
    auto const left = static_cast<std::size_t>(last - done);
    auto const events =
        store.begin_read()->events_after(done, {.events = std::min(left, at_once.events), .items = at_once.items});
    if (events.empty()) {
      throw store::StorageFailure(store::FailureKind::damaged, fmt::format("the event after {} is missing", done));
    }
    std::ranges::for_each(events, take);
    done = events.back().sequence;
  }
  return last;
}

base::Result<void> LedgerLoader::add(domain::Event event) {
  if (event.sequence != newest_ + 1) {
    return std::unexpected(
        base::Error{.kind = base::ErrorKind::conflict,
                    .reason = "ledger.gap",
                    .detail = fmt::format("Sequence {} comes where {} should stand.", event.sequence, newest_ + 1)});
  }
  if (event.recorded_at < recorded_at_) {
    return contradiction(event.sequence, event.sequence, "it was recorded before the one before it");
  }
  if (auto const* const field = domain::changed_private_field(event)) {
    return contradiction(event.sequence, event.sequence, "its private `" + field->field + "` was changed");
  }
  newest_ = event.sequence;
  recorded_at_ = event.recorded_at;
  items_ += event.items.size();
  note_ids(event);
  batch_.push_back(std::move(event));
  bool const is_enough = batch_.size() >= at_once.events || items_ >= at_once.items;
  return is_enough && !is_inside_batch(batch_.back()) ? commit() : base::Result<void>();
}

base::Result<void> LedgerLoader::finish() {
  if (auto done = commit(); !done) {
    return done;
  }
  // New ids begin above those of the ledger.
  static_cast<void>(store_.reserve_ids(store::IdSeries::subject, greatest_subject_));
  static_cast<void>(store_.reserve_ids(store::IdSeries::event, greatest_event_));
  return {};
}

base::Result<void> LedgerLoader::commit() {
  if (batch_.empty()) {
    return {};
  }
  auto const first = batch_.front().sequence;
  try {
    auto const transaction = store_.begin_write();
    fold_events(*transaction, batch_, [&](std::span<domain::EventId const> ids) {
      auto events = transaction->load_events(ids);
      for (auto const& event : batch_) {
        if (std::ranges::find(ids, event.id) != ids.end()) {
          events.push_back(event);
        }
      }
      return events;
    });
    auto const count = static_cast<std::int64_t>(batch_.size());
    auto const head = transaction->advance_head(count, recorded_at_, rules_version_, true);
    if (head.sequence != newest_) {
      throw store::GuardLost("somebody else wrote into the new ledger");
    }
    transaction->append(batch_);
    transaction->commit();
    rules_version_ = head.rules_version;
  } catch (store::StorageFailure const&) {
    throw;
  } catch (std::exception const& failure) {
    return contradiction(first, newest_, failure.what());
  }
  batch_.clear();
  items_ = 0;
  return {};
}

void LedgerLoader::note_ids(domain::Event const& event) {
  greatest_event_ = std::max(greatest_event_, event.id.value);
  for (auto const& item : event.items) {
    greatest_subject_ = std::max(greatest_subject_, item.subject.value);
  }
  if (auto const* const placed = std::get_if<domain::HoldPlaced>(&event.matter)) {
    greatest_subject_ = std::max(greatest_subject_, placed->hold.value);
  } else if (auto const* const changed = std::get_if<domain::RecordChanged>(&event.matter)) {
    greatest_subject_ = std::max(greatest_subject_, changed->record.value);
  }
}

}  // namespace nameplate::app
