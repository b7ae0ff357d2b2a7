#include "cli/jobs/watch_job.hpp"

#include "cli/api/ask.hpp"
#include "cli/json_text.hpp"
#include "cli/progress_line.hpp"
#include "cli/table.hpp"

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <ostream>
#include <thread>

namespace nameplate::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto first_pause = 50ms;
constexpr auto pause_max = 1000ms;
constexpr std::size_t rows_shown_max = 20;

/// Global, because a signal handler reaches nothing else.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free);

void note_interruption(int) {
  interrupted = true;
}

/// Thrown through a download of which no more is wanted.
struct EnoughRows {};

/// Reads JSON lines from pieces that end anywhere.
class LineReader {
 public:
  explicit LineReader(std::function<void(std::string_view)> take) : take_(std::move(take)) {}

  void add(std::string_view piece) {
    rest_ += piece;
    std::size_t begin = 0;
    for (auto end = rest_.find('\n'); end != std::string::npos; end = rest_.find('\n', begin)) {
      take_(std::string_view(rest_).substr(begin, end - begin));
      begin = end + 1;
    }
    rest_.erase(0, begin);
  }

 private:
  std::function<void(std::string_view)> take_;
  std::string rest_;
};

}  // namespace

Interruption::Interruption() {
  interrupted = false;
  std::signal(SIGINT, note_interruption);
}

Interruption::~Interruption() {
  std::signal(SIGINT, SIG_DFL);
}

bool Interruption::has_come() {
  return interrupted;
}

bool is_at_work(boost::json::object const& job) {
  auto const state = text_in(job, "state");
  return state == "checking" || state == "running";
}

base::Result<boost::json::object> watch_job(Environment& environment, Api& api, std::string const& id) {
  Interruption const interruption;
  ProgressLine progress(environment.messages);
  for (std::chrono::milliseconds pause = first_pause;; pause = std::min<std::chrono::milliseconds>(pause * 2, pause_max)) {
    auto job = get_json(api, "jobs/" + encoded(id));
    if (!job || !is_at_work(*job) || Interruption::has_come()) {
      return job;
    }
    auto const rows = number_in(*job, "done") + number_in(*job, "unchanged") + number_in(*job, "failed");
    progress.show(text_in(*job, "state"), rows, number_in(*job, "total"));
    std::this_thread::sleep_for(pause);
  }
}

void tell_how_to_go_on(Environment& environment, Api& api, std::string const& id) {
  environment.messages << "nameplate: "
                       << (api.ends_with_us() ? "The job rests now. `nameplate job watch " + id + "` goes on with it"
                                              : "The job goes on in the server. `nameplate job watch " + id +
                                                    "` tells how far it is")
                       << ", `nameplate job cancel " << id << "` stops it.\n";
}

std::string job_counts(boost::json::object const& job) {
  std::string text;
  for (auto const* const name : {"done", "unchanged", "failed", "skipped"}) {
    if (auto const count = number_in(job, name); count > 0) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, name);
    }
  }
  return text.empty() ? std::string("nothing done") : text;
}

base::Result<void> show_failed_rows(Environment& environment, Api& api, boost::json::object const& job) {
  auto const id = text_in(job, "id");
  auto const failed = number_in(job, "failed");
  if (failed == 0) {
    return {};
  }
  Table table({{"row", Table::Align::right}, {"column"}, {"found"}, {"expected"}, {"reason"}});
  LineReader lines([&](std::string_view line) {
    auto const row = read_object(line);
    auto const expected = text_in(row, "expected");
    table.add({std::to_string(number_in(row, "row")), text_in(row, "column"), text_in(row, "found"),
               expected.empty() ? text_in(row, "detail") : expected, text_in(row, "reason")});
    if (table.size() == rows_shown_max) {
      throw EnoughRows{};
    }
  });
  std::array const parameters = {Parameter{"format", "jsonl"}, Parameter{"only", "failed"}};
  try {
    auto const answer = ask(api, {.target = target_of("jobs/" + encoded(id) + "/result", parameters)},
                            [&](std::string_view piece) { lines.add(piece); });
    if (!answer) {
      return std::unexpected(answer.error());
    }
  } catch (EnoughRows const&) {  // NOLINT(bugprone-empty-catch): the rest is not wanted
  }
  auto const more = failed - static_cast<std::int64_t>(table.size());
  table.flush(environment.out, environment.terminal);
  if (more > 0) {
    environment.out << "and " << more << " more: `nameplate job result " << id << " --only failed` gives them all.\n";
  }
  return {};
}

}  // namespace nameplate::cli
