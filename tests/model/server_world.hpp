#pragma once

#include "app_world.hpp"
#include "served_ledger.hpp"

#include <boost/json.hpp>

#include <memory>
#include <string>

namespace nameplate::model {

/// The real program on a database of its own, over HTTP. Runs share it: each has products, places and numbers of its
/// own.
class ServedBusiness {
 public:
  explicit ServedBusiness(bench::StoreKind store);

  /// A product by serial and one by lot, and the places, for one run.
  void add_run(std::string const& prefix);
  [[nodiscard]] boost::json::object ask(std::string_view method, std::string const& target, std::string const& body,
                                        int& status);
  void stop() { served_.stop(); }
  [[nodiscard]] std::string database() const { return served_.database(); }

 private:
  void must(std::string const& target, std::string const& body);

  bench::ServedLedger served_;
  std::int64_t last_key_ = 0;
};

class ServerWorld {
 public:
  ServerWorld(ServedBusiness& business, std::string prefix, std::int64_t epoch_us);

  Reply ask(Step const& step);
  /// Units, containers and quantities, as `NaiveLedger::picture` tells of them.
  [[nodiscard]] NaiveLedger::Picture picture(NaiveLedger const& naive);

 private:
  [[nodiscard]] std::string without_prefix(boost::json::value const& name) const;
  [[nodiscard]] std::string holder_of(boost::json::object const& row) const;
  [[nodiscard]] std::string place_of(boost::json::object const& row) const;

  ServedBusiness& business_;
  Telling telling_;
  Named named_;
};

}  // namespace nameplate::model
