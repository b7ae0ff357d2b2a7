#pragma once

#include "domain/changes.hpp"
#include "domain/cow_map.hpp"
#include "domain/hold.hpp"
#include "domain/records/record_kind.hpp"
#include "domain/records/records.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nameplate::domain {

/// Codes are compared without case (ASCII) and without blanks around them.
[[nodiscard]] std::string normalise_code(std::string_view code);

/// All master data and the active hold rules, in memory. Copying is cheap and shares what did not change, so the
/// writer publishes a new one after each change and readers keep theirs.
class Catalog {
 public:
  /// What `rules_version` of the head it stands for.
  std::int64_t rules_version = 0;

  /// Takes a record as it now stands (new or changed).
  void apply(RecordRow const& row);
  void place_hold(Hold const& hold);
  void release_hold(HoldId hold);

  // By id; null when there is none.
  [[nodiscard]] Product const* product(RecordId id) const;
  [[nodiscard]] Location const* location(RecordId id) const;
  [[nodiscard]] Party const* party(RecordId id) const;
  [[nodiscard]] HoldKind const* hold_kind(RecordId id) const;
  [[nodiscard]] ReasonCode const* reason_code(RecordId id) const;
  [[nodiscard]] SerialFormat const* serial_format(RecordId id) const;
  [[nodiscard]] Account const* account(RecordId id) const;
  [[nodiscard]] Category const* category(RecordId id) const;
  [[nodiscard]] Attribute const* attribute(RecordId id) const;

  /// The id behind a code of a kind (any case), retired ones included; none when there is no such record.
  [[nodiscard]] RecordId find(RecordKind kind, std::string_view code) const;
  /// The code of a record as it was written; empty when there is none.
  [[nodiscard]] std::string_view code_of(RecordKind kind, RecordId id) const;
  /// Products, places, categories or parties that are not retired, in no order; of other kinds none.
  [[nodiscard]] std::vector<RecordId> all_of(RecordKind kind) const;
  /// The text of a setting, or `otherwise`.
  [[nodiscard]] std::string setting(std::string_view code, std::string_view otherwise) const;

  struct CodeMatch {
    RecordId product;
    std::int64_t pack_quantity = 1;
  };
  /// All that there are, in the order of ids.
  [[nodiscard]] std::map<RecordId, LegalHold> const& legal_holds() const { return *legal_holds_; }
  [[nodiscard]] std::map<RecordId, RetentionRule> const& retention_rules() const { return *retention_rules_; }
  [[nodiscard]] std::map<RecordId, NumberBlock> const& number_blocks() const { return *number_blocks_; }
  /// Products that carry this SKU, GTIN or code.
  [[nodiscard]] std::vector<CodeMatch> products_by_code(std::string_view code) const;

  /// The place and all places below it.
  [[nodiscard]] std::vector<RecordId> with_places_below(RecordId location) const;
  /// The place and all places above it, from below.
  [[nodiscard]] std::vector<RecordId> with_places_above(RecordId location) const;
  /// Codes from the top down: `SITE/HALL-1/BIN-3`.
  [[nodiscard]] std::string path_of(RecordId location) const;

  /// The category and all categories below it, or above it from below.
  [[nodiscard]] std::vector<RecordId> with_categories_below(RecordId category) const;
  [[nodiscard]] std::vector<RecordId> with_categories_above(RecordId category) const;
  /// Whether a product is of the category or of one below it.
  [[nodiscard]] bool is_in_category(RecordId product, RecordId category) const;
  /// Products of the category and of those below it, in no order. Cost: one look at every product.
  [[nodiscard]] std::vector<RecordId> products_in(RecordId category) const;
  /// Every product that `fits` accepts, in no order.
  [[nodiscard]] std::vector<RecordId> products_that(std::function<bool(Product const&)> const& fits) const;
  /// Its own, otherwise that of the nearest category above it, otherwise that of the place or the nearest one above;
  /// none: the default.
  [[nodiscard]] RecordId serial_format_of(Product const& product, RecordId location) const;
  /// All formats that are not retired, by name.
  [[nodiscard]] std::vector<SerialFormat const*> serial_formats() const;
  /// The tracking that products of a category have when they do not say; empty: it says nothing.
  [[nodiscard]] std::string tracking_of_category(RecordId category) const;

