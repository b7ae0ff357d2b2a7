#pragma once

#include <cstdint>
#include <string>

namespace nameplate::http {

/// Numbers for the log: 16 hexadecimal digits, from a random start, so that two servers hardly ever make the same. Not
/// secret. For one thread.
class RequestIds {
 public:
  RequestIds();
  [[nodiscard]] std::string next();

 private:
  std::uint64_t state_;
};

}  // namespace nameplate::http
