#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

namespace nameplate::http {

/// Bytes that came and were not used yet, in one piece. Space is not zeroed before it is filled.
class ReceiveBuffer {
 public:
  /// Space for so many bytes behind what is there; invalidates views.
  [[nodiscard]] std::span<char> prepare(std::size_t bytes) {
    if (begin_ == end_) {
      begin_ = end_ = 0;
    }
    if (capacity_ - end_ < bytes) {
      move_to_front(std::max(capacity_, size() + bytes));
    }
    return {bytes_.get() + end_, bytes};
  }
  /// So many bytes of the prepared space are filled.
  void commit(std::size_t bytes) { end_ += bytes; }
  /// So many bytes are used.
  void consume(std::size_t bytes) { begin_ += bytes; }
  void clear() { begin_ = end_; }

  [[nodiscard]] std::string_view view() const { return {bytes_.get() + begin_, size()}; }
  [[nodiscard]] std::size_t size() const { return end_ - begin_; }
  [[nodiscard]] bool is_empty() const { return begin_ == end_; }

  /// Gives the memory back when nothing is in it and it is larger than that.
  void release_above(std::size_t bytes) {
    if (is_empty() && capacity_ > bytes) {
      *this = ReceiveBuffer();
    }
  }

 private:
  void move_to_front(std::size_t capacity) {
    auto moved = std::make_unique_for_overwrite<char[]>(capacity);
    std::ranges::copy(view(), moved.get());
    end_ = size();
    begin_ = 0;
    bytes_ = std::move(moved);
    capacity_ = capacity;
  }

  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace nameplate::http
