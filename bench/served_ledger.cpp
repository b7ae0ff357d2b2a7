#include "served_ledger.hpp"

#include "http_load.hpp"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace nameplate::bench {
namespace {

void end(pid_t& process) {
  if (process != 0) {
    ::kill(process, SIGTERM);
    ::waitpid(process, nullptr, 0);
    process = 0;
  }
}

/// Each process has two of its own, below those that the system gives to connections (32768 and above): one of these
/// may be taken by anybody at any time.
std::uint16_t port_of_this_process() {
  constexpr int first = 20'000;
  constexpr int pairs = 6'000;
  return static_cast<std::uint16_t>(first + 2 * (::getpid() % pairs));
}

}  // namespace

ServedLedger::ServedLedger(std::string const& name, StoreKind store)
    : folder_(std::filesystem::path(NAMEPLATE_BINARY).parent_path() / ("bench-" + name)),
      port_(port_of_this_process()) {
  std::filesystem::remove_all(folder_);
  std::filesystem::create_directories(folder_);
  if (store == StoreKind::postgres) {
    cluster_.emplace();
  }
  token_ = output_of(std::string(NAMEPLATE_BINARY) + " token create --database '" + database() +
                     "' --name bench --role admin 2>/dev/null");
}

ServedLedger::~ServedLedger() {
  stop();
  cluster_.reset();
  std::filesystem::remove_all(folder_);
}

std::string ServedLedger::database() const {
  return cluster_ ? cluster_->url() : "sqlite:" + (folder_ / "ledger.db").string();
}

double ServedLedger::start() {
  auto const before = std::chrono::steady_clock::now();
  process_ = launch(port_);
  wait_until_ready(port_);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
}

void ServedLedger::start_second() {
  second_ = launch(second_port());
  wait_until_ready(second_port());
}

void ServedLedger::stop_second() {
  end(second_);
}

pid_t ServedLedger::launch(std::uint16_t port) const {
  auto const database_argument = database();
  auto const listen = "127.0.0.1:" + std::to_string(port);
  auto const log_path = folder_ / "server.log";
  auto const process = ::fork();
  if (process == 0) {
    int const log = ::open(log_path.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    ::dup2(log, 1);
    ::dup2(log, 2);
    ::execl(NAMEPLATE_BINARY, NAMEPLATE_BINARY, "serve", "--database", database_argument.c_str(), "--listen",
            listen.c_str(), "--connections", "18000", "--connections-per-address", "18000", nullptr);
    ::_exit(127);
  }
  return process;
}

void ServedLedger::wait_until_ready(std::uint16_t port) const {
  for (int tries = 0; tries < 3000; ++tries) {
    try {
      if (ask(port, make_request("GET", "/health/ready", token_)).status == 200) {
        return;
      }
    } catch (std::runtime_error const&) {
      // Not listening yet.
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  throw std::runtime_error("the server does not become ready; see " + (folder_ / "server.log").string());
}

void ServedLedger::stop() {
  end(second_);
  end(process_);
}

std::int64_t ServedLedger::figure(std::string const& name) const {
  auto const text = ask(port_, make_request("GET", "/metrics", token_)).body;
  auto const line = "\nnameplate_" + name + " ";
  auto const found = text.find(line);
  return found == std::string::npos ? 0 : std::strtoll(text.c_str() + found + line.size(), nullptr, 10);
}

std::int64_t ServedLedger::memory_bytes() const {
  std::ifstream file("/proc/" + std::to_string(process_) + "/statm");
  std::int64_t size = 0;
  std::int64_t resident = 0;
  file >> size >> resident;
  return resident * ::sysconf(_SC_PAGESIZE);
}

std::int64_t ServedLedger::database_bytes() const {
  return cluster_ ? cluster_->table_bytes()
                  : static_cast<std::int64_t>(std::filesystem::file_size(folder_ / "ledger.db"));
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
