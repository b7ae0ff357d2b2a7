#pragma once

#include "app/commands/group.hpp"
#include "app/master_data.hpp"
#include "memory_store.hpp"
#include "naive_ledger.hpp"
#include "step.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace nameplate::model {

/// What the program answered to a step.
struct Reply {
  bool is_refused = false;
  std::string reason = {};
  std::string detail = {};
  struct Item {
    Verdict verdict = Verdict::done;
    std::string reason = {};
  };
  std::vector<Item> items = {};
  bool is_recorded = false;
  /// What stands against it: the step that is contradicted, and the thing or lot that it is about.
  std::set<std::pair<int, std::string>> contradicts = {};
};

/// The use cases of the program on a store out of plain maps, with the places, products and parties that steps name.
class AppWorld {
 public:
  AppWorld();

  Reply ask(Step const& step);
  /// What a device sends when it is back.
  std::vector<Reply> ask_batch(std::vector<Step> const& steps);
  [[nodiscard]] NaiveLedger::Picture picture() const;

 private:
  Reply reply_of(Step const& step, app::Outcome const& outcome);
  void show(std::vector<base::Contradicted> const& contradicts, Reply& reply) const;
  [[nodiscard]] std::string spoken(domain::Holder holder) const;
  [[nodiscard]] std::string called(domain::SubjectId subject) const;
  [[nodiscard]] std::string traits_of(domain::SubjectId subject) const;

  base::FixedClock clock_;
  MemoryStore store_;
  app::MasterData master_data_;
  app::GroupCommit group_;
  domain::Actor owner_;
  Named named_;
};

}  // namespace nameplate::model
