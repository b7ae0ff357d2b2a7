#pragma once

#include "base/hash.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace nameplate::base {

/// SHA-256 of bytes that come piece by piece.
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(Hasher const&) = delete;
  Hasher& operator=(Hasher const&) = delete;

  void add(std::string_view bytes);
  /// Once, at the end.
  [[nodiscard]] Digest finish();

 private:
  evp_md_ctx_st* context_;
};

/// Told how many bytes are done; false breaks it off.
using HashProgress = std::function<bool(std::int64_t bytes_done)>;

/// Of a whole file, in hexadecimal; empty when `progress` broke it off. Throws std::system_error.
[[nodiscard]] std::string sha256_of_file(std::string const& path, HashProgress const& progress);

/// The same while the file is copied to `target`, which is made anew; it is on disk when this returns.
[[nodiscard]] std::string copy_file_hashed(std::string const& path, std::string const& target,
                                           HashProgress const& progress);

}  // namespace nameplate::base
