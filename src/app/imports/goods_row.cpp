#include "app/imports/goods_row.hpp"

#include "app/commands/number_rules.hpp"
#include "base/ascii.hpp"
#include "base/byte_codec.hpp"
#include "base/check_digit.hpp"
#include "base/utf8.hpp"
#include "domain/records/catalog.hpp"
#include "tabular/spoilt_number.hpp"

#include <algorithm>
#include <array>

namespace nameplate::app {
namespace {

using domain::IdentifierKind;

constexpr std::size_t code_length_max = 200;
constexpr std::size_t note_length_max = 2000;

std::string listed_statuses() {
  std::string text;
  for (auto const status : domain::all_statuses()) {
    text += (text.empty() ? "" : ", ") + std::string(domain::name_of(status));
  }
  return text;
}

tabular::NumberShape shape_of(MappingTarget const& target) {
  if (target.goods->field == GoodsField::identifier) {
    return target.identifier == IdentifierKind::imei   ? tabular::NumberShape::imei
           : target.identifier == IdentifierKind::sscc ? tabular::NumberShape::sscc
                                                       : tabular::NumberShape::free;
  }
  return tabular::NumberShape::free;
}

IdentifierKind number_kind_of(MappingTarget const& target) {
  switch (target.goods->field) {
    case GoodsField::identifier: return target.identifier;
    case GoodsField::code: return IdentifierKind::container;
    case GoodsField::lot: return IdentifierKind::lot;
    default: return IdentifierKind::serial;
  }
}

class RowReader {
 public:
  RowReader(Mapping const& mapping, MappedRow const& row) : mapping_(mapping), row_(row) { out_.number = row.number; }

  std::expected<GoodsRow, RowRejected> run() {
    if (row_.problem) {
      return std::unexpected(RowRejected{*row_.problem});
    }
    for (std::size_t i = 0; i < mapping_.targets.size() && !rejected_; ++i) {
      read(mapping_.targets[i], row_.cells[i]);
    }
    if (!rejected_) {
      finish();
    }
    if (rejected_) {
      return std::unexpected(*std::move(rejected_));
    }
    return std::move(out_);
  }

 private:
  void refuse(MappingTarget const& target, std::string_view cell, std::string_view reason, std::string detail,
              std::string expected = {}) {
    if (!rejected_) {
      rejected_ = RowRejected{{.row = row_.number,
                               .column = target.column.empty() ? target.to : target.column,
                               .found = shown_cell(cell),
                               .expected = std::move(expected),
                               .reason = std::string(reason),
                               .detail = std::move(detail)}};
    }
  }
  void refuse(MappingTarget const& target, std::string_view cell, base::Error const& error) {
    refuse(target, cell, error.reason, error.detail);
  }
  void missing(std::string_view field, std::string detail) {
    auto const found = std::ranges::find(mapping_.targets, field, &MappingTarget::to);
    if (!rejected_) {
      rejected_ = RowRejected{
          {.row = row_.number,
           .column = found == mapping_.targets.end() || found->column.empty() ? std::string(field) : found->column,
           .expected = "a value",
           .reason = "row.missing",
           .detail = std::move(detail)}};
    }
  }

  void read(MappingTarget const& target, std::string const& cell) {
    if (cell.empty()) {
      return;
    }
    if (!check_text(target, cell)) {
      return;
    }
    switch (target.goods->field) {
      case GoodsField::product: out_.product = cell; return;
      case GoodsField::scan: out_.is_scan = true; return read_number(target, cell, out_.serial);
      case GoodsField::serial: return read_number(target, cell, out_.serial);
      case GoodsField::code: out_.is_container = true; return read_number(target, cell, out_.serial);
      case GoodsField::lot: return read_number(target, cell, out_.lot);
      case GoodsField::identifier: return read_identifier(target, cell);
      case GoodsField::quantity: return read_amount(target, cell, out_.quantity);
      case GoodsField::weight: return read_amount(target, cell, out_.weight);
      case GoodsField::uom: out_.uom = cell; return;
      case GoodsField::status: return read_status(target, cell);
      case GoodsField::location: out_.head.location = cell; return;
      case GoodsField::container: return read_number(target, cell, out_.head.container);
      case GoodsField::supplier:
      case GoodsField::party: out_.head.party = cell; return;
      case GoodsField::owner: out_.head.owner = cell; return;
      case GoodsField::time: return read_time(target, cell);
      case GoodsField::produced: return read_day(target, cell, out_.dates.produced);
      case GoodsField::expires: return read_day(target, cell, out_.dates.expires);
      case GoodsField::note: out_.note = cell; return;
      case GoodsField::document: return read_document(target, cell);
      case GoodsField::hold: out_.hold = cell; return;
      case GoodsField::attribute:
        out_.traits.attributes.push_back({.attribute = target.attribute, .value = cell});
        return;
      case GoodsField::tags: return read_tags(cell);
    }
  }

