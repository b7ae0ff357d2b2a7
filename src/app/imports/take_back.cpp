#include "app/imports/take_back.hpp"

#include "app/external_id.hpp"
#include "app/imports/imports.hpp"
#include "app/jobs/submitter.hpp"
#include "base/byte_codec.hpp"
#include "domain/records/settings.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace nameplate::app {
namespace {

using domain::EventId;
using store::JobChange;
using store::JobRow;
using store::JobState;
using store::RowOutcome;

constexpr std::size_t events_at_once = 100;
constexpr std::size_t events_loaded_at_once = 1000;
constexpr std::size_t contradictions_told_max = 5;
constexpr std::int64_t notes_max = 10'000;
constexpr std::string_view already_reversed = "reverse.already";

struct Place {
  base::Instant time;
  domain::Sequence sequence = 0;
  EventId event;

  auto operator<=>(Place const&) const = default;
};

/// The events of the import, the latest first: in that order none depends on one that is still there.
std::vector<Place> places_of(store::Store& store, domain::JobId import) {
  auto const ids = store.begin_read()->job_events(import);
  std::vector<Place> places;
  for (std::size_t at = 0; at < ids.size(); at += events_loaded_at_once) {
    auto const part = std::span(ids).subspan(at, std::min(events_loaded_at_once, ids.size() - at));
    for (auto const& event : store.begin_read()->load_events(part)) {
      places.push_back({.time = event.event_time, .sequence = event.sequence, .event = event.id});
    }
  }
  std::ranges::sort(places, std::ranges::greater());
  return places;
}

/// `ship of A-1 (e17)`, the first few of them.
std::string list_of(std::vector<base::Contradicted> const& contradicts) {
  std::string text;
  for (std::size_t i = 0; i < contradicts.size() && i < contradictions_told_max; ++i) {
    auto const& one = contradicts[i];
    text += (text.empty() ? "" : ", ") + one.verb + " of " + (one.number.empty() ? one.subject : one.number) + " (" +
            one.event + ")";
  }
  auto const more = contradicts.size() - std::min(contradicts.size(), contradictions_told_max);
  return more == 0 ? text : text + " and " + std::to_string(more) + " more";
}

/// The account that ran it, where two must agree: the plan of the job says so. None: nobody had to.
domain::RecordId approver_of(store::Job const& job) {
  return {job.plan.empty() ? 0 : base::ByteReader(job.plan).signed_int()};
}

class TakeBack {
 public:
  TakeBack(JobContext const& context, store::Job job)
      : context_(context),
        job_(std::move(job)),
        parameters_(take_back_parameters(job_)),
        is_check_(job_.state == JobState::checking),
        report_(decode_report(job_.report)),
        places_(places_of(context.ledger.store, parameters_.import)) {
    if (is_check_ || job_.position == 0) {
      report_.begin_again();
    }
    report_.total = static_cast<std::int64_t>(places_.size());
    report_.bytes_total = *report_.total;
    for (auto const& place : places_) {
      own_.insert(place.event);
    }
  }

  base::Result<void> run() {
    bool const must_be_sure = is_check_ || (job_.position == 0 && !parameters_.proceeds);
    if (must_be_sure) {
      auto const free = check_all();
      if (!free || stopped_ || is_check_ || !*free) {
        return free ? base::Result<void>() : std::unexpected(free.error());
      }
    }
    return reverse_all();
  }

 private:
  [[nodiscard]] Command reversal_of(EventId event) const {
    domain::Operation operation{.verb = domain::Verb::reverse};
    operation.event = event;
    operation.reason = parameters_.reason;
    return {.actor = context_.actor,
            .key = job_key(context_.actor.account, job_.id, "reverse " + std::to_string(event.value)),
            .what = std::move(operation),
            .approver = approver_of(job_)};
  }

  [[nodiscard]] bool is_own(base::Contradicted const& contradicted) const {
    auto const id = parse_external_id(id_letter::event, contradicted.event);
    return id && own_.contains(EventId{*id});
  }

