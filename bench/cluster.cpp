#include "cluster.hpp"

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <system_error>

#include <unistd.h>

namespace nameplate::bench {
namespace {

std::string tool() {
  return std::string(NAMEPLATE_ROOT) + "/tools/postgres ";
}

}  // namespace

std::string output_of(std::string const& command) {
  auto* const pipe = ::popen(command.c_str(), "r");
  std::string text;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) {
    text.push_back(static_cast<char>(c));
  }
  if (::pclose(pipe) != 0) {
    throw std::runtime_error(command + " failed");
  }
  while (text.ends_with('\n')) {
    text.pop_back();
  }
  return text;
}

// Not in the folder of the build: the server may run as a user who cannot look into that.
Cluster::Cluster()
    : folder_("/var/tmp/nameplate-bench-" + std::to_string(::getpid())),
      url_(output_of(tool() + "start " + folder_.string())) {}

Cluster::~Cluster() {
  try {
    static_cast<void>(output_of(tool() + "stop " + folder_.string()));
  } catch (std::runtime_error const& failure) {
    std::fprintf(stderr, "nameplate_bench: %s\n", failure.what());
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string Cluster::ask(std::string const& sql) const {
  return output_of("psql -qtAX '" + url_ + "' -c \"" + sql + "\"");
}

std::int64_t Cluster::table_bytes() const {
  static_cast<void>(ask("CHECKPOINT"));
  return std::stoll(
      ask("SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = "
          "c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'"));
}

std::int64_t Cluster::log_bytes() const {
  return std::stoll(ask("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"));
}

void Cluster::vacuum() const {
  static_cast<void>(ask("VACUUM ANALYZE"));
  static_cast<void>(ask("CHECKPOINT"));
}

}  // namespace nameplate::bench
