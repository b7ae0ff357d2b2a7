#pragma once

#include "base/result.hpp"
#include "cli/api/api.hpp"

#include <boost/json/fwd.hpp>

#include <span>
#include <string>
#include <string_view>

/// Requests as commands make them, and answers as they read them.
namespace nameplate::cli {

inline constexpr std::string_view api_base = "/api/v1/";

struct Parameter {
  std::string name;
  std::string value;
};

/// `units` and {serial: A 1} → `/api/v1/units?serial=A%201`. `path` is encoded already.
[[nodiscard]] std::string target_of(std::string_view path, std::span<Parameter const> parameters = {});
/// Of one segment of a path.
[[nodiscard]] std::string encoded(std::string_view text);

/// A value that nobody else makes up.
[[nodiscard]] std::string new_key();

/// A request that changes something. `key` empty: a new one; `body` is JSON.
[[nodiscard]] ApiRequest change(std::string_view method, std::string_view path, std::string body,
                                std::string_view key = {});

/// The body of a success; what was refused as an error, as the server said it. Throws ApiFailure.
[[nodiscard]] base::Result<ApiAnswer> ask(Api& api, ApiRequest const& request, BodySink const& sink = {});
[[nodiscard]] base::Result<boost::json::object> ask_json(Api& api, ApiRequest const& request);
[[nodiscard]] base::Result<boost::json::object> get_json(Api& api, std::string_view path,
                                                         std::span<Parameter const> parameters = {});

/// The JSON of an answer. Throws ApiFailure when it is none: then this is no server of ours.
[[nodiscard]] boost::json::object read_object(std::string_view body);

/// Reason, detail, refused items and what stands against it, of a problem or of a refused operation in a batch.
void read_refusal(boost::json::object const& refusal, base::Error& error);

/// What an answer that is no success says.
[[nodiscard]] base::Error explain(ApiAnswer const& answer);

}  // namespace nameplate::cli
