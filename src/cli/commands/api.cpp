#include "cli/api/ask.hpp"
#include "cli/commands/command.hpp"

#include <CLI/CLI.hpp>

#include <fstream>
#include <istream>
#include <iterator>
#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

struct ApiArguments {
  std::string method;
  std::string path;
  std::string body = {};
  std::string key = {};
  std::string type = "application/json";
  std::vector<std::string> headers = {};
  bool include = false;
};

std::string check_header(std::string const& text) {
  auto const at = text.find(':');
  bool const fits = at != 0 && at != std::string::npos && text.find_first_of("\r\n") == std::string::npos;
  return fits ? std::string() : "--header takes NAME:VALUE, such as If-Match:\"e12\"";
}

/// The text itself, a file behind `@`, or standard input for `-`.
base::Result<std::string> read_body(std::string const& text, std::istream& in) {
  if (text == "-") {
    return std::string(std::istreambuf_iterator<char>(in), {});
  }
  if (!text.starts_with('@')) {
    return text;
  }
  std::ifstream file(text.substr(1), std::ios::binary);
  if (!file) {
    return base::fail(base::ErrorKind::not_found, "file.missing",
                      "The file " + text.substr(1) + " cannot be read. Check the path.");
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

base::Result<ApiRequest> request_of(ApiArguments const& arguments, std::istream& in) {
  ApiRequest request{
      .method = arguments.method,
      .target = arguments.path.starts_with('/') ? arguments.path : std::string(api_base) + arguments.path};
  if (arguments.method != "GET" && arguments.method != "HEAD") {
    request.headers.emplace_back("Idempotency-Key", arguments.key.empty() ? new_key() : arguments.key);
  }
  if (!arguments.body.empty()) {
    auto body = read_body(arguments.body, in);
    if (!body) {
      return std::unexpected(body.error());
    }
    request.body = *std::move(body);
    request.headers.emplace_back("Content-Type", arguments.type);
  }
  for (auto const& header : arguments.headers) {
    auto const at = header.find(':');
    auto const value = header.find_first_not_of(' ', at + 1);
    request.headers.emplace_back(header.substr(0, at), value == std::string::npos ? "" : header.substr(value));
  }
  return request;
}

int send_request(ApiArguments const& arguments, Environment& environment, Api& api) {
  auto const request = request_of(arguments, environment.in);
  if (!request) {
    return refuse(environment, request.error());
  }
  // A body that streams is not shown behind a head that comes last.
  auto const sink = [&](std::string_view piece) { environment.out << piece; };
  auto const answer = api.send(*request, arguments.include ? BodySink() : BodySink(sink));
  if (arguments.include) {
    environment.out << answer.status << '\n';
    for (auto const& [name, value] : answer.headers) {
      environment.out << name << ": " << value << '\n';
    }
    environment.out << '\n';
  }
  environment.out << answer.body << '\n' << std::flush;
  if (answer.is_success()) {
    return environment.out ? exit_ok : exit_broken;
  }
  return refuse(environment, explain(answer));
}

}  // namespace

void add_api(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("api", "Sends any request of the HTTP API.");
  auto const arguments = std::make_shared<ApiArguments>();
  command.add_option("METHOD", arguments->method)->required();
  command.add_option("PATH", arguments->path)->required();
  command.add_option("BODY", arguments->body);
  command.add_option("--key", arguments->key);
  command.add_option("--type", arguments->type);
  command.add_option("--header", arguments->headers)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->check(check_header);
  command.add_flag("--include", arguments->include);
  works_on_ledger(command, chosen, [arguments](Environment& environment, Api& api) {
    return send_request(*arguments, environment, api);
  });
}

}  // namespace nameplate::cli
