#include "cli/jobs/import_file.hpp"

#include "cli/api/ask.hpp"
#include "cli/commands/command.hpp"
#include "cli/jobs/watch_job.hpp"
#include "cli/json_text.hpp"
#include "cli/progress_line.hpp"
#include "cli/table.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <filesystem>
#include <fstream>
#include <istream>
#include <iterator>
#include <optional>
#include <ostream>

namespace nameplate::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t part_bytes = 4 * 1024 * 1024;
constexpr std::int64_t makes_named_max = 10;

std::unexpected<base::Error> no_file(std::string const& path) {
  return base::fail(base::ErrorKind::not_found, "file.missing",
                    "The file " + path + " cannot be read. Check the path.");
}

base::Result<json::object> read_mapping(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return no_file(path);
  }
  std::string const text{std::istreambuf_iterator<char>(file), {}};
  json::error_code malformed;
  auto const mapping = json::parse(text, malformed);
  if (malformed || !mapping.is_object()) {
    return base::fail(base::ErrorKind::bad_request, "mapping.malformed",
                      "The mapping in " + path + " is no JSON object.");
  }
  return mapping.as_object();
}

/// The import of one table, step by step. Each step that is refused ends it.
class Import {
 public:
  Import(ImportArguments const& arguments, Environment& environment, Api& api)
      : arguments_(arguments), environment_(environment), api_(api) {}

  int run(std::istream& table) {
    if (auto const made = create(); !made) {
      return refuse(environment_, made.error());
    }
    if (auto const sent = upload(table); !sent) {
      return refuse(environment_, sent.error());
    }
    auto const checked = do_step("check");
    if (!checked) {
      return refuse(environment_, checked.error());
    }
    if (is_at_work(*checked)) {
      tell_how_to_go_on(environment_, api_, id_);
      return exit_refused;
    }
    if (auto const code = judge(*checked); code || arguments_.check_only) {
      return code.value_or(exit_ok);
    }
    return bring_in();
  }

 private:
  base::Result<void> create() {
    auto mapping = arguments_.mapping_file.empty() ? base::Result<json::object>(json::object())
                                                   : read_mapping(arguments_.mapping_file);
    if (!mapping) {
      return std::unexpected(mapping.error());
    }
    json::object body;
    body["mapping"] = *std::move(mapping);
    if (arguments_.table_file != "-") {
      body["name"] = std::filesystem::path(arguments_.table_file).filename().string();
    }
    if (!arguments_.kind.empty()) {
      body["kind"] = arguments_.kind;
    }
    auto const job = ask_json(api_, change("POST", "imports", json::serialize(body), arguments_.key));
    if (!job) {
      return std::unexpected(job.error());
    }
    id_ = text_in(*job, "id");
    return {};
  }

  /// Holds one part of the table at a time.
  base::Result<void> upload(std::istream& table) {
    ProgressLine progress(environment_.messages);
    std::string part(part_bytes, '\0');
    for (std::int64_t number = 1; table; ++number) {
      table.read(part.data(), static_cast<std::streamsize>(part_bytes));
      auto const size = static_cast<std::size_t>(table.gcount());
      if (size == 0) {
        break;
      }
      auto request = change("PUT", "imports/" + id_ + "/parts/" + std::to_string(number), part.substr(0, size));
      request.headers.front().second = "application/octet-stream";
      if (auto const sent = ask(api_, request); !sent) {
        return std::unexpected(sent.error());
      }
      progress.show("upload, MiB", number * static_cast<std::int64_t>(part_bytes / (1024 * 1024)), 0);
    }
    return {};
  }

  base::Result<json::object> do_step(std::string const& step) {
    api_.work_on_jobs();
    auto const begun = ask(api_, change("POST", "imports/" + id_ + "/" + step, "{}"));
    if (!begun) {
      return std::unexpected(begun.error());
    }
    return watch_job(environment_, api_, id_);
  }

