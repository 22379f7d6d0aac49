#include "wire/url.hpp"

#include <string>

#include <doctest/doctest.h>

using execassist::wire::decode_fields;
using execassist::wire::encode_fields;
using execassist::wire::field;
using execassist::wire::Fields;
using execassist::wire::file_url;
using execassist::wire::percent_encode;
using execassist::wire::query_of;

TEST_CASE("url: all but the unreserved characters are encoded") {
  struct Case {
    std::string plain;
    std::string encoded;
  };
  const Case cases[] = {
      {"", ""},
      {"AZaz09-._~", "AZaz09-._~"},
      {" ", "%20"},
      {"+", "%2B"},
      {"%20", "%2520"},
      {"en.uk#holiday@group.v.calendar.google.com",
       "en.uk%23holiday%40group.v.calendar.google.com"},
      {"a/b?c&d=e;f:g,h", "a%2Fb%3Fc%26d%3De%3Bf%3Ag%2Ch"},
      {"Z\xc3\xbcrich", "Z%C3%BCrich"},
      {"\xff\n\r\t", "%FF%0A%0D%09"},
      {std::string("a\0b", 3), "a%00b"},
      {"..", ".."},
      {"!*'()$[]\"<>\\^`{|}", "%21%2A%27%28%29%24%5B%5D%22%3C%3E%5C%5E%60%7B%7C%7D"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.plain);
    CHECK(percent_encode(each.plain) == each.encoded);
  }
}

TEST_CASE("url: fields are encoded in their order") {
  CHECK(encode_fields({}).empty());
  CHECK(encode_fields({{"b", "1"}, {"a", ""}, {"b", "2"}}) == "b=1&a=&b=2");
  CHECK(encode_fields({{"scope", "openid https://x/y"}, {"a&b", "c=d"}}) ==
        "scope=openid%20https%3A%2F%2Fx%2Fy&a%26b=c%3Dd");
}

TEST_CASE("url: fields are decoded, also from what is not well formed") {
  struct Case {
    std::string query;
    Fields fields;
  };
  const Case cases[] = {
      {"", {}},
      {"code=4%2F0Ab&state=x-_y", {{"code", "4/0Ab"}, {"state", "x-_y"}}},
      {"a=b+c%20d%2Be", {{"a", "b c d+e"}}},
      {"a+b=1", {{"a b", "1"}}},
      {"%61=%e9%C3%A9", {{"a", "\xe9\xc3\xa9"}}},
      {"a", {{"a", ""}}},
      {"a&b=1", {{"a", ""}, {"b", "1"}}},
      {"a=1&a=2", {{"a", "1"}, {"a", "2"}}},
      {"a=b=c==", {{"a", "b=c=="}}},
      {"=x", {{"", "x"}}},
      {"=", {{"", ""}}},
      {"&&a=1&&b=2&", {{"a", "1"}, {"b", "2"}}},
      {"a=%", {{"a", "%"}}},
      {"a=%4", {{"a", "%4"}}},
      {"a=%zz%4g%g4", {{"a", "%zz%4g%g4"}}},
      {"a=%%41", {{"a", "%A"}}},
      {"a=%2541", {{"a", "%41"}}},  // once, never twice
      {"a=%&b=%2", {{"a", "%"}, {"b", "%2"}}},
      {"a=%00b", {{"a", std::string("\0b", 2)}}},
      {"a=1;b=2", {{"a", "1;b=2"}}},
      {"a=1?b=2#c", {{"a", "1?b=2#c"}}},
  };
  for (const Case& each : cases) {
    CAPTURE(each.query);
    CHECK(decode_fields(each.query) == each.fields);
  }
}

TEST_CASE("url: any bytes come back") {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  const Fields fields{{all, all}, {"", all}, {"a", ""}};
  CHECK(decode_fields(encode_fields(fields)) == fields);
}

TEST_CASE("url: a long query of separators takes no time") {
  CHECK(decode_fields(std::string(1000000, '&')).empty());
  CHECK(decode_fields(std::string(300000, '%')).size() == 1);
}

TEST_CASE("url: the first field of a name counts") {
  const Fields fields = decode_fields("state=1&code=&state=2");
  CHECK(field(fields, "state") == "1");
  CHECK(field(fields, "code") == "");
  CHECK_FALSE(field(fields, "Code"));
  CHECK_FALSE(field(fields, "error"));
}

TEST_CASE("url: the query stands between the first ? and the #") {
  struct Case {
    std::string url;
    std::string query;
  };
  const Case cases[] = {
      {"", ""},
      {"http://127.0.0.1:1/callback", ""},
      {"http://127.0.0.1:1/callback?", ""},
      {"http://127.0.0.1:1/callback?code=1&state=2", "code=1&state=2"},
      {"http://127.0.0.1:1/callback?code=1#_=_", "code=1"},
      {"http://127.0.0.1:1/callback#a?code=1", ""},
      {"/callback?a=1?b=2", "a=1?b=2"},
      {"?a", "a"},
      {"#", ""},
      {"?#", ""},
  };
  for (const Case& each : cases) {
    CAPTURE(each.url);
    CHECK(query_of(each.url) == each.query);
  }
}

TEST_CASE("url: a path becomes an address of a file") {
  CHECK(file_url("/home/ada/a b.html") == "file:///home/ada/a%20b.html");
  CHECK(file_url("/") == "file:///");
  CHECK(file_url("/a//b/") == "file:///a//b/");
  CHECK(file_url("/50%#?&'\"<\xc3\xbc\n") == "file:///50%25%23%3F%26%27%22%3C%C3%BC%0A");
}
