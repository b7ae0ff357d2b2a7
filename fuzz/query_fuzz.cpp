// Any text is what stands between method and version: taken apart, read as the filters of a list, and its cursor read.
// Whatever it is, there is an answer with a slug and valid UTF-8, and a cursor that is made reads back.
#include "base/check.hpp"
#include "base/utf8.hpp"
#include "http/cursor.hpp"
#include "http/list_request.hpp"
#include "http/target.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace http = nameplate::http;
using nameplate::base::check;

namespace {

void check_refusal(nameplate::base::Error const& error) {
  check(error.reason.contains('.'), "a refusal has a slug");
  check(!error.detail.empty() && nameplate::base::is_valid_utf8(error.detail), "a refusal says a sentence");
}

void read_filters(http::Request const& request) {
  http::QueryReader query(request.query);
  static_cast<void>(http::read_unit_filters(query));
  static_cast<void>(query.comma_texts("include"));
  auto const page = http::read_id_page(query, request);
  if (!page) {
    check_refusal(page.error());
  }
  http::QueryReader again(request.query);
  static_cast<void>(http::read_stock_filters(again));
  if (auto const read = again.finish(); !read) {
    check_refusal(read.error());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  auto target = http::parse_target(text);
  if (!target) {
    check_refusal(target.error());
    return 0;
  }
  http::Request request;
  request.path = target->path;
  request.query = std::move(target->query);
  read_filters(request);
  if (auto const cursor = http::read_cursor(request); !cursor) {
    check_refusal(cursor.error());
  }

  std::erase_if(request.query, [](http::QueryParameter const& parameter) { return parameter.name == "cursor"; });
  auto const made = http::make_id_cursor(request, static_cast<std::int64_t>(size));
  request.query.push_back({"cursor", made});
  auto const read = http::read_id_cursor(request);
  check(read && *read == static_cast<std::int64_t>(size), "a cursor that is made reads back");
  return 0;
}
