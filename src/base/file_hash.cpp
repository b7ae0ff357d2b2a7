#include "base/file_hash.hpp"

#include <openssl/evp.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace nameplate::base {
namespace {

constexpr std::size_t piece_bytes = 1024 * 1024;

[[noreturn]] void fail_system(std::string const& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

/// A file that is closed at the end of the scope.
class OpenFile {
 public:
  OpenFile(std::string const& path, int flags) : file_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
    if (file_ < 0) {
      fail_system("cannot open " + path);
    }
  }
  ~OpenFile() { ::close(file_); }
  OpenFile(OpenFile const&) = delete;
  OpenFile& operator=(OpenFile const&) = delete;
  [[nodiscard]] int get() const { return file_; }

 private:
  int file_;
};

void write_all(int file, std::string_view bytes, std::string const& path) {
  while (!bytes.empty()) {
    auto const written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) {
      fail_system("cannot write " + path);
    }
    bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
}

/// False: broken off.
bool for_each_piece(std::string const& path, HashProgress const& progress,
                    std::function<void(std::string_view)> const& take) {
  OpenFile const file(path, O_RDONLY);
  std::vector<char> piece(piece_bytes);
  for (std::int64_t done = 0;;) {
    auto const size = ::read(file.get(), piece.data(), piece.size());
    if (size < 0 && errno != EINTR) {
      fail_system("cannot read " + path);
    }
    if (size == 0) {
      return true;
    }
    if (size > 0) {
      take({piece.data(), static_cast<std::size_t>(size)});
      done += size;
    }
    if (progress && !progress(done)) {
      return false;
    }
  }
}

}  // namespace

Hasher::Hasher() : context_(EVP_MD_CTX_new()) {
  if (context_ == nullptr || EVP_DigestInit_ex(context_, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available in this OpenSSL");
  }
}

Hasher::~Hasher() {
  EVP_MD_CTX_free(context_);
}

void Hasher::add(std::string_view bytes) {
  EVP_DigestUpdate(context_, bytes.data(), bytes.size());
}

Digest Hasher::finish() {
  Digest digest{};
  EVP_DigestFinal_ex(context_, digest.data(), nullptr);
  return digest;
}

std::string sha256_of_file(std::string const& path, HashProgress const& progress) {
  Hasher hasher;
  bool const whole = for_each_piece(path, progress, [&](std::string_view piece) { hasher.add(piece); });
  return whole ? to_hex(as_text(hasher.finish())) : std::string();
}

std::string copy_file_hashed(std::string const& path, std::string const& target, HashProgress const& progress) {
  Hasher hasher;
  OpenFile const copy(target, O_WRONLY | O_CREAT | O_TRUNC);
  bool const whole = for_each_piece(path, progress, [&](std::string_view piece) {
    hasher.add(piece);
    write_all(copy.get(), piece, target);
  });
  if (whole && ::fsync(copy.get()) != 0) {
    fail_system("cannot write " + target + " to the disk");
  }
  return whole ? to_hex(as_text(hasher.finish())) : std::string();
}

}  // namespace nameplate::base
