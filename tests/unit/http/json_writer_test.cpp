#include "http/json_writer.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

namespace nameplate::http {
namespace {

TEST(JsonWriter, PutsCommasWhereTheyBelong) {
  std::string out;
  JsonWriter writer(out);

  writer.begin_object()
      .field("text", "a\"b")
      .field("number", std::numeric_limits<std::int64_t>::min())
      .field("yes", true)
      .begin_array("empty")
      .end_array()
      .begin_array("list")
      .begin_object()
      .end_object()
      .value(1)
      .null()
      .end_array()
      .key("raw")
      .raw("{\"x\":1}")
      .begin_object("inner")
      .field("no", false)
      .end_object()
      .end_object();

  EXPECT_EQ(out, R"({"text":"a\"b","number":-9223372036854775808,"yes":true,"empty":[],"list":[{},1,null],)"
                 R"("raw":{"x":1},"inner":{"no":false}})");
}

}  // namespace
}  // namespace nameplate::http
