#include "http/query_reader.hpp"

#include <gtest/gtest.h>

namespace nameplate::http {
namespace {

std::string reason_of(base::Result<void> const& result) {
  return result ? "" : result.error().reason;
}

TEST(QueryReader, ReadsWhatIsThere) {
  std::vector<QueryParameter> const query = {{"serial", "A"},   {"serial", "B"}, {"status", "x,y"},
                                             {"count", "true"}, {"limit", "7"},  {"day", "2026-11-23"}};
  QueryReader reader(query);

  EXPECT_EQ(reader.texts("serial"), (std::vector<std::string>{"A", "B"}));
  EXPECT_EQ(reader.comma_texts("status"), (std::vector<std::string>{"x", "y"}));
  EXPECT_TRUE(reader.boolean("count", false));
  EXPECT_EQ(reader.limit(), 7U);
  EXPECT_TRUE(reader.date("day").has_value());
  EXPECT_FALSE(reader.time("from").has_value());
  EXPECT_EQ(reason_of(reader.finish()), "");
}

TEST(QueryReader, AnUnknownParameterIsRefusedWithTheOneThatWasMeant) {
  std::vector<QueryParameter> const query = {{"locaton", "A"}};
  QueryReader reader(query);
  (void)reader.text("location");

  auto const result = reader.finish();

  ASSERT_EQ(reason_of(result), "filter.unknown");
  EXPECT_NE(result.error().detail.find("location?"), std::string::npos);
}

TEST(QueryReader, RefusesWhatHasNoUse) {
  struct Case {
    std::vector<QueryParameter> query;
    void (*read)(QueryReader&);
  };
  std::vector<Case> const cases = {
      {{{"a", "1"}, {"a", "2"}}, [](QueryReader& reader) { (void)reader.text("a"); }},
      {{{"a", ""}}, [](QueryReader& reader) { (void)reader.text("a"); }},
      {{{"a", "x,,y"}}, [](QueryReader& reader) { (void)reader.comma_texts("a"); }},
      {{{"a", "yes"}}, [](QueryReader& reader) { (void)reader.boolean("a", false); }},
      {{{"limit", "0"}}, [](QueryReader& reader) { (void)reader.limit(); }},
      {{{"limit", "1001"}}, [](QueryReader& reader) { (void)reader.limit(); }},
      {{{"limit", "+5"}}, [](QueryReader& reader) { (void)reader.limit(); }},
      {{{"a", "soon"}}, [](QueryReader& reader) { (void)reader.time("a"); }},
      {{{"a", "2026-02-30"}}, [](QueryReader& reader) { (void)reader.date("a"); }},
  };
  for (auto const& wrong : cases) {
    QueryReader reader(wrong.query);
    wrong.read(reader);
    EXPECT_EQ(reason_of(reader.finish()), "filter.invalid") << wrong.query.front().value;
  }
}

}  // namespace
}  // namespace nameplate::http