  /// All attributes that are not retired, by code.
  [[nodiscard]] std::vector<Attribute const*> attributes() const;
  /// Whether goods of this product (none: a container) may bear it: no category names it, or one around the product.
  [[nodiscard]] bool is_attribute_of(RecordId attribute, RecordId product) const;
  /// The same for goods of these categories.
  [[nodiscard]] bool is_attribute_within(RecordId attribute, std::span<RecordId const> categories) const;
  /// A category that is not retired and names the attribute; null: there is none.
  [[nodiscard]] Category const* category_naming(RecordId attribute) const;
  /// Whether any category asks for attributes at this verb: mostly none does, and nothing more need be looked at.
  [[nodiscard]] bool has_required_attributes(Verb verb) const { return required_at_.contains(verb); }
  [[nodiscard]] std::vector<Attribute const*> required_attributes(RecordId product, Verb verb) const;

  /// A subject as hold rules see it. Each list goes from the inside out.
  struct RuleSubject {
    RecordId product;
    SubjectId lot;
    std::vector<SubjectId> containers = {};
    RecordId location = {};  ///< where it effectively stands, if at a place of ours
  };
  [[nodiscard]] std::vector<Hold const*> rule_holds_on(RuleSubject const& subject) const;
  [[nodiscard]] bool covers(HoldRule const& rule, RuleSubject const& subject) const;
  [[nodiscard]] bool has_rule_holds() const { return !rule_holds_->empty(); }
  [[nodiscard]] std::vector<Hold> const& rule_holds() const { return *rule_holds_; }

 private:
  [[nodiscard]] bool covers_goods(HoldRule const& rule, RuleSubject const& subject) const;
  struct CodeKey {
    RecordKind kind;
    std::string code_norm;
    bool operator==(CodeKey const&) const = default;
  };
  struct CodeKeyHash {
    std::size_t operator()(CodeKey const& key) const noexcept {
      return std::hash<std::string>()(key.code_norm) + static_cast<std::size_t>(key.kind);
    }
  };

  void index_product(Product const* before, Product const& now);
  void index_parent(Location const* before, Location const& now);
  void index_categories();

  CowMap<RecordId, std::shared_ptr<Product const>> products_;
  CowMap<RecordId, std::shared_ptr<Location const>> locations_;
  CowMap<RecordId, std::shared_ptr<Party const>> parties_;
  CowMap<RecordId, std::shared_ptr<HoldKind const>> hold_kinds_;
  CowMap<RecordId, std::shared_ptr<ReasonCode const>> reason_codes_;
  CowMap<RecordId, std::shared_ptr<SerialFormat const>> serial_formats_;
  CowMap<RecordId, std::shared_ptr<Account const>> accounts_;
  CowMap<RecordId, std::shared_ptr<Setting const>> settings_;
  CowMap<RecordId, std::shared_ptr<Category const>> categories_;
  CowMap<RecordId, std::shared_ptr<Attribute const>> attributes_;
  CowMap<CodeKey, RecordId, CodeKeyHash> by_code_;
  CowMap<std::string, std::vector<CodeMatch>> product_codes_;
  CowMap<RecordId, std::vector<RecordId>> places_below_;  ///< direct children
  // Of categories there are few: made anew when one changes.
  std::shared_ptr<std::map<RecordId, std::vector<RecordId>> const> categories_below_;   ///< direct children
  std::shared_ptr<std::map<RecordId, std::vector<RecordId>> const> categories_naming_;  ///< by attribute
  // Few, and asked for as a whole: made anew when one changes.
  std::shared_ptr<std::map<RecordId, LegalHold> const> legal_holds_ =
      std::make_shared<std::map<RecordId, LegalHold> const>();
  std::shared_ptr<std::map<RecordId, RetentionRule> const> retention_rules_ =
      std::make_shared<std::map<RecordId, RetentionRule> const>();
  std::shared_ptr<std::map<RecordId, NumberBlock> const> number_blocks_ =
      std::make_shared<std::map<RecordId, NumberBlock> const>();
  VerbSet required_at_;
  std::shared_ptr<std::vector<Hold> const> rule_holds_ = std::make_shared<std::vector<Hold> const>();
};

}  // namespace nameplate::domain