  /// What others recorded since and what stands in the way because of it; nothing when only the import itself does,
  /// which goes first.
  std::optional<std::string> obstacle_of(base::Error const& error) const {
    auto contradicts = error.contradicts;
    for (auto const& item : error.items) {
      contradicts.insert(contradicts.end(), item.contradicts.begin(), item.contradicts.end());
    }
    bool const names_any = !contradicts.empty();
    std::erase_if(contradicts, [&](base::Contradicted const& one) { return is_own(one); });
    if (names_any && contradicts.empty()) {
      return std::nullopt;
    }
    return contradicts.empty() ? error.detail : "These depend on it: " + list_of(contradicts) + ". " + error.detail;
  }

  /// True: nothing stands in the way. Otherwise the job has ended, with what does in its rows.
  base::Result<bool> check_all() {
    JobChange change{.job = {}};
    change.forgets_rows = true;
    for (std::size_t i = 0; i < places_.size() && !is_told_to_stop(); ++i) {
      auto const outcome = context_.ledger.writer.preview(reversal_of(places_[i].event));
      if (!outcome && is_machinery(outcome.error())) {
        return std::unexpected(outcome.error());
      }
      if (outcome) {
        ++report_.done;
      } else if (outcome.error().reason == already_reversed) {
        ++report_.unchanged;
      } else if (auto detail = obstacle_of(outcome.error())) {
        ++report_.failed;
        note(change, i, outcome.error().reason, *std::move(detail));
      } else {
        ++report_.done;
      }
      report_.bytes_read = static_cast<std::int64_t>(i) + 1;
      if (i % events_at_once == events_at_once - 1 && !save_progress()) {
        return false;
      }
    }
    if (stopped_) {
      return false;
    }
    bool const is_free = report_.failed == 0;
    if (!is_check_ && is_free) {
      report_.begin_again();
      report_.bytes_total = static_cast<std::int64_t>(places_.size());
      return true;
    }
    change.job = job_;
    change.job.state = is_check_ ? JobState::checked : JobState::failed;
    if (!is_check_) {
      report_.done = 0;
      change.job.reason = "take_back.depended_on";
      change.job.detail =
          "Nothing was taken back: others recorded something about it since. The result of this job "
          "names it; reverse that first, or take back what can be with onError: proceed.";
    }
    change.job.report = encode_report(report_);
    save(change);
    return is_free;
  }

  base::Result<void> reverse_all() {
    while (job_.position < static_cast<std::int64_t>(places_.size()) && !is_told_to_stop()) {
      auto const begin = static_cast<std::size_t>(job_.position);
      auto const count = std::min(events_at_once, places_.size() - begin);
      auto const outcomes = submit_all(context_.ledger.writer, count,
                                       [&](std::size_t index) { return reversal_of(places_[begin + index].event); });
      JobChange change{.job = job_};
      for (std::size_t i = 0; i < count; ++i) {
        if (auto const fine = take(change, begin + i, outcomes[i]); !fine) {
          return fine;
        }
      }
      change.job.position = static_cast<std::int64_t>(begin + count);
      report_.bytes_read = change.job.position;
      change.job.report = encode_report(report_);
      if (!save(change)) {
        return {};
      }
    }
    if (stopped_) {
      return {};
    }
    JobChange end{.job = job_};
    end.job.state = JobState::done;
    end.job.report = encode_report(report_);
    save(end);
    return {};
  }

  base::Result<void> take(JobChange& change, std::size_t index, Outcome const& outcome) {
    if (outcome) {
      ++report_.done;
      return {};
    }
    auto const& error = outcome.error();
    if (error.reason == already_reversed) {
      ++report_.unchanged;
      return {};
    }
    // Without leave to proceed nothing stood in the way a moment ago: somebody was faster, and a person has to look.
    if (is_machinery(error) || !parameters_.proceeds) {
      return std::unexpected(error);
    }
    ++report_.failed;
    note(change, index, error.reason, obstacle_of(error).value_or(error.detail));
    return {};
  }

