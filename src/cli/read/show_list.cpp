#include "cli/read/show_list.hpp"

#include "cli/commands/command.hpp"
#include "cli/json_text.hpp"
#include "cli/read/cell.hpp"
#include "cli/table.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <ostream>

namespace nameplate::cli {
namespace {

namespace json = boost::json;

constexpr std::int64_t page_max = 1000;

/// Follows the pages as far as they are wanted.
class Pages {
 public:
  Pages(Api& api, ListKind const& kind, ListRequest const& request)
      : api_(api), kind_(kind), parameters_(request.parameters), left_(request.limit), all_(request.all) {}

  /// Null when there are no more.
  [[nodiscard]] base::Result<std::optional<json::object>> next() {
    if (ended_) {
      return std::nullopt;
    }
    auto asked = parameters_;
    auto const set = [&](std::string_view name, std::string value) {
      std::erase_if(asked, [&](Parameter const& parameter) { return parameter.name == name; });
      asked.push_back({std::string(name), std::move(value)});
    };
    if (!cursor_.empty()) {
      set(kind_.cursor, cursor_);
    }
    if (kind_.has_pages && (left_ || all_)) {
      set("limit", std::to_string(std::min(left_.value_or(page_max), page_max)));
    }
    auto page = get_json(api_, kind_.name, asked);
    if (!page) {
      return std::unexpected(page.error());
    }
    auto const* const next = page->if_contains("next");
    cursor_ = next == nullptr ? std::string() : shown(*next);
    if (left_) {
      left_ = *left_ - static_cast<std::int64_t>(page->at(kind_.member).as_array().size());
    }
    bool const wants_more = left_ ? *left_ > 0 : all_;
    ended_ = cursor_.empty() || !wants_more;
    return std::optional(*std::move(page));
  }

  /// Whether the list goes on behind what was shown.
  [[nodiscard]] bool has_more() const { return !cursor_.empty(); }

 private:
  Api& api_;
  ListKind const& kind_;
  std::vector<Parameter> parameters_;
  std::optional<std::int64_t> left_;
  bool all_;
  std::string cursor_;
  bool ended_ = false;
};

Table table_of(ListKind const& kind) {
  std::vector<Table::Head> heads;
  for (auto const& column : kind.columns) {
    heads.push_back(
        {spoken_name(column.head), column.shown == Shown::number ? Table::Align::right : Table::Align::left});
  }
  return Table(std::move(heads));
}

int show_table(Environment& environment, ListKind const& kind, Pages& pages) {
  auto table = table_of(kind);
  while (true) {
    auto const page = pages.next();
    if (!page) {
      return refuse(environment, page.error());
    }
    if (!*page) {
      break;
    }
    for (auto const& entry : (*page)->at(kind.member).as_array()) {
      std::vector<std::string> cells;
      for (auto const& column : kind.columns) {
        cells.push_back(cell_of(column, entry.as_object()));
      }
      table.add(std::move(cells));
    }
    table.flush(environment.out, environment.terminal);
    if (auto const* const count = (*page)->if_contains("count")) {
      environment.messages << shown(count->at("value")) << (count->at("more").as_bool() ? " and more" : " in all")
                           << '\n';
    }
  }
  if (pages.has_more()) {
    environment.messages << "There are more: --all shows every one, --limit N so many.\n";
  }
  return exit_ok;
}

/// The pages as one answer. Nothing but the page at hand is kept.
int show_json(Environment& environment, ListKind const& kind, Pages& pages) {
  bool begun = false;
  json::object last;
  while (true) {
    auto page = pages.next();
    if (!page) {
      return refuse(environment, page.error());
    }
    if (!*page) {
      break;
    }
    for (auto const& entry : (*page)->at(kind.member).as_array()) {
      environment.out << (begun ? "," : "{\"" + std::string(kind.member) + "\":[") << json::serialize(entry);
      begun = true;
    }
    (*page)->erase(kind.member);
    last = **std::move(page);
  }
  environment.out << (begun ? "" : "{\"" + std::string(kind.member) + "\":[") << ']';
  for (auto const& [name, value] : last) {
    environment.out << ',' << json::serialize(name) << ':' << json::serialize(value);
  }
  environment.out << "}\n";
  return exit_ok;
}

}  // namespace

int show_list(Environment& environment, Api& api, ListKind const& kind, ListRequest const& request) {
  Pages pages(api, kind, request);
  return request.as_json ? show_json(environment, kind, pages) : show_table(environment, kind, pages);
}

}  // namespace nameplate::cli
