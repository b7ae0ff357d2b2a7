#pragma once

#include "base/result.hpp"
#include "cli/operate/item_source.hpp"
#include "cli/operate/operation_options.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace nameplate::cli {

/// The body of an operation, from what was given on the command line. The items are written as text one by one: there
/// may be a hundred thousand.
class OperationBody {
 public:
  /// Errors: option.malformed.
  [[nodiscard]] static base::Result<OperationBody> make(domain::Verb verb, GivenOptions const& given);

  /// Whether the options say by themselves what it is about, when no number is given: so many new ones, an amount, a
  /// container, a rule.
  [[nodiscard]] bool is_complete() const { return stands_alone_ || stands_beside_ || names_a_set_; }

  /// Appends `{"scan":"..."}` with what the options say about every item; a JSON object's own members win.
  void append_item(std::string& items, GivenItem const& item) const;
  /// Appends the item that the options name, if they do: `--generate 10`, `--container BOX-1`. An amount is one only
  /// when no numbers are given: beside them it is that of each.
  void append_own_item(std::string& items, bool beside_numbers) const;

  /// The whole body. `items`: what was appended; empty: the field is left out.
  [[nodiscard]] std::string with_items(std::string_view items) const;

 private:
  OperationBody() = default;

  std::string head_;        ///< the members of the request: `"location":"DOCK"`
  std::string each_item_;   ///< those of every item: `"lot":"L-1"`
  std::string whole_item_;  ///< those of the item that the options name: `"generate":10`
  bool stands_alone_ = false;
  bool stands_beside_ = false;
  bool names_a_set_ = false;
};

}  // namespace nameplate::cli
