#pragma once

#include <string_view>

namespace nameplate::http {

/// The methods this server knows; every other one is answered with 501. No route offers `options`: it gets 405 with
/// `Allow`.
enum class Method { get, head, post, put, patch, delete_, options };

[[nodiscard]] std::string_view to_string(Method method);

}  // namespace nameplate::http
