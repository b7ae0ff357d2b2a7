#include "local_api.hpp"

#include "app/jobs/runner.hpp"
#include "app/proof/seal_maker.hpp"
#include "assembly.hpp"
#include "base/logging.hpp"
#include "housekeeping.hpp"
#include "http/media_type.hpp"
#include "http/worker_pool.hpp"
#include "open_database.hpp"
#include "rebuild_report.hpp"

#include <algorithm>
#include <array>
#include <future>
#include <optional>
#include <utility>

namespace nameplate {
namespace {

constexpr std::size_t workers = 1;
constexpr std::size_t waiting_max = 16;

/// Takes the answer from whichever thread gives it.
class WaitingSlot final : public http::AnswerSlot {
 public:
  [[nodiscard]] http::Response wait() { return answer_.get_future().get(); }

 protected:
  void deliver(http::Response response) override { answer_.set_value(std::move(response)); }

 private:
  std::promise<http::Response> answer_;
};

std::optional<http::Method> parse_method(std::string_view text) {
  using enum http::Method;
  for (auto const method : {get, head, post, put, patch, delete_, options}) {
    if (http::to_string(method) == text) {
      return method;
    }
  }
  return std::nullopt;
}

using HeaderField = std::optional<std::string> http::RequestHeaders::*;
constexpr std::array<std::pair<std::string_view, HeaderField>, 8> header_fields = {{
    {"Authorization", &http::RequestHeaders::authorization},
    {"Idempotency-Key", &http::RequestHeaders::idempotency_key},
    {"If-Match", &http::RequestHeaders::if_match},
    {"If-None-Match", &http::RequestHeaders::if_none_match},
    {"Nameplate-Min-Sequence", &http::RequestHeaders::nameplate_min_sequence},
    {"Content-Type", &http::RequestHeaders::content_type},
    {"Content-Encoding", &http::RequestHeaders::content_encoding},
    {"Accept", &http::RequestHeaders::accept},
}};

class LocalApi final : public cli::Api {
 public:
  LocalApi(cli::Database const& database, base::Clock const& clock, std::string const& version)
      : assembly_(open_database(database), clock, version, {.on_rebuild = RebuildReport()}),
        workers_(workers, waiting_max) {}
  ~LocalApi() override {
    assembly_.backups().stop();
    runner_.reset();
    workers_.stop();
    if (has_written_) {
      auto lease = clean_up_lease(assembly_.ledger());
      do_round(assembly_.ledger(), lease);
      seal_or_leave();
    }
    assembly_.writer().stop();
  }
  LocalApi(LocalApi const&) = delete;
  LocalApi& operator=(LocalApi const&) = delete;

  [[nodiscard]] bool ends_with_us() const override { return true; }
  void work_on_jobs() override {
    if (!runner_) {
      runner_.emplace(assembly_.ledger(), assembly_.jobs());
    }
  }

  [[nodiscard]] cli::ApiAnswer send(cli::ApiRequest const& asked, cli::BodySink const& sink) override {
    auto request = request_of(asked);
    has_written_ = has_written_ || (request.method != http::Method::get && request.method != http::Method::head);
    auto const method = request.method;
    auto admission = assembly_.dispatcher().admit(request);
    if (admission.refusal) {
      return answer_of(*std::move(admission.refusal), method, {});
    }
    auto const slot = std::make_shared<WaitingSlot>();
    assembly_.dispatcher().run(*admission.route, std::move(request), slot, workers_);
    return answer_of(slot->wait(), method, sink);
  }

 private:
  /// What cannot be sealed now, the next process seals.
  void seal_or_leave() {
    try {
      app::seal_all(assembly_.ledger().store, assembly_.ledger().clock);
    } catch (std::exception const& failure) {
      base::log::warn("seals", "the newest events are not sealed", {{"what", failure.what()}});
    }
  }

  http::Request request_of(cli::ApiRequest const& asked) {
    auto const method = parse_method(asked.method);
    if (!method) {
      throw cli::ApiFailure("There is no method " + asked.method + ". Use GET, POST, PUT, PATCH or DELETE.");
    }
    http::Request request{.method = *method,
                          .target = asked.target,
                          .has_body = asked.body.has_value() && !asked.body->empty(),
                          .body = asked.body.value_or(""),
                          .peer = "local",
                          .from_owner_socket = true,
                          .request_id = std::to_string(++requests_)};
    for (auto const& [name, value] : asked.headers) {
      for (auto const& [known, field] : header_fields) {
        if (http::equal_without_case(name, known)) {
          request.headers.*field = value;
        }
      }
    }
    return request;
  }

  static cli::ApiAnswer answer_of(http::Response response, http::Method method, cli::BodySink const& sink) {
    cli::ApiAnswer answer{.status = response.status, .headers = std::move(response.headers)};
    if (!response.content_type.empty()) {
      answer.headers.emplace_back("Content-Type", response.content_type);
    }
    if (method == http::Method::head) {
      return answer;
    }
    auto const give = [&](std::string_view piece) {
      if (sink && answer.is_success()) {
        sink(piece);
      } else {
        answer.body += piece;
      }
    };
    if (!response.stream) {
      give(response.body);
      return answer;
    }
    std::string piece;
    for (bool more = true; more;) {
      piece.clear();
      more = response.stream(piece);
      give(piece);
    }
    return answer;
  }

  Assembly assembly_;
  http::WorkerPool workers_;
  std::optional<app::JobRunner> runner_;
  std::uint64_t requests_ = 0;
  bool has_written_ = false;
};

}  // namespace

std::unique_ptr<cli::Api> open_local_api(cli::Database const& database, base::Clock const& clock,
                                         std::string const& version) {
  return std::make_unique<LocalApi>(database, clock, version);
}

}  // namespace nameplate
