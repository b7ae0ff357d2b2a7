#include "base/logging.hpp"

#include "base/check.hpp"
#include "base/json_text.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace nameplate::base::log {
namespace {

spdlog::level::level_enum spd_level(Level level) {
  switch (level) {
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warn: return spdlog::level::warn;
    case Level::error: return spdlog::level::err;
  }
  unreachable();
}

spdlog::logger& logger() {
  static auto const instance = [] {
    auto made = spdlog::stderr_logger_mt("nameplate");
    made->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc);
    made->flush_on(spdlog::level::info);
    return made;
  }();
  return *instance;
}

}  // namespace

void set_level(Level level) {
  logger().set_level(spd_level(level));
}

bool is_written(Level level) {
  return logger().should_log(spd_level(level));
}

void write(Level level, std::string_view component, std::string_view message, std::initializer_list<Field> fields) {
  if (!is_written(level)) {
    return;
  }
  std::string line = "\"component\":" + quote_json(component) + ",\"message\":" + quote_json(message);
  for (auto const& field : fields) {
    line += "," + quote_json(field.name) + ":" + quote_json(field.value);
  }
  logger().log(spd_level(level), "{}", line);
}

}  // namespace nameplate::base::log
