#pragma once

#include <string>

namespace nameplate::cli {

/// A name for a socket file that fits into a socket address, which takes 107 bytes: a longer path is reached through
/// its folder, held open. Valid as long as this lives.
class OwnerSocket {
 public:
  /// Throws std::system_error when the folder cannot be opened.
  explicit OwnerSocket(std::string const& path);
  ~OwnerSocket();
  OwnerSocket(OwnerSocket const&) = delete;
  OwnerSocket& operator=(OwnerSocket const&) = delete;

  [[nodiscard]] std::string const& name() const { return name_; }

 private:
  int folder_ = -1;
  std::string name_;
};

}  // namespace nameplate::cli
