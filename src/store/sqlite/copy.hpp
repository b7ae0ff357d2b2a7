#pragma once

#include "store/copy.hpp"
#include "store/sqlite/writer.hpp"

#include <memory>
#include <string>

struct sqlite3_backup;

namespace nameplate::store::sqlite {

/// SQLite's online backup, on the writer's own connection: what is committed meanwhile SQLite writes into the copy as
/// well, so it never begins anew, and no snapshot is held while it lasts, so the write-ahead log begins anew as ever.
/// (From any other connection each commit would make it begin again; `VACUUM INTO` holds one snapshot to its end.)
class OnlineCopy final : public Copy {
 public:
  /// `path` must not exist, or be empty. The writer must outlive this.
  OnlineCopy(Writer& writer, std::string path);
  ~OnlineCopy() override;
  OnlineCopy(OnlineCopy const&) = delete;
  OnlineCopy& operator=(OnlineCopy const&) = delete;

  bool step() override;
  [[nodiscard]] std::int64_t bytes_done() const override { return bytes_done_; }
  [[nodiscard]] std::int64_t bytes_total() const override { return bytes_total_; }
  Head finish() override;

 private:
  [[nodiscard]] Writer::Turn take_turn();
  void close(Writer::Turn const& turn);

  Writer& writer_;
  std::string path_;
  std::unique_ptr<Connection> target_;
  sqlite3_backup* backup_ = nullptr;
  std::int64_t connection_number_ = 0;
  std::int64_t page_size_ = 0;
  std::int64_t bytes_done_ = 0;
  std::int64_t bytes_total_ = 0;
  Head head_;
  int steps_ = 0;
  bool whole_ = false;
};

}  // namespace nameplate::store::sqlite
