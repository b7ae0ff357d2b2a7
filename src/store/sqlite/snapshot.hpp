#pragma once

#include "store/sqlite/readers.hpp"
#include "store/tables/snapshot.hpp"

namespace nameplate::store::sqlite {

/// A snapshot on one of the connections for readers.
class Snapshot final : public tables::Snapshot {
 public:
  explicit Snapshot(Readers& readers) : readers_(readers), slot_(readers.take()) {}
  ~Snapshot() override { readers_.give_back(slot_); }
  Snapshot(Snapshot const&) = delete;
  Snapshot& operator=(Snapshot const&) = delete;

 private:
  void on_connection(std::function<void(tables::Connection&)> const& call) override;

  Readers& readers_;
  Readers::Slot& slot_;
};

}  // namespace nameplate::store::sqlite
