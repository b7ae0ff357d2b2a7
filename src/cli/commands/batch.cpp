#include "cli/api/ask.hpp"
#include "cli/commands/command.hpp"
#include "cli/json_text.hpp"
#include "cli/operate/batch_file.hpp"
#include "cli/operate/operation_report.hpp"
#include "cli/table.hpp"
#include "domain/operation_size.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <ostream>
#include <span>

namespace nameplate::cli {
namespace {

namespace json = boost::json;

struct BatchArguments {
  std::string file;
  std::string key = {};
  std::string device_time = {};
  bool as_json = false;
  bool quiet = false;
};

base::Result<std::string> read_whole(std::string const& name, std::istream& in) {
  if (name == "-") {
    return std::string(std::istreambuf_iterator<char>(in), {});
  }
  std::ifstream file(name, std::ios::binary);
  if (!file) {
    return base::fail(base::ErrorKind::not_found, "file.missing",
                      "The file " + name + " cannot be read. Check the path.");
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string body_of(std::span<GivenOperation const> operations, std::string const& device_time) {
  std::string body = "{";
  if (!device_time.empty()) {
    body += "\"deviceTime\":" + json::serialize(json::string(device_time)) + ",";
  }
  body += "\"operations\":[";
  for (auto const& operation : operations) {
    body += (body.back() == '[' ? "" : ",") + operation.text;
  }
  return body + "]}";
}

class BatchSender {
 public:
  BatchSender(BatchArguments const& arguments, Environment& environment, Api& api)
      : arguments_(arguments), environment_(environment), api_(api) {}

  int run(BatchFile const& file) {
    auto const device_time = arguments_.device_time.empty() ? file.device_time : arguments_.device_time;
    std::span<GivenOperation const> rest(file.operations);
    while (!rest.empty()) {
      auto const part = rest.first(std::min(rest.size(), domain::batch_operations_max));
      rest = rest.subspan(part.size());
      auto const answer = ask(api_, change("POST", "operations", body_of(part, device_time)));
      if (!answer) {
        return give_up(answer.error(), part);
      }
      show(*answer, part);
    }
    if (!arguments_.as_json && !arguments_.quiet) {
      environment_.out << summary() << '\n';
    }
    return outcomes_.contains("refused") ? exit_refused : exit_ok;
  }

 private:
  void show(ApiAnswer const& answer, std::span<GivenOperation const> part) {
    auto const object = read_object(answer.body);
    Table table({{"operation"}, {"verb"}, {"outcome"}, {"items"}, {"event"}});
    for (auto const& entry : object.at("results").as_array()) {
      auto const& result = entry.as_object();
      auto const& given = part[static_cast<std::size_t>(number_in(result, "index"))];
      auto const outcome = text_in(result, "outcome");
      count(outcome);
      table.add({given.place, given.verb, spoken(result, outcome),
                 result.contains("counts") ? items_of(counts_of(result)) : std::string(),
                 outcome == "waiting" ? text_in(result, "approval") : text_in(result, "event")});
    }
    if (arguments_.as_json) {
      environment_.out << answer.body << '\n';
    } else if (!arguments_.quiet) {
      table.flush(environment_.out, environment_.terminal);
    }
    for (auto const& entry : object.at("results").as_array()) {
      tell_refusal(entry.as_object(), part);
    }
  }

  static std::string spoken(json::object const& result, std::string const& outcome) {
    auto const* const replayed = result.if_contains("replayed");
    return (outcome == "unchanged" ? "so already" : outcome) + (replayed == nullptr ? "" : ", before");
  }

  static std::string items_of(OperationCounts const& counts) {
    std::string text;
    auto const add = [&](std::int64_t count, std::string_view what) {
      if (count > 0) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, what);
      }
    };
    add(counts.done, "done");
    add(counts.unchanged, "so already");
    add(counts.refused, "refused");
    return text;
  }

  void tell_refusal(json::object const& result, std::span<GivenOperation const> part) {
    auto const& place = part[static_cast<std::size_t>(number_in(result, "index"))].place;
    auto const place_of = [&](std::size_t index) { return place + ", item " + std::to_string(index + 1); };
    if (text_in(result, "outcome") != "refused") {
      return show_refused(environment_, result, place_of);
    }
    base::Error error;
    read_refusal(result, error);
    environment_.messages << place << ": " << harmless(error.detail) << " (" << error.reason << ")\n";
    tell_refused_items(environment_, error, {});
  }

  void count(std::string const& outcome) { ++outcomes_[outcome]; }

  [[nodiscard]] std::string summary() const {
    std::int64_t all = 0;
    std::string text;
    for (auto const& [outcome, count] : outcomes_) {
      all += count;
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, outcome == "unchanged" ? "so already" : outcome);
    }
    return fmt::format("{} {}: {}.", all, all == 1 ? "operation" : "operations", text);
  }

  int give_up(base::Error const& error, std::span<GivenOperation const> part) {
    auto const code = refuse_items(environment_, error, [&](std::size_t index) {
      return index < part.size() ? part[index].place : "operation " + std::to_string(index + 1);
    });
    if (!outcomes_.empty()) {
      environment_.messages << "Before that, " << summary() << " With a key in each operation, the same file may be "
                            << "given again: what was done is not done twice.\n";
    }
    return code;
  }

  BatchArguments const& arguments_;
  Environment& environment_;
  Api& api_;
  std::map<std::string, std::int64_t> outcomes_;  ///< done, refused, unchanged, waiting: how many
};

int send_batch(BatchArguments const& arguments, Environment& environment, Api& api) {
  auto const text = read_whole(arguments.file, environment.in);
  auto const file =
      text ? read_batch_file(*text, arguments.key.empty() ? new_key() : arguments.key) : std::unexpected(text.error());
  if (!file) {
    return refuse(environment, file.error());
  }
  return BatchSender(arguments, environment, api).run(*file);
}

}  // namespace

void add_batch(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("batch", "Sends many operations at once, as a device that was offline does.");
  auto const arguments = std::make_shared<BatchArguments>();
  command.add_option("FILE", arguments->file)->required();
  command.add_option("--key", arguments->key);
  command.add_option("--device-time", arguments->device_time);
  command.add_flag("--json", arguments->as_json);
  command.add_flag("--quiet", arguments->quiet);
  works_on_ledger(command, chosen,
                  [arguments](Environment& environment, Api& api) { return send_batch(*arguments, environment, api); });
}

}  // namespace nameplate::cli
