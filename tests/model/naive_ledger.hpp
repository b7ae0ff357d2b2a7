#pragma once

#include "domain/operation.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace nameplate::model {

enum class Verdict : std::uint8_t { done, unchanged, refused };

/// The rules once more, as somebody would explain them: everything is text, nothing is fast, and no code is shared
/// with the program. A holder is "" (nowhere), "at BIN-1", "in C-3", "with ACME" or "to BRANCH".
class NaiveLedger {
 public:
  struct Thing {
    bool is_container = false;
    std::string status;
    std::string holder;
    std::int64_t identity = 0;
  };
  using Amounts = std::map<std::tuple<std::string, std::string, std::string>, std::int64_t>;  ///< lot, holder, status

  /// What becomes of each item. With `rollback` one refused item means that nothing happens.
  [[nodiscard]] std::vector<Verdict> judge(domain::Operation const& operation) const;
  /// Lets happen what was judged as done. `hold`: the id that a hold got.
  void apply(domain::Operation const& operation, std::vector<Verdict> const& verdicts, std::int64_t hold);

  [[nodiscard]] std::map<std::string, Thing> const& things() const { return things_; }
  [[nodiscard]] Amounts const& amounts() const { return amounts_; }
  [[nodiscard]] std::map<std::string, std::int64_t> const& entered() const { return entered_; }
  [[nodiscard]] std::set<std::int64_t> active_holds() const;
  [[nodiscard]] std::string place_of(std::string holder) const;

 private:
  using Operation = domain::Operation;
  using Item = domain::Item;
  /// Lot, holder and status with the amount that goes from there to the second.
  struct Part {
    std::string from_holder, from_status, to_holder, to_status;
    std::int64_t amount = 0;
  };
  struct Hold {
    std::set<std::string> things;
    std::string place;  ///< a rule on a place
  };

  Verdict judge_thing(Operation const& operation, std::string const& name) const;
  Verdict judge_relabel(Operation const& operation, Item const& item) const;
  Verdict judge_lot(Operation const& operation, Item const& item, Amounts& left, std::vector<Part>& parts) const;
  bool is_so_already(Operation const& operation, Thing const& thing) const;
  bool may_stay_inside(Operation const& operation, std::string const& holder) const;
  bool fits_contents(Operation const& operation, std::string const& name, Thing const& thing) const;
  bool is_held(std::string const& name, std::string const& holder) const;
  bool is_within(std::string holder, std::string const& container) const;
  std::string target(Operation const& operation, std::string const& holder) const;
  std::string status_after(Operation const& operation, std::string const& status) const;
  void do_to_thing(Operation const& operation, std::string const& name);
  void rename(Item const& item);
  void book(Operation const& operation, std::vector<Verdict> const& verdicts);
  void carry(std::string const& verb, std::string const& container, std::string const& status);
  std::vector<std::string> things_in(std::string const& container) const;

  std::map<std::string, Thing> things_;
  Amounts amounts_;
  std::map<std::string, std::int64_t> entered_;   ///< by lot: received and adjusted
  std::map<std::string, std::string> suppliers_;  ///< by lot, when known
  std::map<std::int64_t, Hold> holds_;
  std::map<std::string, std::set<std::int64_t>> bore_;  ///< by number: what truly bore it before
  std::int64_t last_identity_ = 0;
};

}  // namespace nameplate::model