  /// What the API asks of each text of a request.
  bool check_text(MappingTarget const& target, std::string const& cell) {
    auto const field = target.goods->field;
    auto const length_max = field == GoodsField::note ? note_length_max : code_length_max;
    if (cell.size() > length_max && base::count_code_points(cell) > length_max) {
      refuse(target, cell, "field.too_long", "The text is too long.",
             "at most " + std::to_string(length_max) + " characters");
      return false;
    }
    auto shown = cell;
    if (field == GoodsField::note) {
      std::ranges::replace_if(shown, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    }
    if (base::has_invisible_characters(shown)) {
      refuse(target, cell, "field.invisible_character",
             "The cell holds a character that cannot be seen (a line break, a control character or one of no width). "
             "Take it out.");
      return false;
    }
    return true;
  }

  bool check_spoilt(MappingTarget const& target, std::string const& cell) {
    if (target.accepts_spoilt) {
      return true;
    }
    auto const spoilt = tabular::find_spoilt(cell, {.shape = shape_of(target), .digits = target.digits});
    if (spoilt) {
      refuse(target, cell, spoilt->reason, spoilt->detail);
      return false;
    }
    if (target.digits && (!base::is_digits(cell) || cell.size() != *target.digits)) {
      auto expected = std::to_string(*target.digits) + " digits";
      refuse(target, cell, "row.value", "The mapping says that these numbers have " + expected + ".", expected);
      return false;
    }
    return true;
  }
  void read_number(MappingTarget const& target, std::string const& cell, std::string& out) {
    if (!check_spoilt(target, cell)) {
      return;
    }
    if (auto const norm = normalise_number(number_kind_of(target), cell); !norm) {
      return refuse(target, cell, norm.error());
    }
    out = cell;
  }
  void read_identifier(MappingTarget const& target, std::string const& cell) {
    if (!check_spoilt(target, cell)) {
      return;
    }
    auto const norm = normalise_number(target.identifier, cell);
    if (!norm) {
      return refuse(target, cell, norm.error());
    }
    auto const& rule = domain::rule_of(target.identifier);
    out_.identifiers.push_back({.kind = std::string(rule.name), .value = cell});
    if (mapping_.key == target.identifier) {
      key_norm_ = *norm;
    } else if (rule.scope == domain::Scope::ledger) {
      out_.own_numbers.push_back(std::string(rule.name) + '\0' + *norm);
    }
  }
  void read_amount(MappingTarget const& target, std::string const& cell, std::optional<base::Quantity>& amount) {
    auto const quantity = tabular::read_quantity(cell, mapping_.decimal);
    if (!quantity) {
      return refuse(
          target, cell, quantity.error().reason, quantity.error().detail,
          mapping_.decimal == tabular::DecimalMark::comma ? "a number such as 1.234,5" : "a number such as 1,234.5");
    }
    amount = *quantity;
  }
  void read_status(MappingTarget const& target, std::string const& cell) {
    status_ = domain::parse_status(cell);
    if (!status_) {
      return refuse(target, cell, "row.value",
                    "This is no status. Say with `values` in the mapping what the word means.", listed_statuses());
    }
    out_.head.status = cell;
  }
  void read_time(MappingTarget const& target, std::string const& cell) {
    auto const moment = tabular::read_moment(cell, mapping_.dates, mapping_.offset_minutes);
    if (!moment) {
      return refuse(target, cell, moment.error());
    }
    out_.head.time = *moment;
  }
  void read_day(MappingTarget const& target, std::string const& cell, std::optional<std::int32_t>& out) {
    auto const day = tabular::read_date(cell, mapping_.dates);
    if (!day) {
      return refuse(target, cell, day.error());
    }
    out = *day;
  }
  void read_document(MappingTarget const& target, std::string const& cell) {
    auto const colon = cell.find(':');
    if (!target.document_kind.empty()) {
      out_.head.documents.push_back({.kind = target.document_kind, .number = cell});
    } else if (colon == std::string::npos || colon == 0 || colon + 1 == cell.size()) {
      refuse(target, cell, "row.value", "Say what paper it is.", "kind:number, such as invoice:4711");
    } else {
      out_.head.documents.push_back({.kind = cell.substr(0, colon), .number = cell.substr(colon + 1)});
    }
  }

  void read_tags(std::string_view cell) {
    auto& tags = out_.traits.tags.emplace();
    while (!cell.empty()) {
      auto const end = std::min(cell.find(','), cell.size());
      if (auto const tag = base::trim_blanks(cell.substr(0, end)); !tag.empty()) {
        tags.emplace_back(tag);
      }
      cell.remove_prefix(std::min(end + 1, cell.size()));
    }
  }

  void finish() {
    settle_place();
    switch (mapping_.kind.kind) {
      case ImportKind::units: return finish_unit();
      case ImportKind::lots: return finish_lot();
      case ImportKind::containers:
        if (out_.serial.empty()) {
          return missing("code", "The row names no container.");
        }
        out_.key = normalise_number(IdentifierKind::container, out_.serial).value_or("");
        return;
      case ImportKind::records: return;
    }
  }

  /// What does not fit the status is left out: a place for what is sold.
  void settle_place() {
    auto const status = status_.value_or(domain::Status::in_stock);
    if (is_with_party(status) || is_nowhere(status)) {
      out_.head.location.clear();
      out_.head.container.clear();
    } else if (!out_.head.container.empty()) {
      out_.head.location.clear();
    }
  }

  void finish_unit() {
    if (mapping_.key) {
      if (key_norm_.empty()) {
        return missing("identifier." + std::string(domain::rule_of(*mapping_.key).name),
                       "The row has no number to know the unit by.");
      }
      out_.key = std::string(domain::rule_of(*mapping_.key).name) + '\0' + key_norm_;
    }
    if (out_.serial.empty()) {
      return finish_unit_without_serial();
    }
    auto norm = normalise_number(IdentifierKind::serial, out_.serial).value_or("");
    if (!mapping_.key) {
      if (out_.product.empty() && !out_.is_scan) {
        return missing("product", "The row names no product.");
      }
      out_.key = domain::normalise_code(out_.product) + '\0' + norm;
    }
  }
  void finish_unit_without_serial() {
    if (mapping_.empty_serial == EmptySerial::generate) {
      out_.generates = true;
      if (out_.product.empty() && !mapping_.key) {
        missing("product", "The row names no product.");
      }
      return;
    }
    if (mapping_.key) {
      return;  // a unit that is known; a new one is refused when it is looked up
    }
    auto const* const field = mapping_.target_of(GoodsField::scan) != nullptr ? "scan" : "serial";
    missing(field, "The row has no number. `emptySerial` says what becomes of such rows: refuse, skip or generate.");
    if (rejected_ && mapping_.empty_serial == EmptySerial::skip) {
      rejected_->skipped = true;
    }
  }

  void finish_lot() {
    if (out_.product.empty()) {
      return missing("product", "The row names no product.");
    }
    if (!out_.quantity) {
      return missing("quantity", "The row says no quantity.");
    }
    auto const norm = normalise_number(IdentifierKind::lot, out_.lot);
    out_.key = domain::normalise_code(out_.product) + '\0' + (norm ? *norm : std::string());
    for (auto const* const text : {&out_.head.status, &out_.head.location, &out_.head.container, &out_.head.owner}) {
      out_.key += '\0' + domain::normalise_code(*text);
    }
    if (status_ && is_with_party(*status_)) {
      out_.key += '\0' + domain::normalise_code(out_.head.party);
    }
  }

  Mapping const& mapping_;
  MappedRow const& row_;
  GoodsRow out_;
  std::optional<domain::Status> status_;
  std::string key_norm_;
  std::optional<RowRejected> rejected_;
};

struct ReasonField {
  std::string_view prefix;
  GoodsField field;
};
/// The first that fits counts.
constexpr std::array reason_fields = {ReasonField{"product.", GoodsField::product},
                                      ReasonField{"format.", GoodsField::product},
                                      ReasonField{"location.", GoodsField::location},
                                      ReasonField{"place.", GoodsField::location},
                                      ReasonField{"container.", GoodsField::container},
                                      ReasonField{"holder.", GoodsField::party},
                                      ReasonField{"party.", GoodsField::party},
                                      ReasonField{"status.", GoodsField::status},
                                      ReasonField{"time.", GoodsField::time},
                                      ReasonField{"hold_kind.", GoodsField::hold},
                                      ReasonField{"attribute.", GoodsField::attribute},
                                      ReasonField{"tag.", GoodsField::tags},
                                      ReasonField{"lot.", GoodsField::lot},
                                      ReasonField{"quantity.", GoodsField::quantity},
                                      ReasonField{"uom.", GoodsField::uom},
                                      ReasonField{"number.taken", GoodsField::identifier},
                                      ReasonField{"identifier.", GoodsField::identifier},
                                      ReasonField{"number.", GoodsField::serial},
                                      ReasonField{"item.", GoodsField::serial},
                                      ReasonField{"scan.", GoodsField::scan},
                                      ReasonField{"unit.", GoodsField::serial}};

}  // namespace

bool is_with_party(domain::Status status) {
  using enum domain::Status;
  return domain::StatusSet{shipped, with_customer, reported}.contains(status);
}

bool is_nowhere(domain::Status status) {
  using enum domain::Status;
  return domain::StatusSet{ordered, lost, scrapped, consumed}.contains(status);
}

std::string RowHead::group_key() const {
  base::ByteWriter out;
  for (auto const* const text : {&status, &location, &container, &party, &owner}) {
    out.text(*text);
  }
  out.unsigned_int(time ? 1 : 0);
  if (time) {
    out.signed_int(time->instant.microseconds);
    out.signed_int(time->offset_minutes.value_or(INT16_MIN));
  }
  for (auto const& document : documents) {
    out.text(document.kind);
    out.text(document.number);
  }
  return out.take();
}

void GoodsRow::add_extra(domain::Item& item) const {
  bool const is_unit = item.kind != domain::ItemKind::lot && item.kind != domain::ItemKind::container;
  if (!(is_unit && !lot.empty()) && identifiers.empty() && dates == domain::Dates() && note.empty() && uom.empty() &&
      !weight && traits.is_empty()) {
    return;
  }
  item.extra = std::make_unique<domain::ItemExtra>();
  item.extra->lot = is_unit ? lot : std::string();
  item.extra->identifiers = identifiers;
  item.extra->dates = dates;
  item.extra->note = note;
  item.extra->weight = weight;
  item.extra->uom = uom;
  item.extra->traits = traits;
}

domain::Item GoodsRow::make_item() const {
  domain::Item item{.product = product, .number = serial};
  if (quantity) {
    item.kind = domain::ItemKind::lot;
    item.number = lot;
    item.quantity = quantity;
  } else if (is_container) {
    item.kind = domain::ItemKind::container;
  } else if (generates) {
    item.kind = domain::ItemKind::generate;
    item.number.clear();
    item.amount = 1;
  } else {
    item.kind = is_scan ? domain::ItemKind::scan : domain::ItemKind::serial;
  }
  add_extra(item);
  return item;
}

std::expected<GoodsRow, RowRejected> read_goods_row(Mapping const& mapping, MappedRow const& row) {
  return RowReader(mapping, row).run();
}

MappingTarget const* target_of_reason(Mapping const& mapping, std::string_view reason) {
  for (auto const& [prefix, field] : reason_fields) {
    if (reason.starts_with(prefix)) {
      if (auto const* const target = mapping.target_of(field)) {
        return target;
      }
    }
  }
  return nullptr;
}

RowError row_error(Mapping const& mapping, MappedRow const& row, std::string_view reason, std::string detail) {
  RowError error{.row = row.number, .reason = std::string(reason), .detail = std::move(detail)};
  if (auto const* const target = target_of_reason(mapping, reason)) {
    error.column = target->column.empty() ? target->to : target->column;
    auto const index = static_cast<std::size_t>(target - mapping.targets.data());
    error.found = index < row.cells.size() ? shown_cell(row.cells[index]) : std::string();
  }
  return error;
}

}  // namespace nameplate::app