  /// What the dry run has found; an exit code when it ends here.
  std::optional<int> judge(json::object const& job) {
    if (text_in(job, "state") != "checked") {
      return report(job);
    }
    auto const failed = number_in(job, "failed");
    if (arguments_.as_json && (arguments_.check_only || (failed > 0 && !arguments_.skips_bad))) {
      environment_.out << json::serialize(job) << '\n';
    } else if (!arguments_.as_json) {
      environment_.out << "Dry run: " << job_counts(job) << ".\n";
      show_what_is_made(job);
      if (auto const shown = show_failed_rows(environment_, api_, job); !shown) {
        return refuse(environment_, shown.error());
      }
    }
    if (failed > 0 && !arguments_.skips_bad) {
      discard();
      return refuse(environment_,
                    {.kind = base::ErrorKind::conflict,
                     .reason = "rows.bad",
                     .detail = "Nothing is brought in, because rows are bad. Put the file right and import "
                               "it again, or bring in the good rows with --skip-bad."});
    }
    if (arguments_.check_only) {
      discard();
      return exit_ok;
    }
    if (!is_confirmed()) {
      environment_.messages << "nameplate: Nothing is brought in.\n";
      discard();
      return exit_refused;
    }
    return std::nullopt;
  }

  void show_what_is_made(json::object const& job) {
    if (auto const* const unmapped = job.if_contains("unmapped"); unmapped != nullptr && !shown(*unmapped).empty()) {
      environment_.out << "Columns that are not used: " << harmless(shown(*unmapped)) << "\n";
    }
    auto const* const makes = job.if_contains("makes");
    if (makes == nullptr || !makes->is_object()) {
      return;
    }
    for (auto const& [kind, made] : makes->get_object()) {
      auto const count = number_in(made.as_object(), "count");
      auto const* const codes = find_in(made.as_object(), "codes");
      environment_.out << "Makes " << count << ' ' << std::string_view(kind);
      if (codes != nullptr && codes->is_array()) {
        std::int64_t named = 0;
        for (auto const& code : codes->get_array()) {
          if (named == makes_named_max) {
            break;
          }
          environment_.out << (named++ == 0 ? ": " : ", ") << harmless(shown(code));
        }
        if (named < count) {
          environment_.out << " and " << count - named << " more (--json names them)";
        }
      }
      environment_.out << '\n';
    }
  }

  /// A person is asked, unless the answer was given before or nobody can answer.
  bool is_confirmed() {
    if (arguments_.is_sure || !environment_.terminal.gives_input || arguments_.table_file == "-") {
      return true;
    }
    environment_.messages << "Bring it in? [y/N] " << std::flush;
    std::string answer;
    std::getline(environment_.in, answer);
    return answer == "y" || answer == "Y" || answer == "yes";
  }

  /// A job that nobody will run would stay in the list for good.
  void discard() {
    if (auto const cancelled = ask(api_, change("POST", "jobs/" + id_ + "/cancel", "{}")); !cancelled) {
      environment_.messages << "nameplate: The job " << id_ << " stays: " << harmless(cancelled.error().detail) << '\n';
    }
  }

  int bring_in() {
    auto const done = do_step("run");
    return done ? report(*done) : refuse(environment_, done.error());
  }

  int report(json::object const& job) {
    if (is_at_work(job)) {
      tell_how_to_go_on(environment_, api_, id_);
      return exit_refused;
    }
    if (arguments_.as_json) {
      environment_.out << json::serialize(job) << '\n';
    } else {
      environment_.out << "Import " << id_ << ": " << job_counts(job) << ".\n";
      if (auto const shown = show_failed_rows(environment_, api_, job); !shown) {
        return refuse(environment_, shown.error());
      }
    }
    if (text_in(job, "state") == "done") {
      return exit_ok;
    }
    return refuse(environment_, {.kind = base::ErrorKind::conflict,
                                 .reason = text_in(job, "reason").empty() ? "job.state" : text_in(job, "reason"),
                                 .detail = text_in(job, "detail").empty() ? "The job is " + text_in(job, "state") + "."
                                                                          : text_in(job, "detail")});
  }

  ImportArguments const& arguments_;
  Environment& environment_;
  Api& api_;
  std::string id_;
};

}  // namespace

int import_file(ImportArguments const& arguments, Environment& environment, Api& api) {
  Import import(arguments, environment, api);
  if (arguments.table_file == "-") {
    return import.run(environment.in);
  }
  std::ifstream table(arguments.table_file, std::ios::binary);
  if (!table) {
    return refuse(environment, no_file(arguments.table_file).error());
  }
  return import.run(table);
}

}  // namespace nameplate::cli
