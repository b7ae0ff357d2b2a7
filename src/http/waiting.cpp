#include "http/waiting.hpp"

#include <charconv>
#include <chrono>
#include <thread>

namespace nameplate::http {
namespace {

constexpr auto wait_max = std::chrono::seconds(2);
constexpr auto wait_step = std::chrono::milliseconds(1);
/// How often the database is asked what other servers have recorded.
constexpr int steps_between_questions = 20;
/// Each keeps a worker, so a client that asks for the future must not take them all.
constexpr int waiting_reads_max = 1;

std::optional<domain::Sequence> parse_sequence(std::string_view text) {
  domain::Sequence sequence = 0;
  auto const* const end = text.data() + text.size();
  // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): `end` says where it ends
  auto const [stopped, error] = std::from_chars(text.data(), end, sequence);
  return error == std::errc() && stopped == end && sequence >= 0 ? std::optional(sequence) : std::nullopt;
}

class Waiting {
 public:
  explicit Waiting(std::atomic<int>& count) : count_(count), admitted_(count.fetch_add(1) < waiting_reads_max) {}
  ~Waiting() { count_.fetch_sub(1); }
  Waiting(Waiting const&) = delete;
  Waiting& operator=(Waiting const&) = delete;
  [[nodiscard]] bool admitted() const { return admitted_; }

 private:
  std::atomic<int>& count_;
  bool admitted_;
};

}  // namespace

bool must_wait(Services const& services, Request const& request) {
  if (services.ledger.store.reads_wait()) {
    return true;
  }
  if (!request.headers.nameplate_min_sequence) {
    return false;
  }
  auto const wanted = parse_sequence(*request.headers.nameplate_min_sequence);
  return wanted && (services.ledger.store.may_lag() || services.ledger.writer.sequence() < *wanted);
}

base::Error not_reached(domain::Sequence wanted, domain::Sequence stands_at) {
  return {.kind = base::ErrorKind::unavailable,
          .reason = "sequence.not_reached",
          .detail = "This server has not reached sequence " + std::to_string(wanted) + " yet; it stands at " +
                    std::to_string(stands_at) + ". Try again in a moment."};
}

base::Result<void> check_reached(Request const& request, domain::Sequence sequence) {
  auto const& header = request.headers.nameplate_min_sequence;
  auto const wanted = header ? parse_sequence(*header) : std::nullopt;
  if (wanted && sequence < *wanted) {
    return std::unexpected(not_reached(*wanted, sequence));
  }
  return {};
}

base::Result<void> wait_for_sequence(Services& services, Request const& request) {
  if (!request.headers.nameplate_min_sequence) {
    return {};
  }
  auto const wanted = parse_sequence(*request.headers.nameplate_min_sequence);
  if (!wanted) {
    return base::fail(base::ErrorKind::bad_request, "sequence.malformed",
                      "Nameplate-Min-Sequence must be a whole number: the Nameplate-Sequence of an answer.");
  }
  auto& ledger = services.ledger;
  bool const may_lag = ledger.store.may_lag();
  auto sequence = may_lag ? 0 : ledger.writer.sequence();
  if (sequence >= *wanted) {
    return {};
  }
  Waiting const waiting(services.waiting_reads);
  auto const end = std::chrono::steady_clock::now() + (waiting.admitted() ? wait_max : wait_max * 0);
  for (int step = 0; step == 0 || std::chrono::steady_clock::now() < end; ++step) {
    if (step % steps_between_questions == 0) {
      sequence = ledger.store.begin_question()->head().sequence;
      ledger.writer.note_sequence(sequence);
    }
    if ((may_lag ? sequence : ledger.writer.sequence()) >= *wanted) {
      return {};
    }
    std::this_thread::sleep_for(wait_step);
  }
  return std::unexpected(not_reached(*wanted, may_lag ? sequence : ledger.writer.sequence()));
}

}  // namespace nameplate::http
