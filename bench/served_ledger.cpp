#include "served_ledger.hpp"

#include "http_load.hpp"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace nameplate::bench {
namespace {

std::string output_of(std::string const& command) {
  std::unique_ptr<FILE, int (*)(FILE*)> const pipe(::popen(command.c_str(), "r"), ::pclose);
  std::string text;
  for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get())) {
    text.push_back(static_cast<char>(c));
  }
  while (text.ends_with('\n')) {
    text.pop_back();
  }
  return text;
}

}  // namespace

ServedLedger::ServedLedger(std::string const& name)
    : folder_(std::filesystem::path(NAMEPLATE_BINARY).parent_path() / ("bench-" + name)),
      port_(static_cast<std::uint16_t>(20000 + ::getpid() % 20000)) {
  std::filesystem::remove_all(folder_);
  std::filesystem::create_directories(folder_);
  token_ =
      output_of(std::string(NAMEPLATE_BINARY) + " token create --database sqlite:" + (folder_ / "ledger.db").string() +
                " --name bench --role admin 2>/dev/null");
}

ServedLedger::~ServedLedger() {
  stop();
  std::filesystem::remove_all(folder_);
}

double ServedLedger::start() {
  auto const before = std::chrono::steady_clock::now();
  process_ = ::fork();
  if (process_ == 0) {
    int const log = ::open((folder_ / "server.log").c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    ::dup2(log, 1);
    ::dup2(log, 2);
    auto const database = "sqlite:" + (folder_ / "ledger.db").string();
    auto const listen = "127.0.0.1:" + std::to_string(port_);
    ::execl(NAMEPLATE_BINARY, NAMEPLATE_BINARY, "serve", "--database", database.c_str(), "--listen", listen.c_str(),
            nullptr);
    ::_exit(127);
  }
  for (int tries = 0; tries < 3000; ++tries) {
    try {
      if (ask(port_, make_request("GET", "/health/ready", token_)).status == 200) {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
      }
    } catch (std::runtime_error const&) {
      // Not listening yet.
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  throw std::runtime_error("the server does not become ready; see " + (folder_ / "server.log").string());
}

void ServedLedger::stop() {
  if (process_ != 0) {
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
  }
}

std::int64_t ServedLedger::memory_bytes() const {
  std::ifstream file("/proc/" + std::to_string(process_) + "/statm");
  std::int64_t size = 0;
  std::int64_t resident = 0;
  file >> size >> resident;
  return resident * ::sysconf(_SC_PAGESIZE);
}

std::int64_t ServedLedger::file_bytes() const {
  return static_cast<std::int64_t>(std::filesystem::file_size(folder_ / "ledger.db"));
}

std::map<std::string, double> ServedLedger::thread_seconds() const {
  std::map<std::string, double> seconds;
  for (auto const& entry : std::filesystem::directory_iterator("/proc/" + std::to_string(process_) + "/task")) {
    std::ifstream file(entry.path() / "stat");
    std::string const line((std::istreambuf_iterator<char>(file)), {});
    auto const open = line.find('(');
    auto const close = line.rfind(')');
    // After the name: state, then 10 fields, then user and system time in ticks.
    std::istringstream fields(line.substr(close + 2));
    std::string skipped;
    for (int i = 0; i < 11; ++i) {
      fields >> skipped;
    }
    double user = 0;
    double system = 0;
    fields >> user >> system;
    seconds[line.substr(open + 1, close - open - 1)] += (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
  }
  return seconds;
}

}  // namespace nameplate::bench
