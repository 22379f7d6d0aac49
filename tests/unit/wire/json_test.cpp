#include "wire/json.hpp"

#include <cmath>
#include <limits>
#include <string>

#include <doctest/doctest.h>

using execassist::wire::Json;
using execassist::wire::parse_json;

namespace {

std::string problem_of(std::string_view text) {
  std::string why;
  CHECK_FALSE(parse_json(text, &why).has_value());
  return why;
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

}  // namespace

TEST_CASE("json: what is read is written again") {
  for (const std::string text : {
           "null",
           "true",
           "false",
           "0",
           "-1",
           "9223372036854775807",
           "-9223372036854775808",
           "1.5",
           "1.0",
           "-0.0",
           "1e+300",
           "0.1",
           "\"\"",
           "\"a\\\"b\\\\c\\n\\t\\r\\b\\f\\u0001\\u001f\"",
           "\"grüße 漢字 😀\"",
           "[]",
           "{}",
           "[1,[2,[]],{}]",
           R"({"z":1,"a":[true,null],"":{"b":"c"}})",
       }) {
    CAPTURE(text);
    const auto value = parse_json(text);
    REQUIRE(value.has_value());
    CHECK(value->dump(-1) == text);
    CHECK(parse_json(value->dump(2)) == value);
  }
}

TEST_CASE("json: indented") {
  Json value;
  value.set("a", 1).set("list", Json::array({Json("x"), Json()})).set("none", Json::object());
  CHECK(value.dump() ==
        "{\n  \"a\": 1,\n  \"list\": [\n    \"x\",\n    null\n  ],\n  \"none\": {}\n}");
  CHECK(value.dump(-1) == R"({"a":1,"list":["x",null],"none":{}})");
}

TEST_CASE("json: numbers") {
  CHECK(parse_json("9223372036854775807")->as_int() == std::numeric_limits<std::int64_t>::max());
  const auto beyond = parse_json("9223372036854775808");
  CHECK(beyond->as_int() == std::nullopt);
  CHECK(beyond->as_double() == 9223372036854775808.0);
  CHECK(parse_json("123456789012345678901234567890")->as_double() ==
        123456789012345678901234567890.);
  CHECK(parse_json("-9223372036854775809")->as_double() == -9223372036854775809.);
  CHECK(parse_json("3.0")->as_int() == 3);
  CHECK(parse_json("3.5")->as_int() == std::nullopt);
  CHECK(parse_json("1e400").has_value() == false);
  CHECK(Json(7).as_double() == 7.0);
  CHECK(Json(std::nan("")).as_int() == std::nullopt);
  CHECK(Json(std::nan("")).dump() == "null");
  CHECK(Json(std::numeric_limits<double>::infinity()).dump() == "null");
  CHECK(Json(-std::numeric_limits<double>::infinity()).dump() == "null");
  CHECK(Json("7").as_int() == std::nullopt);
  CHECK(Json(true).as_int() == std::nullopt);
  CHECK(Json(1).as_bool() == std::nullopt);
}

TEST_CASE("json: objects") {
  const auto value = parse_json(R"({"b":1,"a":2,"b":3})");
  REQUIRE(value.has_value());
  CHECK(value->dump(-1) == R"({"b":3,"a":2})");
  REQUIRE(value->find("b") != nullptr);
  CHECK(value->find("b")->as_int() == 3);
  CHECK(value->find("c") == nullptr);
  CHECK(Json(1).find("a") == nullptr);

  Json built;
  built.set("k", 1).set("l", 2).set("k", "x");
  CHECK(built.dump(-1) == R"({"k":"x","l":2})");
  Json list;
  list.push(1).push(nullptr).push(std::optional<std::string>());
  CHECK(list.dump(-1) == "[1,null,null]");
}

TEST_CASE("json: a large object with keys given twice keeps the last of each") {
  std::string text = "{";
  for (int i = 0; i < 100000; ++i) {
    text += "\"k" + std::to_string(i % 50000) + "\":" + std::to_string(i) + ",";
  }
  text.back() = '}';
  const auto value = parse_json(text);
  REQUIRE(value.has_value());
  REQUIRE(value->as_object()->size() == 50000);
  CHECK(value->as_object()->front() == Json::Member("k0", Json(50000)));
  CHECK(value->as_object()->back() == Json::Member("k49999", Json(99999)));
}

TEST_CASE("json: so many values that they would fill the memory") {
  const auto zeros = [](std::size_t count) {
    std::string text = "[0";
    for (std::size_t i = 1; i < count; ++i) text += ",0";
    return text + "]";
  };
  CHECK(parse_json(zeros(999'999)).has_value());  // the list is one more
  CHECK(problem_of(zeros(1'000'000)) == "more than 1000000 values");
}

TEST_CASE("json: depth") {
  CHECK(parse_json(nested(64)).has_value());
  CHECK(problem_of(nested(65)) == "nested deeper than 64");
  CHECK(problem_of(std::string(1000000, '[')) == "nested deeper than 64");
  std::string objects;
  for (int i = 0; i < 65; ++i) objects += "{\"a\":";
  CHECK(problem_of(objects) == "nested deeper than 64");
}

TEST_CASE("json: bad input gives one line with the place, without the text") {
  using namespace std::string_literals;
  for (const std::string& text : {
           ""s,
           " "s,
           "{"s,
           "[1,]"s,
           "{\"a\":1,}"s,
           "{a:1}"s,
           "{'a':1}"s,
           "[1 2]"s,
           "1 2"s,
           "{} x"s,
           "01"s,
           "+1"s,
           ".5"s,
           "1."s,
           "NaN"s,
           "Infinity"s,
           "tru"s,
           "nul"s,
           "\"secret"s,
           "\"secret\nvalue\""s,
           "\"\\x\""s,
           "\"\\ud800\""s,
           "\"\\udc00\""s,
           "\"\xFF\""s,
           "\"\xC0\xAF\""s,
           "\"\xED\xA0\x80\""s,
           "\"\xE2\x82\""s,
           "\xFF\xFE{}"s,
           "// note\n1"s,
           "<html>secret</html>"s,
           "1\0 2"s,
           "\"a\0b\""s,
           "1e999"s,
       }) {
    CAPTURE(text);
    const std::string why = problem_of(text);
    CHECK(why.starts_with("byte "));
    CHECK(why.find('\n') == std::string::npos);
    CHECK(why.find("json.exception") == std::string::npos);
    CHECK(why.find("parse error") == std::string::npos);
    CHECK(why.find("secret") == std::string::npos);
    CHECK(why.find("last read") == std::string::npos);
    CHECK(why.size() < 160);
  }
  CHECK(problem_of("{\"a\":1,}").starts_with("byte 8: "));
  CHECK(problem_of("1\0 2"s) == "byte 2: a NUL byte");
  CHECK_FALSE(parse_json("[").has_value());  // without `why`
}

TEST_CASE("json: a byte order mark and white space around the value are no errors") {
  CHECK(parse_json("\xEF\xBB\xBF {\"a\": 1}\r\n")->dump(-1) == R"({"a":1})");
}

TEST_CASE("json: what is written is safe on a terminal and valid UTF-8") {
  using namespace std::string_literals;
  CHECK(Json("\x1b[31m\x7f"s).dump() == R"("\u001b[31m\u007f")");
  CHECK(Json("\xC2\x9B"s).dump() == R"("\u009b")");
  CHECK(Json("a\0b"s).dump() == R"("a\u0000b")");
  CHECK(Json("a\xFF"s).dump() == "\"a\xEF\xBF\xBD\"");
  CHECK(Json("a\xE2\x82z"s).dump() == "\"a\xEF\xBF\xBDz\"");
  CHECK(parse_json(R"("\u0000\ud83d\ude00")")->as_string()->size() == 5);
  Json key;
  key.set("\n\xFF", 1);
  CHECK(key.dump(-1) == "{\"\\n\xEF\xBF\xBD\":1}");
}
