#pragma once

#include "base/json_text.hpp"

#include <charconv>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace nameplate::http {

/// Appends JSON to a string, commas by itself. Does not check that what is opened is closed, nor that names differ.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& begin_object(std::string_view name) { return key(name).open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& begin_array(std::string_view name) { return key(name).open('['); }
  JsonWriter& end_array() { return close(']'); }

  JsonWriter& key(std::string_view name) {
    separate();
    base::append_json_string(out_, name);
    out_.push_back(':');
    comma_ = false;
    return *this;
  }

  /// Valid UTF-8.
  JsonWriter& value(std::string_view text) {
    separate();
    base::append_json_string(out_, text);
    return *this;
  }
  template <std::integral Number>
    requires(!std::same_as<Number, bool>)
  JsonWriter& value(Number number) {
    separate();
    char digits[24];
    auto const end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out_.append(digits, end);
    return *this;
  }
  template <std::same_as<bool> Boolean>
  JsonWriter& value(Boolean yes) {
    return raw(yes ? "true" : "false");
  }
  JsonWriter& null() { return raw("null"); }
  /// Text that is JSON already.
  JsonWriter& raw(std::string_view json) {
    separate();
    out_.append(json);
    return *this;
  }

  /// A member: name and value.
  template <typename Value>
  JsonWriter& field(std::string_view name, Value const& content) {
    return key(name).value(content);
  }

 private:
  void separate() {
    if (comma_) {
      out_.push_back(',');
    }
    comma_ = true;
  }
  JsonWriter& open(char bracket) {
    separate();
    out_.push_back(bracket);
    comma_ = false;
    return *this;
  }
  JsonWriter& close(char bracket) {
    out_.push_back(bracket);
    comma_ = true;
    return *this;
  }

  std::string& out_;
  bool comma_ = false;
};

}  // namespace nameplate::http
