#include "cli/api/output_file.hpp"

#include "cli/api/ask.hpp"
#include "cli/commands/command.hpp"
#include "cli/progress_line.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <ostream>

namespace nameplate::cli {
namespace {

constexpr std::int64_t bytes_per_mib = 1024 * 1024;

/// Whoever reads the output has seen enough (`| head`): no failure.
struct ReaderGone {};

int give_to(std::ostream& out, Environment& environment, Api& api, std::string const& target) {
  ProgressLine progress(environment.messages);
  std::int64_t bytes = 0;
  auto const answer = ask(api, {.target = target}, [&](std::string_view piece) {
    errno = 0;
    out << piece << std::flush;
    if (!out && errno == EPIPE) {
      throw ReaderGone();
    }
    if (!out) {
      throw ApiFailure("What the server sends cannot be written (is the disk full?).");
    }
    bytes += static_cast<std::int64_t>(piece.size());
    progress.show("MiB", bytes / bytes_per_mib, 0);
  });
  progress.clear();
  if (!answer) {
    return refuse(environment, answer.error());
  }
  out << std::flush;
  if (!out) {
    throw ApiFailure("What the server sent could not be written to its end (is the disk full?).");
  }
  return exit_ok;
}

}  // namespace

int download(Environment& environment, Api& api, std::string const& target, std::string const& path) {
  if (path.empty()) {
    try {
      return give_to(environment.out, environment, api, target);
    } catch (ReaderGone const&) {
      return exit_ok;
    }
  }
  // Under another name until it is whole.
  auto const unfinished = path + ".part";
  std::ofstream file(unfinished, std::ios::binary | std::ios::trunc);
  if (!file) {
    return refuse(environment, {.kind = base::ErrorKind::conflict,
                                .reason = "file.not_writable",
                                .detail = "The file " + path + " cannot be written. Check the path and its rights."});
  }
  int code = exit_broken;
  try {
    code = give_to(file, environment, api, target);
  } catch (...) {
    std::filesystem::remove(unfinished);
    throw;
  }
  file.close();
  if (code != exit_ok) {
    std::filesystem::remove(unfinished);
  } else {
    std::filesystem::rename(unfinished, path);
  }
  return code;
}

}  // namespace nameplate::cli
