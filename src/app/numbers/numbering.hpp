#pragma once

#include "app/numbers/number_facts.hpp"
#include "base/result.hpp"
#include "domain/operation.hpp"
#include "domain/records/catalog.hpp"
#include "identify/format/number_format.hpp"
#include "store/store.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace nameplate::app {

/// How the generated numbers of a group are made: planned before anything is loaded, from what the requests say and
/// from master data, so that the counters are drawn from first.
class Numbering {
 public:
  using Maker = std::shared_ptr<identify::NumberMaker>;

  /// An item that generates numbers of a product. What is missing is told by `of()`. `now` is the moment when the
  /// request states no time.
  void plan(domain::Operation const& operation, domain::Item const& item, domain::Catalog const& catalog,
            base::Instant now);

  /// Numbers for a block: `key` says later which.
  void plan_block(void const* key, domain::SerialFormat const& format, NumberFacts const& facts,
                  domain::Catalog const& catalog, std::int64_t count);
  /// Null when nothing was planned for it. Errors: as of an item.
  [[nodiscard]] base::Result<Maker> const* of_block(void const* key) const;

  /// Null when nothing was planned for it: its product is unknown. Errors: format.missing and those of
  /// NumberFormat::texts.
  [[nodiscard]] base::Result<Maker> const* of(domain::Item const& item) const;

  /// In the order of counters; with what the secret of random numbers is kept in, where one is needed.
  [[nodiscard]] std::vector<store::CounterDraw> draws() const;
  /// Takes the secret out of what was drawn, and hands it to those that need it.
  void take_secret(std::vector<store::CounterRange>& ranges);
  /// Any secret will do: nothing is kept of what is made.
  void use_secret(std::string_view secret);

  /// All that make numbers of a counter: mostly one.
  [[nodiscard]] std::vector<Maker> const& makers_of(std::string const& counter) const;

 private:
  void plan_containers(domain::Operation const& operation, domain::Item const& item, domain::Catalog const& catalog,
                       base::Instant now);
  [[nodiscard]] base::Result<Maker> make(domain::SerialFormat const& record, NumberFacts const& facts,
                                         domain::Catalog const& catalog);

  std::map<domain::RecordId, base::Result<identify::NumberFormat>> formats_;
  std::map<std::string, Maker> by_texts_;
  std::unordered_map<void const*, base::Result<Maker>> by_item_;
  std::map<std::string, std::vector<Maker>> by_counter_;
  std::map<std::string, std::int64_t> counts_;
};

/// What orders random numbers; of a ledger that never drew one, any text.
[[nodiscard]] std::string secret_of(store::ReadSnapshot& snapshot);

}  // namespace nameplate::app
