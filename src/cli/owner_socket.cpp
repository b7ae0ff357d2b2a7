#include "cli/owner_socket.hpp"

#include <cerrno>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/un.h>
#include <unistd.h>

namespace nameplate::cli {

OwnerSocket::OwnerSocket(std::string const& path) : name_(path) {
  if (path.size() < sizeof(sockaddr_un::sun_path)) {
    return;
  }
  auto const whole = std::filesystem::path(path);
  folder_ = ::open(whole.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder_ < 0) {
    throw std::system_error(errno, std::generic_category(), "cannot open " + whole.parent_path().string());
  }
  name_ = "/proc/self/fd/" + std::to_string(folder_) + "/" + whole.filename().string();
}

OwnerSocket::~OwnerSocket() {
  if (folder_ >= 0) {
    ::close(folder_);
  }
}

}  // namespace nameplate::cli
