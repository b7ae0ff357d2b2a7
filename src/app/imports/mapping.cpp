#include "app/imports/mapping.hpp"

#include "base/ascii.hpp"
#include "base/time_text.hpp"
#include "base/utf8.hpp"
#include "domain/status.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace nameplate::app {
namespace {

namespace json = boost::json;
using base::ErrorKind;

constexpr std::size_t targets_max = 1000;
constexpr std::int64_t digits_max = 80;

std::string listed(std::span<std::string_view const> names) {
  std::string text;
  for (auto const name : names) {
    text += (text.empty() ? "" : ", ") + std::string(name);
  }
  return text;
}

base::Value to_value(json::value const& value) {
  switch (value.kind()) {
    case json::kind::bool_: return {value.get_bool()};
    case json::kind::int64: return {value.get_int64()};
    case json::kind::string: return {std::string_view(value.get_string())};
    case json::kind::array: {
      base::Value::List list;
      for (auto const& element : value.get_array()) {
        list.push_back(to_value(element));
      }
      return {std::move(list)};
    }
    case json::kind::object: {
      base::Value object{base::Value::Object()};
      for (auto const& member : value.get_object()) {
        object.set(member.key(), to_value(member.value()));
      }
      return object;
    }
    case json::kind::null:
    case json::kind::uint64:
    case json::kind::double_: break;
  }
  return {};
}

/// Reads along the text and keeps the first error.
class MappingReader {
 public:
  base::Result<Mapping> run(std::string_view text, std::string_view kind, std::span<std::string const> header) {
    json::error_code failed;
    auto const root = json::parse(text, failed);
    if (failed) {
      return base::fail(ErrorKind::bad_request, "mapping.malformed",
                        "The mapping is no JSON: " + failed.message() + ".");
    }
    if (!root.is_object()) {
      return base::fail(ErrorKind::bad_request, "mapping.malformed", "The mapping must be an object.");
    }
    read_kind(root.get_object(), kind);
    if (!error_) {
      // Values first: the targets take them over.
      if (auto const* const values = root.get_object().if_contains("values")) {
        read_values(*values);
      }
      for (auto const& member : root.get_object()) {
        read_member(member.key(), member.value());
      }
    }
    bool const by_name = !root.get_object().contains("columns");
    mapping_.lacks_columns = by_name && header.empty();
    if (by_name) {
      add_by_name(header);
    }
    if (!error_ && !mapping_.lacks_columns) {
      check_whole();
    }
    return error_ ? base::Result<Mapping>(std::unexpected(*error_)) : std::move(mapping_);
  }

 private:
  void refuse(std::string_view reason, std::string detail, ErrorKind kind = ErrorKind::invalid) {
    if (!error_) {
      error_ = base::Error{.kind = kind, .reason = std::string(reason), .detail = std::move(detail)};
    }
  }
  void malformed(std::string const& path, std::string_view expected) {
    refuse("mapping.malformed", "`" + path + "` must be " + std::string(expected) + ".", ErrorKind::bad_request);
  }
  void unknown(std::string const& path) {
    refuse("mapping.unknown_field", "The mapping has no field `" + path + "`. See the reference of imports.",
           ErrorKind::bad_request);
  }

  std::string text_of(json::value const& value, std::string const& path) {
    if (!value.is_string()) {
      malformed(path, "a text");
      return {};
    }
    return std::string(std::string_view(value.get_string()));
  }
  bool boolean_of(json::value const& value, std::string const& path) {
    if (!value.is_bool()) {
      malformed(path, "true or false");
      return false;
    }
    return value.get_bool();
  }
  template <typename Take>
  void each_member(json::value const& value, std::string const& path, Take take) {
    if (!value.is_object()) {
      return malformed(path, "an object");
    }
    for (auto const& member : value.get_object()) {
      take(std::string(std::string_view(member.key())), member.value(),
           path + "." + base::excerpt(std::string_view(member.key())));
    }
  }

  void read_kind(json::object const& root, std::string_view asked) {
    auto const* const stated = root.if_contains("kind");
    auto const name = stated != nullptr ? text_of(*stated, "kind") : std::string(asked);
    if (stated != nullptr && !asked.empty() && name != asked) {
      return refuse("mapping.kind_differs", "The request imports " + base::excerpt(asked) + ", its mapping " +
                                                base::excerpt(name) + ". Say the same in both.");
    }
    auto const kind = parse_import_kind(name);
    if (!kind) {
      auto const names = import_kind_names();
      return refuse("mapping.kind_unknown",
                    "\"" + base::excerpt(name) + "\" cannot be imported. `kind` is one of " + listed(names) + ".");
    }
    mapping_.kind = *kind;
  }

