#pragma once

#include <string_view>

/// systemd, where it started this process with Type=notify.
namespace nameplate::service_manager {

[[nodiscard]] bool is_there();
/// Tells it `READY=1` or `STOPPING=1`; does nothing where it is not there. What cannot be told is logged.
void tell(std::string_view state);

}  // namespace nameplate::service_manager
