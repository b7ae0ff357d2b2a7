#include "http/query_reader.hpp"

#include "base/time_text.hpp"
#include "http/nearest_name.hpp"

#include <algorithm>
#include <charconv>

namespace nameplate::http {

QueryParameter const* QueryReader::take(std::string_view name) {
  asked_.push_back(name);
  QueryParameter const* found = nullptr;
  for (auto const& parameter : query_) {
    if (parameter.name == name) {
      if (found != nullptr) {
        refuse(name, "is given more than once.");
      }
      found = &parameter;
    }
  }
  if (found != nullptr && found->value.empty()) {
    refuse(name, "is empty; leave it out instead.");
    return nullptr;
  }
  return found;
}

std::optional<std::string> QueryReader::text(std::string_view name) {
  auto const* const parameter = take(name);
  return parameter == nullptr ? std::nullopt : std::optional(parameter->value);
}

std::vector<std::string> QueryReader::texts(std::string_view name) {
  asked_.push_back(name);
  std::vector<std::string> values;
  for (auto const& parameter : query_) {
    if (parameter.name != name) {
      continue;
    }
    if (parameter.value.empty()) {
      refuse(name, "is empty; leave it out instead.");
    } else {
      values.push_back(parameter.value);
    }
  }
  return values;
}

std::vector<std::string> QueryReader::comma_texts(std::string_view name) {
  std::vector<std::string> parts;
  for (auto const& value : texts(name)) {
    std::string_view rest = value;
    while (true) {
      auto const comma = rest.find(',');
      parts.emplace_back(rest.substr(0, comma));
      if (parts.back().empty()) {
        refuse(name, "has an empty part between commas.");
      }
      if (comma == std::string_view::npos) {
        break;
      }
      rest.remove_prefix(comma + 1);
    }
  }
  return parts;
}

std::vector<std::pair<std::string, std::string>> QueryReader::prefixed(std::string_view prefix) {
  std::vector<std::pair<std::string, std::string>> values;
  for (auto const& parameter : query_) {
    if (!parameter.name.starts_with(prefix) || parameter.name.size() == prefix.size()) {
      continue;
    }
    asked_.push_back(parameter.name);
    if (parameter.value.empty()) {
      refuse(parameter.name, "is empty; leave it out instead.");
    } else {
      values.emplace_back(parameter.name.substr(prefix.size()), parameter.value);
    }
  }
  return values;
}

bool QueryReader::boolean(std::string_view name, bool otherwise) {
  static constexpr std::string_view words[] = {"false", "true"};
  return choice(name, words, otherwise ? 1 : 0) == 1;
}

std::optional<std::int64_t> QueryReader::integer(std::string_view name, std::int64_t min, std::int64_t max) {
  auto const* const parameter = take(name);
  if (parameter == nullptr) {
    return std::nullopt;
  }
  std::int64_t number = 0;
  auto const* const end = parameter->value.data() + parameter->value.size();
  auto const [stopped, error] = std::from_chars(parameter->value.data(), end, number);
  if (error != std::errc() || stopped != end || number < min || number > max) {
    refuse(name, "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max) + ".");
    return std::nullopt;
  }
  return number;
}

std::optional<base::Instant> QueryReader::time(std::string_view name) {
  auto const* const parameter = take(name);
  if (parameter == nullptr) {
    return std::nullopt;
  }
  auto const parsed = base::parse_time(parameter->value);
  if (!parsed) {
    refuse(name, "must be a time such as 2026-11-23T09:30:00Z (write + as %2B).");
    return std::nullopt;
  }
  return parsed->instant;
}

std::optional<std::int32_t> QueryReader::date(std::string_view name) {
  auto const* const parameter = take(name);
  if (parameter == nullptr) {
    return std::nullopt;
  }
  auto const parsed = base::parse_date(parameter->value);
  if (!parsed) {
    refuse(name, "must be a day such as 2026-11-23.");
    return std::nullopt;
  }
  return *parsed;
}

std::size_t QueryReader::choice(std::string_view name, std::span<std::string_view const> allowed,
                                std::size_t otherwise) {
  auto const* const parameter = take(name);
  if (parameter == nullptr) {
    return otherwise;
  }
  auto const found = std::ranges::find(allowed, std::string_view(parameter->value));
  if (found == allowed.end()) {
    std::string words;
    for (auto const& word : allowed) {
      words += (words.empty() ? "" : ", ") + std::string(word);
    }
    refuse(name, "must be one of: " + words + ".");
    return otherwise;
  }
  return static_cast<std::size_t>(found - allowed.begin());
}

std::size_t QueryReader::limit(std::size_t otherwise, std::size_t max) {
  return static_cast<std::size_t>(
      integer("limit", 1, static_cast<std::int64_t>(max)).value_or(static_cast<std::int64_t>(otherwise)));
}

void QueryReader::refuse(std::string_view name, std::string_view what) {
  if (!error_) {
    error_ = {.kind = base::ErrorKind::bad_request,
              .reason = "filter.invalid",
              .detail = "The parameter " + std::string(name) + " " + std::string(what)};
  }
}

base::Result<void> QueryReader::finish() {
  for (auto const& parameter : query_) {
    if (std::ranges::find(asked_, std::string_view(parameter.name)) == asked_.end()) {
      auto const meant = nearest_name(parameter.name, asked_);
      return base::fail(base::ErrorKind::bad_request, "filter.unknown",
                        "There is no parameter " + parameter.name + " here." +
                            (meant.empty() ? "" : " Did you mean " + std::string(meant) + "?"));
    }
  }
  if (error_) {
    return std::unexpected(*error_);
  }
  return {};
}

}  // namespace nameplate::http
