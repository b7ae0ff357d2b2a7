#pragma once

#include "store/sqlite/checkpointer.hpp"
#include "store/sqlite/writer.hpp"
#include "store/tables/transaction.hpp"

namespace nameplate::store::sqlite {

/// The one write transaction, during a turn of the writer.
class Transaction final : public tables::Transaction {
 public:
  Transaction(Writer& writer, Checkpointer& checkpointer) : turn_(writer.begin()), checkpointer_(checkpointer) {}

  void commit() override;

 private:
  void on_connection(std::function<void(tables::Connection&)> const& call) override;

  Writer::Turn turn_;
  Checkpointer& checkpointer_;
  bool committed_ = false;
};

}  // namespace nameplate::store::sqlite