  void read_member(std::string_view name, json::value const& value) {
    if (name == "kind" || name == "values") {
      return;
    }
    if (name == "columns") {
      return each_member(value, "columns", [&](std::string column, json::value const& target, std::string const& path) {
        read_column(std::move(column), target, path);
      });
    }
    if (name == "constants") {
      return each_member(value, "constants",
                         [&](std::string field, json::value const& constant, std::string const& path) {
                           MappingTarget target{.constant = text_of(constant, path)};
                           add_target(std::move(target), field, path);
                         });
    }
    if (name == "make") {
      return read_make(value);
    }
    if (name == "key") {
      key_ = text_of(value, "key");
      return;
    }
    if (name == "emptySerial") {
      return read_empty_serial(text_of(value, "emptySerial"));
    }
    read_form(name, value);
  }

  /// How the table is written.
  void read_form(std::string_view name, json::value const& value) {
    if (name == "formulaGuard") {
      mapping_.csv.takes_guard_off = boolean_of(value, "formulaGuard");
    } else if (name == "separator") {
      read_separator(text_of(value, "separator"));
    } else if (name == "encoding") {
      auto const text = text_of(value, "encoding");
      mapping_.csv.encoding = tabular::parse_encoding(text);
      if (!mapping_.csv.encoding && text != "auto") {
        malformed("encoding", "auto, utf-8, utf-16le, utf-16be, windows-1252 or iso-8859-1");
      }
    } else if (name == "decimal") {
      auto const text = text_of(value, "decimal");
      mapping_.decimal = text == "," ? tabular::DecimalMark::comma : tabular::DecimalMark::point;
      if (text != "," && text != ".") {
        malformed("decimal", "\".\" or \",\"");
      }
    } else if (name == "dateFormat") {
      auto const format = tabular::parse_date_format(text_of(value, "dateFormat"));
      mapping_.dates = format.value_or(tabular::DateFormat::automatic);
      if (!format) {
        malformed("dateFormat", "auto, yyyy-mm-dd, dd.mm.yyyy, mm/dd/yyyy or serial");
      }
    } else if (name == "zone") {
      read_zone(text_of(value, "zone"));
    } else {
      unknown(base::excerpt(name));
    }
  }

  void read_separator(std::string const& text) {
    if (text == "auto") {
      return;
    }
    auto const separator = text == "tab" ? std::string("\t") : text;
    if (separator.size() != 1 || !std::string_view(",;\t|").contains(separator.front())) {
      return malformed("separator", "auto, \",\", \";\", \"tab\" or \"|\"");
    }
    mapping_.csv.separator = separator.front();
  }

  void read_zone(std::string const& text) {
    auto const moment = base::parse_time("2024-01-01T00:00:00" + text);
    if (!moment) {
      return malformed("zone", "an offset from UTC, such as \"+01:00\"");
    }
    mapping_.offset_minutes = moment->offset_minutes.value_or(0);
  }

  void read_empty_serial(std::string const& text) {
    constexpr std::array<std::string_view, 3> names = {"refuse", "skip", "generate"};
    auto const* const found = std::ranges::find(names, text);
    if (found == names.end()) {
      return malformed("emptySerial", "refuse, skip or generate");
    }
    if (mapping_.kind.kind != ImportKind::units) {
      return unknown("emptySerial");
    }
    mapping_.empty_serial = static_cast<EmptySerial>(found - names.begin());
  }

  void read_values(json::value const& value) {
    each_member(value, "values", [&](std::string const& field, json::value const& table, std::string const& path) {
      values_[field] = read_table(table, path);
    });
  }
  ValueTable read_table(json::value const& value, std::string const& path) {
    ValueTable table;
    each_member(value, path, [&](std::string const& text, json::value const& meaning, std::string const& at) {
      table[fold_name(text)] = text_of(meaning, at);
    });
    return table;
  }

