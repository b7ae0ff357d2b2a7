#include "app/numbers/readable_formats.hpp"

#include "app/numbers/formats.hpp"
#include "base/ascii.hpp"
#include "domain/records/settings.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

using domain::Catalog;
using domain::RecordId;
using domain::RecordKind;
using identify::FieldKind;
using identify::FieldPart;
using identify::Part;

/// More records than these do not tell two readings apart for what it costs to keep them: any text counts.
constexpr std::size_t known_max = 20'000;

/// What a field may hold, as records write it. Nothing: nobody can list it.
std::vector<std::string> raw_values(Catalog const& catalog, FieldPart const& field,
                                    domain::SerialFormat const* record) {
  std::vector<std::string> values;
  auto const take_codes = [&](RecordKind kind, auto counts) {
    for (auto const id : catalog.all_of(kind)) {
      if (counts(id)) {
        values.emplace_back(catalog.code_of(kind, id));
      }
    }
  };
  auto const any = [](RecordId) { return true; };
  switch (field.kind) {
    case FieldKind::product: take_codes(RecordKind::product, any); break;
    case FieldKind::category: take_codes(RecordKind::category, any); break;
    case FieldKind::class_:
      take_codes(RecordKind::category, [&](RecordId id) { return !catalog.category(id)->parent; });
      break;
    case FieldKind::location:
      take_codes(RecordKind::location, [&](RecordId id) {
        return field.of.empty() ||
               domain::normalise_code(catalog.location(id)->kind) == domain::normalise_code(field.of);
      });
      break;
    case FieldKind::party: take_codes(RecordKind::party, any); break;
    case FieldKind::attribute: {
      auto const* const attribute = catalog.attribute(catalog.find(RecordKind::attribute, field.of));
      values = attribute == nullptr ? values : attribute->choices;
      break;
    }
    case FieldKind::shift:
      for (auto const id : catalog.all_of(RecordKind::location)) {
        for (auto const& shift : catalog.location(id)->shifts) {
          values.push_back(shift.name);
        }
      }
      break;
    case FieldKind::gs1_prefix: values.push_back(domain::value_of(catalog, domain::gs1_prefix_setting)); break;
    case FieldKind::lot: break;
  }
  if (!field.map.empty() && record != nullptr) {
    for (auto const& row : record->tables) {
      if (base::to_upper(row.table) == base::to_upper(field.map)) {
        values.push_back(row.from);
      }
    }
  }
  return values;
}

/// What a number shows beside its count and check characters.
std::vector<std::string> said_by(identify::NumberFormat const& format, identify::Reading const& reading) {
  auto texts = reading.texts;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    auto const& what = format.parts()[i].what;
    if (std::holds_alternative<identify::CounterPart>(what) || std::holds_alternative<identify::CheckPart>(what)) {
      texts[i].clear();
    }
  }
  return texts;
}

}  // namespace

std::vector<std::vector<std::pair<std::string, std::string>>> meanings_of(Catalog const& catalog,
                                                                          identify::NumberFormat const& format,
                                                                          domain::SerialFormat const* record) {
  std::vector<std::vector<std::pair<std::string, std::string>>> meanings(format.parts().size());
  for (std::size_t i = 0; i < meanings.size(); ++i) {
    auto const& part = format.parts()[i];
    auto const* const field = std::get_if<FieldPart>(&part.what);
    auto const values = field == nullptr ? std::vector<std::string>() : raw_values(catalog, *field, record);
    if (values.size() > known_max) {
      continue;
    }
    for (auto const& value : values) {
      // What a record says but the format cannot write never stands in a number.
      if (auto const text = format.text_of(part, value)) {
        meanings[i].emplace_back(base::to_upper(*text), value);
      }
    }
    std::ranges::sort(meanings[i]);
    auto const twins = std::ranges::unique(meanings[i]);
    meanings[i].erase(twins.begin(), twins.end());
  }
  return meanings;
}

identify::KnownTexts texts_of(std::vector<std::vector<std::pair<std::string, std::string>>> const& meanings) {
  identify::KnownTexts known(meanings.size());
  for (std::size_t i = 0; i < meanings.size(); ++i) {
    for (auto const& [text, code] : meanings[i]) {
      if (known[i].empty() || known[i].back() != text) {
        known[i].push_back(text);
      }
    }
  }
  return known;
}

ReadableFormats::ReadableFormats(std::shared_ptr<Catalog const> catalog) : catalog_(std::move(catalog)) {
  for (auto const* const record : catalog_->serial_formats()) {
    for (auto version = record->version(); version > 0; --version) {
      auto format = compile_version(*record, version);
      if (!format) {
        continue;
      }
      auto meanings = meanings_of(*catalog_, *format, record);
      auto known = texts_of(meanings);
      bool const has_check = std::ranges::any_of(
          format->parts(), [](Part const& part) { return std::holds_alternative<identify::CheckPart>(part.what); });
      formats_.push_back({.record = record->id,
                          .name = record->code,
                          .version = version,
                          .is_current = version == record->version(),
                          .only_for_reading = record->only_for_reading,
                          .has_check = has_check,
                          .format = *std::move(format),
                          .meanings = std::move(meanings),
                          .known = std::move(known)});
    }
  }
  std::ranges::stable_sort(formats_, std::greater(), &ReadableFormat::is_current);
  for (auto const& [id, block] : catalog_->number_blocks()) {
    if (block.is_void && !block.retired) {
      add_void(block);
    }
  }
  std::ranges::stable_sort(void_, {}, &VoidNumbers::format);
}

void ReadableFormats::add_void(domain::NumberBlock const& block) {
  for (std::size_t i = 0; i < formats_.size(); ++i) {
    auto const readings = formats_[i].record == block.serial_format ? formats_[i].format.read(block.first)
                                                                    : std::vector<identify::Reading>();
    for (auto const& reading : readings) {
      void_.push_back({.format = i, .texts = said_by(formats_[i].format, reading), .block = &block});
    }
  }
}

domain::NumberBlock const* ReadableFormats::voided_by(std::string_view number) const {
  auto const norm = base::to_upper(number);
  std::size_t read_by = formats_.size();
  std::vector<identify::Reading> readings;
  for (auto const& numbers : void_) {
    auto const& block = *numbers.block;
    if (norm == base::to_upper(block.first) || norm == base::to_upper(block.last)) {
      return &block;
    }
    if (numbers.format != read_by) {
      read_by = numbers.format;
      readings = formats_[read_by].format.read(norm);
    }
    for (auto const& reading : readings) {
      bool const is_between =
          reading.count && block.first_count <= *reading.count && *reading.count <= block.last_count;
      if (is_between && said_by(formats_[read_by].format, reading) == numbers.texts) {
        return &block;
      }
    }
  }
  return nullptr;
}

std::vector<ReadNumber> ReadableFormats::read(std::string_view number) const {
  return read(number, RecordId());
}

std::vector<ReadNumber> ReadableFormats::read(std::string_view number, RecordId format) const {
  std::vector<ReadNumber> found;
  for (auto const& readable : formats_) {
    auto const size = readable.format.size();
    if ((format && readable.record != format) || number.size() < size.least || number.size() > size.most) {
      continue;
    }
    auto readings = readable.format.read(number, readable.known);
    bool const is_sure = readings.size() == 1;
    for (auto& reading : readings) {
      found.push_back({.format = &readable, .reading = std::move(reading), .is_sure = is_sure});
    }
  }
  std::ranges::stable_sort(found, std::greater(), [](ReadNumber const& read) { return read.reading.check_right; });
  return found;
}

}  // namespace nameplate::app
