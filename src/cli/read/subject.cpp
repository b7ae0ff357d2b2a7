#include "cli/read/subject.hpp"

#include "cli/api/ask.hpp"
#include "cli/json_text.hpp"
#include "domain/records/record_kind.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace nameplate::cli {
namespace {

namespace json = boost::json;

constexpr std::array<std::pair<char, std::string_view>, 8> paths = {{{'u', "units"},
                                                                     {'l', "lots"},
                                                                     {'c', "containers"},
                                                                     {'e', "events"},
                                                                     {'h', "holds"},
                                                                     {'j', "jobs"},
                                                                     {'p', "approvals"},
                                                                     {'x', "exceptions"}}};

std::unexpected<base::Error> unknown(std::string_view text) {
  return base::fail(base::ErrorKind::not_found, "number.unknown",
                    "Nothing is known by " + std::string(text) + ". `nameplate find` also looks for the beginning.");
}

std::unexpected<base::Error> ambiguous(std::string_view text, std::vector<std::string> const& found) {
  std::string all;
  for (auto const& path : found) {
    all += (all.empty() ? "" : ", ") + path.substr(path.find('/') + 1);
  }
  return base::fail(base::ErrorKind::conflict, "number.ambiguous",
                    std::string(text) + " is the number of several things: " + all + ". Give the id of the one meant.");
}

/// The record with this id or code, of whichever kind.
base::Result<std::string> find_record(Api& api, std::string_view text) {
  for (auto const& rule : domain::record_kinds()) {
    auto path = std::string(rule.path) + "/" + encoded(text);
    auto const answer = ask(api, {.target = target_of(path)});
    if (answer) {
      return path;
    }
    // Tokens are for administrators only: for others there are none.
    if (answer.error().kind != base::ErrorKind::not_found && answer.error().kind != base::ErrorKind::forbidden) {
      return std::unexpected(answer.error());
    }
  }
  return unknown(text);
}

}  // namespace

std::string path_of_id(std::string_view text) {
  bool const is_id =
      text.size() > 1 && std::ranges::all_of(text.substr(1), [](char c) { return c >= '0' && c <= '9'; });
  auto const* const found =
      std::ranges::find(paths, text.empty() ? ' ' : text.front(), &std::pair<char, std::string_view>::first);
  return is_id && found != paths.end() ? std::string(found->second) + "/" + std::string(text) : std::string();
}

base::Result<std::vector<json::object>> matches_of(Api& api, std::string_view code) {
  Parameter const parameter{"code", std::string(code)};
  auto const answer = get_json(api, "resolve", {&parameter, 1});
  if (!answer) {
    return std::unexpected(answer.error());
  }
  std::vector<json::object> matches;
  for (auto const& match : answer->at("matches").as_array()) {
    matches.push_back(match.as_object());
  }
  return matches;
}

std::string path_of_match(json::object const& match) {
  auto const kind = text_in(match, "kind");
  return kind == "unit" || kind == "container" || kind == "lot" ? path_of_id(text_in(match, "id")) : std::string();
}

base::Result<std::string> find_goods(Api& api, std::string_view text) {
  if (auto path = path_of_id(text);
      path.starts_with("units/") || path.starts_with("lots/") || path.starts_with("containers/")) {
    return path;
  }
  auto const matches = matches_of(api, text);
  if (!matches) {
    return std::unexpected(matches.error());
  }
  std::vector<std::string> found;
  for (auto const& match : *matches) {
    if (auto path = path_of_match(match); !path.empty()) {
      found.push_back(std::move(path));
    }
  }
  if (found.empty()) {
    return unknown(text);
  }
  return found.size() == 1 ? base::Result<std::string>(found.front()) : ambiguous(text, found);
}

base::Result<std::string> find_anything(Api& api, std::string_view text) {
  if (auto path = path_of_id(text); !path.empty()) {
    return path;
  }
  auto goods = find_goods(api, text);
  if (goods || goods.error().reason != "number.unknown") {
    return goods;
  }
  return find_record(api, text);
}

}  // namespace nameplate::cli
