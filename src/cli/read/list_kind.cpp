#include "cli/read/list_kind.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <array>
#include <deque>

namespace nameplate::cli {
namespace {

constexpr Filter product_filter = {.name = "product", .meaning = "a SKU", .repeats = true};
constexpr Filter location_filter = {.name = "location", .meaning = "a place, with all that is below it"};
constexpr Filter location_only = {
    .name = "locationOnly", .meaning = "the place itself, without what is below it", .is_flag = true};
constexpr Filter status_filter = {.name = "status", .meaning = "one or more, with commas"};
constexpr Filter owner_filter = {.name = "owner", .meaning = "`us`, or a party"};

constexpr Filter category_filter = {.name = "category", .meaning = "products of this category, or of one below it"};
constexpr Filter tag_filter = {
    .name = "tag", .meaning = "bears this tag, and all others that are given", .repeats = true};
constexpr Filter attribute_filter = {.name = "attribute",
                                     .meaning = "`CODE=VALUE`, a range `CODE=5..10`, or `CODE=*` for any value",
                                     .repeats = true,
                                     .is_named = true};

constexpr Filter at_filter = {.name = "at", .meaning = "as it was at this time, by all that is known today"};
constexpr Filter known_filter = {.name = "knownAt",
                                 .meaning = "as far as it was known then: a time of recording, or a sequence"};

constexpr std::array unit_filters = {
    category_filter,
    attribute_filter,
    tag_filter,
    Filter{.name = "serial", .meaning = "a current or former number of any kind, exactly", .repeats = true},
    Filter{.name = "prefix", .meaning = "how the serial begins"},
    product_filter,
    status_filter,
    location_filter,
    location_only,
    Filter{.name = "container", .meaning = "directly inside this container"},
    Filter{.name = "lot", .meaning = "a lot by id, or by its number together with one product"},
    Filter{.name = "party", .meaning = "what is with this party"},
    owner_filter,
    Filter{.name = "document", .meaning = "the number of a paper that an event of the unit names"},
    Filter{.name = "documentKind", .meaning = "the kind of that paper"},
    Filter{.name = "hold", .meaning = "under this hold on items"},
    Filter{.name = "holdKind", .meaning = "under a hold on items of this kind"},
    Filter{.name = "changedFrom", .meaning = "its latest event is at this time or later"},
    Filter{.name = "changedTo", .meaning = "its latest event is before this time"},
    Filter{.name = "expiresBefore", .meaning = "a day"},
    Filter{.name = "include", .meaning = "`identifiers`: the other numbers too, for --json"},
    Filter{.name = "count", .meaning = "how many there are, exactly up to 10,000", .is_flag = true},
    at_filter,
};
constexpr std::array container_filters = {attribute_filter, tag_filter, location_filter, location_only};
constexpr std::array lot_filters = {
    category_filter,
    attribute_filter,
    tag_filter,
    Filter{.name = "product", .meaning = "a SKU"},
    Filter{.name = "number", .meaning = "the number of the lot, exactly"},
};
constexpr std::array hold_filters = {
    Filter{.name = "active", .meaning = "`false`: released ones too"},
    Filter{.name = "kind", .meaning = "of this kind"},
};
constexpr std::array approval_filters = {
    Filter{.name = "state", .meaning = "`open` (unless given), `approved`, `rejected` or `all`"}};
constexpr std::array exception_filters = {
    Filter{.name = "state", .meaning = "`open` (unless given), `resolved` or `all`"},
    Filter{.name = "subject", .meaning = "of this unit, lot or container, by id"},
    Filter{.name = "since", .meaning = "raised at this time or later"}};
constexpr std::array feed_filters = {Filter{.name = "after", .meaning = "from the entry after this sequence"}};
constexpr std::array record_filters = {
    Filter{.name = "state", .meaning = "`active` (unless given), `retired` or `all`"}, at_filter, known_filter};
constexpr std::array product_filters = {
    category_filter, attribute_filter,
    tag_filter,      Filter{.name = "state", .meaning = "`active` (unless given), `retired` or `all`"},
    at_filter,       known_filter};
constexpr std::array stock_filters = {
    category_filter,
    attribute_filter,
    tag_filter,
    product_filter,
    location_filter,
    location_only,
    status_filter,
    owner_filter,
    Filter{.name = "lot", .meaning = "a lot by id, or by its number together with one product"},
    at_filter,
    known_filter,
};

constexpr std::array unit_columns = {
    Column{"id", "id"},
    Column{"serial", "serial"},
    Column{"product", "product/sku"},
    Column{"status", "status"},
    Column{"where", {}, Shown::place},
    Column{"lot", "lot/number"},
    Column{"owner", "owner", Shown::owner},
    Column{"holds", "holds", Shown::holds},
    Column{"changed", "updatedAt", Shown::time},
};
constexpr std::array container_columns = {
    Column{"id", "id"},
    Column{"code", "code"},
    Column{"status", "status"},
    Column{"where", {}, Shown::place},
    Column{"holds", "holds", Shown::holds},
    Column{"changed", "updatedAt", Shown::time},
};
constexpr std::array lot_columns = {
    Column{"id", "id"},
    Column{"number", "number"},
    Column{"product", "product/sku"},
    Column{"expires", "dates/expires"},
    Column{"owner", "owner", Shown::owner},
    Column{"supplier", "supplier"},
    Column{"holds", "holds", Shown::holds},
    Column{"changed", "updatedAt", Shown::time},
};
constexpr std::array hold_columns = {
    Column{"id", "id"},
    Column{"kind", "kind"},
    Column{"active", "active"},
    Column{"reason", "reason"},
    Column{"case", "case"},
    Column{"rule", "rule"},
    Column{"placed", "placedAt", Shown::time},
    Column{"released", "releasedAt", Shown::time},
};
constexpr std::array event_columns = {
    Column{"sequence", "sequence", Shown::number},
    Column{"event", "event"},
    Column{"time", "time", Shown::time},
    Column{"verb", {}, Shown::verb},
    Column{"where", {}, Shown::step},
    Column{"document", {}, Shown::documents},
    Column{"who", {}, Shown::person},
    Column{"note", {}, Shown::notes},
};
constexpr std::array change_columns = {
    Column{"sequence", "sequence", Shown::number},
    Column{"event", "event"},
    Column{"kind", "kind"},
    Column{"id", "id"},
    Column{"record", "recordKind"},
    Column{"code", "code"},
};
constexpr std::array stock_columns = {
    Column{"product", "product/sku"},
    Column{"name", "product/name"},
    Column{"location", "location"},
    Column{"with", {}, Shown::holder},
    Column{"status", "status"},
    Column{"owner", "owner", Shown::owner},
    Column{"lot", "lot/number"},
    Column{"units", "units", Shown::number},
    Column{"quantity", "quantity", Shown::number},
    Column{"weight", "weight", Shown::number},
};
constexpr std::array job_columns = {
    Column{"id", "id"},
    Column{"kind", "kind"},
    Column{"imports", "imports"},
    Column{"name", "name"},
    Column{"state", "state"},
    Column{"total", "total", Shown::number},
    Column{"done", "done", Shown::number},
    Column{"unchanged", "unchanged", Shown::number},
    Column{"failed", "failed", Shown::number},
    Column{"changed", "updatedAt", Shown::time},
};
constexpr std::array approval_columns = {
    Column{"id", "id"},
    Column{"state", "state"},
    Column{"verb", "verb"},
    Column{"asked by", "askedBy/name"},
    Column{"asked", "askedAt", Shown::time},
    Column{"decided by", "decidedBy/name"},
    Column{"event", "event"},
    Column{"reason", "reason"},
    Column{"refused", "refusal/detail"},
};
constexpr std::array exception_columns = {
    Column{"id", "id"},
    Column{"state", "state"},
    Column{"raised", "raisedAt", Shown::time},
    Column{"verb", "recorded/verb"},
    Column{"happened", "recorded/time", Shown::time},
    Column{"by", "recorded/actor/name"},
    Column{"contradicts", {}, Shown::conflicts},
};
constexpr std::array token_columns = {
    Column{"name", "name"},
    Column{"role", "role"},
    Column{"state", "state", Shown::token},
    Column{"expires", "expiresAt", Shown::time, "never"},
    Column{"last used", "lastUsed", Shown::time, "never"},
};

/// `holdKinds` of `hold-kinds`.
std::string member_of(std::string_view path) {
  std::string member;
  for (char const letter : path) {
    if (!member.empty() && member.back() == '-') {
      member.back() = static_cast<char>(letter - 'a' + 'A');
    } else {
      member += letter;
    }
  }
  return member;
}

class Kinds {
 public:
  Kinds() {
    kinds_ = {
        {"units", "single items", "units", "cursor", true, unit_filters, unit_columns, "id,-id,serial,-serial"},
        {"containers", "boxes and pallets", "containers", "cursor", true, container_filters, container_columns},
        {"lots", "batches", "lots", "cursor", true, lot_filters, lot_columns},
        {"holds", "what may not be used", "holds", "cursor", true, hold_filters, hold_columns},
        {"stock", "how much there is of what", "stock", {}, false, stock_filters, stock_columns},
        {"exceptions", "what was recorded against the facts", "exceptions", "cursor", true, exception_filters,
         exception_columns},
        {"approvals", "corrections that wait for a second person", "approvals", "cursor", true, approval_filters,
         approval_columns},
        {"jobs", "long work", "jobs", "cursor", true, {}, job_columns},
        {"events", "the ledger, in order", "events", "after", true, feed_filters, event_columns},
        {"changes", "what changed, each thing once", "changes", "after", true, feed_filters, change_columns},
    };
    for (auto const& rule : domain::record_kinds()) {
      add_records(rule);
    }
  }