  void note(JobChange& change, std::size_t index, std::string const& reason, std::string detail) {
    if (report_.noted++ >= notes_max) {
      return;
    }
    RowNote const note{
        .error = {.reason = reason,
                  .detail = "Event " + ExternalId(places_[index].event).text() + ": " + std::move(detail)}};
    change.rows.push_back(
        {.row = static_cast<std::int64_t>(index) + 1, .outcome = RowOutcome::failed, .body = encode_note(note)});
  }

  bool save_progress() {
    JobChange change{.job = job_};
    change.job.report = encode_report(report_);
    return save(change);
  }
  bool save(JobChange& change) {
    if (!context_.jobs.save(change)) {
      stopped_ = true;
      return false;
    }
    job_ = change.job;
    return true;
  }
  bool is_told_to_stop() {
    stopped_ = stopped_ || context_.stop.stop_requested();
    return stopped_;
  }

  JobContext const& context_;
  store::Job job_;
  TakeBackParameters parameters_;
  bool is_check_;
  ImportReport report_;
  std::vector<Place> places_;
  std::unordered_set<EventId> own_;
  bool stopped_ = false;  ///< cancelled, or the process ends
};

bool wants_second_person(Ledger& ledger) {
  return domain::is_on(*ledger.master_data.now(), domain::corrections_need_approval);
}

}  // namespace

base::Result<MadeJob> create_take_back(Ledger& ledger, Jobs& jobs, domain::Actor const& actor,
                                       TakeBackRequest request) {
  auto const import = jobs.find(actor, request.import);
  if (!import) {
    return std::unexpected(import.error());
  }
  auto const refuse = [](std::string_view reason, std::string detail) {
    return base::fail(base::ErrorKind::conflict, reason, std::move(detail));
  };
  if (import->kind != import_job_kind) {
    return refuse("take_back.not_goods", "Only an import of goods can be taken back; this job is none.");
  }
  if (import->state == JobState::running || import->state == JobState::checking) {
    return refuse("job.state", "The import is still at work. Wait for it, or cancel it first.");
  }
  auto const kind = import_parameters(*import).kind;
  if (kind != "units" && kind != "lots" && kind != "containers") {
    return refuse("take_back.not_goods",
                  "Master data are not taken back but changed again: nothing that names them would be left.");
  }
  if (ledger.store.begin_read()->job_events(request.import).empty()) {
    return refuse("take_back.events_unknown",
                  "Nothing is known that this import recorded: it brought nothing in, or ran before this program kept "
                  "that. Reverse its events one by one.");
  }
  base::ByteWriter parameters;
  parameters.signed_int(request.import.value);
  parameters.unsigned_int(request.proceeds ? 1 : 0);
  parameters.text(request.reason.empty()
                      ? "import " + ExternalId(id_letter::job, request.import.value).text() + " taken back"
                      : request.reason);
  bool const only_checks = request.check_only || wants_second_person(ledger);
  return jobs.create(actor, {.kind = std::string(take_back_job_kind),
                             .name = import->name,
                             .parameters = parameters.take(),
                             .key = request.key,
                             .begins = only_checks ? JobState::checking : JobState::running});
}

base::Result<store::Job> run_job(Ledger& ledger, Jobs& jobs, domain::Actor const& actor, domain::JobId id) {
  return jobs.run(actor, id, [&](store::Job& job) -> base::Result<void> {
    if (job.kind != take_back_job_kind || !wants_second_person(ledger)) {
      return {};
    }
    domain::RecordId const approver{actor.account};
    if (approver == job.account) {
      return base::fail(base::ErrorKind::conflict, "approval.own",
                        "This account asked for the take-back itself. Four eyes are wanted: another manager has to "
                        "run it.");
    }
    base::ByteWriter plan;
    plan.signed_int(approver.value);
    job.plan = plan.take();
    return {};
  });
}

TakeBackParameters take_back_parameters(store::Job const& job) {
  base::ByteReader in(job.parameters);
  TakeBackParameters parameters;
  parameters.import = {in.signed_int()};
  parameters.proceeds = in.unsigned_int() != 0;
  parameters.reason = in.text();
  return parameters;
}

base::Result<void> do_take_back(JobContext const& context, store::Job job) {
  return TakeBack(context, std::move(job)).run();
}

}  // namespace nameplate::app
