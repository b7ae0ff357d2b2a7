#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "http/request.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nameplate::http {

/// Reads the query parameters of one request by name and type, as ObjectReader does for a body: the first error is
/// kept, the rest goes on with empty values, and `finish` tells.
///
/// Errors, all 400: filter.unknown, filter.invalid (a wrong form, an empty value, given twice).
class QueryReader {
 public:
  explicit QueryReader(std::vector<QueryParameter> const& query) : query_(query) {}

  [[nodiscard]] std::optional<std::string> text(std::string_view name);
  /// Empty when it is absent.
  [[nodiscard]] std::string text_or_empty(std::string_view name) { return text(name).value_or(""); }
  /// May be given more than once.
  [[nodiscard]] std::vector<std::string> texts(std::string_view name);
  /// May be given more than once, each a list with commas.
  [[nodiscard]] std::vector<std::string> comma_texts(std::string_view name);
  /// Parameters whose names begin with `prefix`, each as what follows it and its value; in the order of the request.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> prefixed(std::string_view prefix);
  [[nodiscard]] bool boolean(std::string_view name, bool otherwise);
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name, std::int64_t min, std::int64_t max);
  [[nodiscard]] std::optional<base::Instant> time(std::string_view name);
  [[nodiscard]] std::optional<std::int32_t> date(std::string_view name);
  /// One of `allowed`: its index.
  [[nodiscard]] std::size_t choice(std::string_view name, std::span<std::string_view const> allowed,
                                   std::size_t otherwise);
  [[nodiscard]] std::size_t limit(std::size_t otherwise = 100, std::size_t max = 1000);

  void refuse(std::string_view name, std::string_view what);

  /// The first error, or filter.unknown for a parameter that nobody asked for.
  [[nodiscard]] base::Result<void> finish();

 private:
  [[nodiscard]] QueryParameter const* take(std::string_view name);

  std::vector<QueryParameter> const& query_;
  std::vector<std::string_view> asked_;
  std::optional<base::Error> error_;
};

}  // namespace nameplate::http