  [[nodiscard]] std::span<ListKind const> all() const { return kinds_; }

 private:
  void add_records(domain::RecordKindRule const& rule) {
    auto const& member = texts_.emplace_back(member_of(rule.path));
    std::span<Column const> columns = token_columns;
    bool const is_product = rule.kind == domain::RecordKind::product;
    auto const filters = is_product ? std::span<Filter const>(product_filters) : record_filters;
    if (rule.kind != domain::RecordKind::account) {
      columns = columns_.emplace_back(columns_of(rule));
    }
    kinds_.push_back({rule.path, "master data", member, "cursor", true, filters, columns});
  }

  /// Everything but lists of objects, which a line has no room for.
  static std::vector<Column> columns_of(domain::RecordKindRule const& rule) {
    std::vector<Column> columns;
    for (auto const& field : rule.fields) {
      if (field.type != domain::FieldType::objects) {
        columns.push_back({field.name, field.name, field.type == domain::FieldType::time ? Shown::time : Shown::value});
      }
    }
    columns.push_back({"state", "state"});
    return columns;
  }

  std::deque<std::string> texts_;
  std::deque<std::vector<Column>> columns_;
  std::vector<ListKind> kinds_;
};

}  // namespace

std::span<ListKind const> list_kinds() {
  static Kinds const kinds;
  return kinds.all();
}

ListKind const* find_list_kind(std::string_view name) {
  auto const found = std::ranges::find(list_kinds(), name, &ListKind::name);
  return found == list_kinds().end() ? nullptr : &*found;
}

ListKind const& list_of(domain::RecordKind kind) {
  auto const* const found = find_list_kind(domain::rule_of(kind).path);
  base::check(found != nullptr, "every kind of record has a list");
  return *found;
}

std::string option_name(std::string_view name) {
  std::string option;
  for (char const letter : name) {
    if (letter >= 'A' && letter <= 'Z') {
      option += '-';
      option += static_cast<char>(letter - 'A' + 'a');
    } else {
      option += letter;
    }
  }
  return option;
}

}  // namespace nameplate::cli
