#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

/// One line per event, as JSON on standard error: time, level, component, message, fields. No secrets; no serial
/// numbers or personal data above `debug`.
namespace nameplate::base::log {

enum class Level { debug, info, warn, error };

struct Field {
  std::string_view name;
  std::string value;
};

void set_level(Level level);
/// Whether lines of this level are written: for callers to whom making one is dear.
[[nodiscard]] bool is_written(Level level);
void write(Level level, std::string_view component, std::string_view message, std::initializer_list<Field> fields = {});

inline void info(std::string_view component, std::string_view message, std::initializer_list<Field> fields = {}) {
  write(Level::info, component, message, fields);
}
inline void warn(std::string_view component, std::string_view message, std::initializer_list<Field> fields = {}) {
  write(Level::warn, component, message, fields);
}
inline void error(std::string_view component, std::string_view message, std::initializer_list<Field> fields = {}) {
  write(Level::error, component, message, fields);
}

}  // namespace nameplate::base::log
