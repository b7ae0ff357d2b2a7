#pragma once

#include "app/lease_keeper.hpp"
#include "app/ledger.hpp"
#include "app/proof/seal_maker.hpp"
#include "base/ed25519.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace nameplate::app {

/// A file that always holds a recent head.
struct HeadFile {
  std::string path;  ///< empty: none is written
  std::optional<base::SigningKey> key;
  std::int64_t interval_seconds = 60;
};

/// Seals the newest events about every second, on a thread of its own, unless another process does it, and writes the
/// head to a file now and then.
class Sealer {
 public:
  Sealer(Ledger& ledger, HeadFile head_file);
  /// Seals what is left, and writes the file once more. After the writer has stopped.
  ~Sealer();
  Sealer(Sealer const&) = delete;
  Sealer& operator=(Sealer const&) = delete;

  /// Seals what was recorded until now, unless much is left to seal: then that goes on as it was.
  void seal_now();
  /// The newest sequence that is sealed, as far as this process knows; and whether the ledger is not what was sealed.
  [[nodiscard]] domain::Sequence sealed() const { return sealed_; }
  [[nodiscard]] bool is_broken() const { return is_broken_; }

 private:
  void run(std::stop_token const& stop);
  /// False: another process seals, and has not sealed all yet.
  bool round(std::stop_token const& stop);
  bool seal_until_done(std::stop_token const& stop);
  /// What the process that seals has done by now.
  void look();
  void write_head_file();

  Ledger& ledger_;
  HeadFile head_file_;
  SealMaker maker_;
  LeaseKeeper lease_;
  domain::Sequence written_ = 0;  ///< the sequence of the head in the file
  std::atomic<domain::Sequence> sealed_ = 0;
  std::atomic<bool> is_broken_ = false;
  std::timed_mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

/// Writes beside the file and puts it in its place when all is on disk: a reader sees the old one or the new one.
/// Errors: seal.file_unwritable.
[[nodiscard]] base::Result<void> replace_file(std::string const& path, std::string_view text);

}  // namespace nameplate::app