  void read_column(std::string column, json::value const& value, std::string const& path) {
    if (value.is_null()) {
      mapping_.ignored.push_back(std::move(column));
      return;
    }
    MappingTarget target{.column = std::move(column)};
    std::string to;
    if (value.is_string()) {
      to = text_of(value, path);
    } else {
      each_member(value, path, [&](std::string const& name, json::value const& part, std::string const& at) {
        read_column_part(name, part, at, target, to);
      });
      if (to.empty()) {
        return malformed(path, "the name of a field, or an object with `to`");
      }
    }
    add_target(std::move(target), to, path);
  }

  void read_column_part(std::string const& name, json::value const& part, std::string const& at, MappingTarget& target,
                        std::string& to) {
    if (name == "to") {
      to = text_of(part, at);
    } else if (name == "values") {
      target.values = read_table(part, at);
    } else if (name == "digits") {
      if (!part.is_int64() || part.get_int64() < 1 || part.get_int64() > digits_max) {
        return malformed(at, "a number of digits");
      }
      target.digits = static_cast<std::size_t>(part.get_int64());
    } else if (name == "spoilt") {
      auto const text = text_of(part, at);
      if (text != "refuse" && text != "accept") {
        return malformed(at, "refuse or accept");
      }
      target.accepts_spoilt = text == "accept";
    } else {
      unknown(at);
    }
  }

  void add_target(MappingTarget target, std::string const& to, std::string const& path) {
    if (error_) {
      return;
    }
    target.to = to;
    if (!is_target(target, to)) {
      return refuse("mapping.unknown_target", "`" + path + "`: there is no field \"" + base::excerpt(to) +
                                                  "\" for this kind. One of " + known_targets() + ".");
    }
    if (std::ranges::find(mapping_.targets, to, &MappingTarget::to) != mapping_.targets.end()) {
      return refuse("mapping.target_twice", "`" + path + "`: \"" + to + "\" is filled twice. Keep one of them.");
    }
    if (auto const values = values_.find(to); values != values_.end()) {
      target.values.insert(values->second.begin(), values->second.end());
    }
    if (mapping_.targets.size() >= targets_max) {
      return refuse("mapping.malformed", "The mapping has more than 1,000 columns and constants.");
    }
    mapping_.targets.push_back(std::move(target));
  }

  /// What a constant fills already is left to it.
  void add_by_name(std::span<std::string const> header) {
    for (auto const& column : header) {
      MappingTarget target{.column = column};
      if (is_target(target, column) &&
          std::ranges::find(mapping_.targets, column, &MappingTarget::to) == mapping_.targets.end()) {
        add_target(std::move(target), column, "columns." + base::excerpt(column));
      }
    }
  }

  bool is_target(MappingTarget& target, std::string const& to) const {
    return mapping_.kind.kind == ImportKind::records ? find_record_field(target, to) : find_goods_target(target, to);
  }

  bool find_record_field(MappingTarget& target, std::string const& to) const {
    auto const& rule = domain::rule_of(*mapping_.kind.record);
    target.record = domain::find_field(rule.fields, to);
    return target.record != nullptr || to == "state";
  }

  bool find_goods_target(MappingTarget& target, std::string const& to) const {
    auto const dot = to.find('.');
    target.goods = find_goods_field(mapping_.kind.kind, std::string_view(to).substr(0, dot));
    if (target.goods == nullptr) {
      return false;
    }
    auto const part = dot == std::string::npos ? std::string() : to.substr(dot + 1);
    switch (target.goods->part) {
      case FieldPart::none: return dot == std::string::npos;
      case FieldPart::document_kind: target.document_kind = part; return dot == std::string::npos || !part.empty();
      case FieldPart::attribute_code: target.attribute = part; return !part.empty();
      case FieldPart::identifier_kind: {
        auto const kind = domain::parse_identifier_kind(part);
        bool const is_own = kind == domain::IdentifierKind::serial || kind == domain::IdentifierKind::container ||
                            kind == domain::IdentifierKind::lot;
        target.identifier = kind.value_or(domain::IdentifierKind::serial);
        return kind && !is_own;
      }
    }
    return false;
  }

  std::string known_targets() const {
    std::vector<std::string_view> names;
    if (mapping_.kind.kind == ImportKind::records) {
      for (auto const& field : domain::rule_of(*mapping_.kind.record).fields) {
        names.push_back(field.name);
      }
      names.emplace_back("state");
    } else {
      for (auto const& rule : goods_fields()) {
        if (belongs_to(rule, mapping_.kind.kind)) {
          names.push_back(rule.part == FieldPart::identifier_kind  ? "identifier.<kind>"
                          : rule.part == FieldPart::attribute_code ? "attribute.<code>"
                                                                   : rule.name);
        }
      }
    }
    return listed(names);
  }

