#include "base/value.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace nameplate::base {
namespace {

Value any_value(int depth) {
  switch (*rc::gen::inRange(0, depth > 0 ? 6 : 4)) {
    case 0: return {};
    case 1: return Value(*rc::gen::arbitrary<bool>());
    case 2: return Value(*rc::gen::arbitrary<std::int64_t>());
    case 3: return Value(*rc::gen::arbitrary<std::string>());
    case 4: {
      Value::List list;
      for (int left = *rc::gen::inRange(0, 4); left > 0; --left) {
        list.push_back(any_value(depth - 1));
      }
      return Value(std::move(list));
    }
    default: {
      Value::Object object;
      for (int left = *rc::gen::inRange(0, 4); left > 0; --left) {
        object.emplace_back(*rc::gen::arbitrary<std::string>(), any_value(depth - 1));
      }
      return Value(std::move(object));
    }
  }
}

std::string bytes_of(Value const& value) {
  ByteWriter out;
  write_value(out, value);
  return out.take();
}

std::string json_of(Value const& value) {
  std::string out;
  append_json(out, value);
  return out;
}

TEST(Value, AnyValueReadsBackFromItsBytes) {
  EXPECT_TRUE(rc::check([] {
    auto const value = any_value(3);
    auto const bytes = bytes_of(value);

    ByteReader in(bytes);

    RC_ASSERT(read_value(in) == value);
    RC_ASSERT(in.at_end());
  }));
}

TEST(Value, AnyBytesAreReadOrRefused) {
  EXPECT_TRUE(rc::check([] {
    auto const bytes = *rc::gen::arbitrary<std::string>();
    ByteReader in(bytes);
    try {
      auto const value = read_value(in);
      RC_ASSERT(bytes.starts_with(bytes_of(value)));
    } catch (DamagedBytes const&) {
      RC_SUCCEED("refused");
    }
  }));
}

TEST(Value, ATypeAboveOneByteIsNotTakenForAnother) {
  ByteReader in("\x81\x02");  // 257, whose lowest byte is the type "false"

  EXPECT_THROW((void)read_value(in), DamagedBytes);
}

TEST(Value, NestingWithoutEndIsRefused) {
  std::string bytes;
  for (int depth = 0; depth < 100'000; ++depth) {
    bytes += "\x05\x01";
  }
  ByteReader in(bytes);

  EXPECT_THROW((void)read_value(in), DamagedBytes);
}

TEST(Value, SettingReplacesAddsAtTheEndAndRemoves) {
  Value value;
  value.set("a", std::int64_t{1});
  value.set("b", "two");
  value.set("a", true);
  EXPECT_EQ(json_of(value), R"({"a":true,"b":"two"})");

  value.set("a", Value());
  value.set("missing", Value());

  EXPECT_EQ(json_of(value), R"({"b":"two"})");
}

TEST(Value, FieldsOfWhatIsNoObjectAreAbsent) {
  EXPECT_EQ(Value("text").find("a"), nullptr);
  EXPECT_EQ(Value().text_of("a"), "");
  EXPECT_EQ(Value(Value::Object{{"a", std::int64_t{1}}}).text_of("a"), "");
}

TEST(Value, JsonEscapesWhatJsonMustEscape) {
  Value const value(
      Value::List{Value::List{}, Value::Object{}, "quote \" slash \\ line \n del \x7F é", std::int64_t{-7}, Value()});

  EXPECT_EQ(json_of(value), R"([[],{},"quote \" slash \\ line \u000a del \u007f é",-7,null])");
}

}  // namespace
}  // namespace nameplate::base
