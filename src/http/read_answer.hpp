#pragma once

#include "app/queries/reading.hpp"
#include "http/problem.hpp"
#include "http/route.hpp"
#include "http/services.hpp"
#include "http/waiting.hpp"

#include <string>
#include <utility>

namespace nameplate::http {

inline constexpr std::string_view sequence_header = "Nameplate-Sequence";

inline void add_sequence(Response& response, domain::Sequence sequence) {
  response.headers.emplace_back(sequence_header, std::to_string(sequence));
}

/// How every read is answered: waits for the sequence that was asked for, opens one reading, and says in the answer
/// what it covers. `answer` is called as `base::Result<Response>(app::Reading&)`.
template <typename Answer>
void answer_read(Services& services, Request const& request, Respond respond, Answer answer) {
  if (auto const reached = wait_for_sequence(services, request); !reached) {
    auto refusal = problem(reached.error());
    add_sequence(refusal, services.ledger.writer.sequence());
    return respond(std::move(refusal));
  }
  auto reading = app::begin_reading(services.ledger);
  // A copy that lags may have been asked by two ways, one after the other.
  auto const reached = check_reached(request, reading.sequence);
  base::Result<Response> answered = reached ? answer(reading) : std::unexpected(reached.error());
  auto response = answered ? std::move(*answered) : problem(answered.error());
  add_sequence(response, reading.sequence);
  respond(std::move(response));
}

}  // namespace nameplate::http