  void read_make(json::value const& value) {
    auto const add = [&](std::string const& name, json::value const& defaults, std::string const& path) {
      auto const kind = parse_import_kind(name);
      using enum domain::RecordKind;
      bool const can_be_made = kind && (kind->record == product || kind->record == location || kind->record == party);
      if (!can_be_made || mapping_.kind.kind == ImportKind::records) {
        return malformed(path, "of goods, and one of products, locations and parties");
      }
      if (!defaults.is_object()) {
        return malformed(path, "an object with the fields that they get");
      }
      mapping_.make.push_back({.kind = *kind->record, .defaults = to_value(defaults)});
    };
    if (!value.is_array()) {
      return each_member(value, "make", add);
    }
    for (auto const& name : value.get_array()) {
      add(text_of(name, "make"), json::object(), "make");
    }
  }

  void check_whole() {
    for (auto const& [field, table] : values_) {
      if (std::ranges::find(mapping_.targets, field, &MappingTarget::to) == mapping_.targets.end()) {
        return refuse("mapping.unknown_target",
                      "`values." + base::excerpt(field) + "`: no column goes into that field.");
      }
    }
    if (mapping_.kind.kind == ImportKind::records) {
      auto const& rule = domain::rule_of(*mapping_.kind.record);
      check_key(rule.key_field);
      return need(rule.key_field);
    }
    if (mapping_.kind.kind == ImportKind::containers) {
      check_key("code");
      return need("code");
    }
    if (mapping_.kind.kind == ImportKind::lots) {
      check_key("lot");
      need("product");
      return need("quantity");
    }
    check_units();
  }
  void check_key(std::string_view only) {
    if (!key_.empty() && key_ != only) {
      refuse("mapping.malformed", "`key` must be \"" + std::string(only) + "\" for this kind.", ErrorKind::bad_request);
    }
  }
  [[nodiscard]] bool has(std::string_view field) const {
    return std::ranges::find(mapping_.targets, field, &MappingTarget::to) != mapping_.targets.end();
  }
  void need(std::string_view field) {
    if (!has(field)) {
      refuse("mapping.incomplete",
             "Nothing goes into \"" + std::string(field) + "\". Name its column, or give it a constant.");
    }
  }

  void check_units() {
    if (has("serial") && has("scan")) {
      return refuse("mapping.target_twice", "Both \"serial\" and \"scan\" name the unit. Keep one of them.");
    }
    if (!key_.empty() && key_ != "serial") {
      auto const kind = domain::parse_identifier_kind(key_);
      if (!kind || !has("identifier." + key_)) {
        return refuse("mapping.incomplete",
                      "`key` must be \"serial\", or a kind of number that a column goes into as "
                      "identifier.<kind>.");
      }
      mapping_.key = *kind;
      return;
    }
    if (!has("serial") && !has("scan") && mapping_.empty_serial != EmptySerial::generate) {
      return need("serial");
    }
    if (!has("scan")) {
      need("product");
    }
  }

  Mapping mapping_;
  std::string key_;
  std::map<std::string, ValueTable> values_;
  std::optional<base::Error> error_;
};

}  // namespace

std::string fold_name(std::string_view name) {
  std::string folded;
  for (char const c : name) {
    if (!std::string_view(" \t\r\n\v\f").contains(c)) {
      folded.push_back(base::upper(c));
    }
  }
  return folded;
}

MappingTarget const* Mapping::target_of(GoodsField field) const {
  auto const found = std::ranges::find_if(
      targets, [&](MappingTarget const& target) { return target.goods != nullptr && target.goods->field == field; });
  return found == targets.end() ? nullptr : &*found;
}

MakeRule const* Mapping::make_rule(domain::RecordKind wanted) const {
  auto const found = std::ranges::find(make, wanted, &MakeRule::kind);
  return found == make.end() ? nullptr : &*found;
}

base::Result<Mapping> parse_mapping(std::string_view json, std::string_view kind, std::span<std::string const> header) {
  return MappingReader().run(json, kind, header);
}

}  // namespace nameplate::app
