#include "yaml/document.hpp"

#include "support/error_of.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::yaml {
namespace {

std::string message_of(const std::string& text) {
  const auto error = testing::error_of([&] { parse_document(text, "f.yaml"); });
  if (!error) return "no error";
  CHECK(error->kind() == ErrorKind::configuration);
  CHECK(error->message().find('\n') == std::string::npos);
  return error->message();
}

std::string repeated(std::string_view part, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += part;
  return text;
}

TEST_CASE("a tree knows where each value stands, in characters") {
  const auto root = parse_document("\xEF\xBB\xBFä: ö\nb:\n  - [é, \"5\", 6]\nc:\nd: ~\n", "f");
  REQUIRE(root);
  REQUIRE(root->keys.size() == 4);
  CHECK(root->keys[0].name == "ä");
  CHECK(root->items[0].text == "ö");
  CHECK(root->items[0].position == FilePosition{1, 4});
  const Node& inner = root->items[1].items.at(0);
  CHECK(inner.position == FilePosition{3, 5});
  CHECK(inner.items.at(1).position == FilePosition{3, 9});
  CHECK(inner.items.at(1).quoted);
  CHECK_FALSE(inner.items.at(2).quoted);
  CHECK(root->items[2].kind == Node::Kind::null);
  CHECK(root->items[2].position == FilePosition{4, 1});
  CHECK(root->items[3].kind == Node::Kind::null);
}

TEST_CASE("nothing is in a file without values") {
  for (const char* const text : {"", "\n", "# only a comment\n", "---\n", "~", "\xEF\xBB\xBF"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_document(text, "f"));
  }
}

TEST_CASE("duplicate keys stay visible") {
  const auto root = parse_document("a: 1\na: 2\n", "f");
  REQUIRE(root);
  CHECK(root->keys.size() == 2);
}

TEST_CASE("aliases are filled in") {
  const auto root = parse_document("a: &x {b: [1, 2]}\nc: *x\n? &k d\n: 1\n", "f");
  REQUIRE(root);
  CHECK(root->items[1].items.at(0).items.at(1).text == "2");
  CHECK(root->keys[2].name == "d");
}

TEST_CASE("escapes and line breaks inside of closed quotes") {
  const auto root =
      parse_document("a: \"x \\\" y\"\nb: 'it''s'\nc: &q \"\\\\\"\nd: !!str 'z\n  z'\n", "f");
  REQUIRE(root);
  CHECK(root->items[0].text == "x \" y");
  CHECK(root->items[1].text == "it's");
  CHECK(root->items[2].text == "\\");
  CHECK(root->items[3].text == "z z");
}

TEST_CASE("broken YAML gets one line with its place") {
  struct Case {
    std::string text;
    std::string message;
  };
  const std::vector<Case> cases{
      {"a: [1,\n", "f.yaml:2:1: not valid YAML: end of sequence flow not found"},
      {"a: b: c", "f.yaml:1:5: not valid YAML: illegal map value"},
      {"é: ü: x", "f.yaml:1:5: not valid YAML: illegal map value"},
      {"a:\n\t- b\n", "f.yaml:2:2: not valid YAML: illegal block entry"},
      {"a: }", "f.yaml:1:4: not valid YAML: illegal flow end"},
      {"a: \"x\n", "f.yaml:1:4: not valid YAML: the quote that begins here is never closed"},
      {"a: 'x\nb: 1\n", "f.yaml:1:4: not valid YAML: the quote that begins here is never closed"},
      {"a: &q \"x\\\"\n", "f.yaml:1:4: not valid YAML: the quote that begins here is never closed"},
      {"a: \"x", "f.yaml:1:6: not valid YAML: illegal EOF in scalar"},
      {"a: @b", "f.yaml:1:4: not valid YAML: unknown token"},
      {"%YAML 3.0\n---\na: 1", "f.yaml:1:1: not valid YAML: YAML major version too large"},
      {"a: *gone", "f.yaml:1:4: not valid YAML: the referenced anchor is not defined"},
      {"a: &x [*x]", "f.yaml:1:8: an alias inside of what it stands for"},
      {"a: 1\n---\nb: 2\n", "f.yaml:2:1: a second document begins here"},
      {"---\n---\n", "f.yaml:2:1: a second document begins here"},
      {"[a]: 1\n", "f.yaml:1:1: a key must be a plain text"},
      {"? {a: 1}\n: 1\n", "f.yaml:1:3: a key must be a plain text"},
      {": 1\n", "f.yaml:1:1: a key must be a plain text"},
      {"a: !binary aGk=", "f.yaml:1:4: tags (\"!...\") are not supported"},
      {"a: !x {b: 1}", "f.yaml:1:4: tags (\"!...\") are not supported"},
  };
  for (const Case& item : cases) {
    CAPTURE(item.text);
    CHECK(message_of(item.text) == item.message);
  }
}

TEST_CASE("tabs for indentation get a hint") {
  const auto error = testing::error_of([] { parse_document("a:\n\t- b\n", "f.yaml"); });
  REQUIRE(error);
  CHECK(error->hint() == "indent with blanks, not with tabs");
}

TEST_CASE("bytes that are no text are refused with their place") {
  using namespace std::string_literals;
  struct Case {
    std::string text;
    std::string message;
  };
  const std::vector<Case> cases{
      {"a: b\xFF", "f.yaml:1:5: not UTF-8 text"},
      {"a: b\nü: \xC3(", "f.yaml:2:4: not UTF-8 text"},
      {"\xFF\xFE"s + "a\0:\0"s, "f.yaml:1:1: not UTF-8 text"},
      {"a\0: b"s, "f.yaml:1:2: a control character"},
      {"a: b\nc: \x04\nd: 1", "f.yaml:2:4: a control character"},
      {"a: \x1b[31m", "f.yaml:1:4: a control character"},
      {"\x7f"
       "ELF",
       "f.yaml:1:1: a control character"},
  };
  for (const Case& item : cases) {
    CAPTURE(item.message);
    CHECK(message_of(item.text) == item.message);
  }
}

TEST_CASE("limits: size, depth, count and what aliases grow to") {
  CHECK(message_of(std::string(kMaxTextBytes + 1, ' ')) == "f.yaml:1:1: larger than 1 MiB");
  CHECK(message_of(repeated("[", 32) + repeated("]", 32)) == "no error");
  CHECK(message_of(repeated("[", 33) + repeated("]", 33)) ==
        "f.yaml:1:33: nested too deeply (at most 32 levels)");
  CHECK(message_of(repeated("[", 50'000)).ends_with("nested too deeply (at most 32 levels)"));
  CHECK(message_of(repeated("- ", 50'000)).ends_with("nested too deeply (at most 32 levels)"));
  CHECK(message_of("[" + repeated("a,", 100'100) + "]")
            .ends_with("too many values (at most 100,000)"));

  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string below = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" +
            repeated(below + ", ", 8) + below + "]\n";
  }
  CHECK(message_of(bomb).ends_with("too many values (at most 100,000)"));
  CHECK(message_of("a: &a " + std::string(100'000, 'x') + "\nb: [" + repeated("*a, ", 1000) + "]")
            .ends_with("too much text once aliases are filled in"));
}

TEST_CASE("noise never gets past the parser unnoticed, and never crashes it") {
  const std::string alphabet = "ab: -[]{}\"'&*!|>#,?%@`\n\n  \t~\\0";
  unsigned state = 12345;
  int answers = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (int i = 0; i < 40; ++i) {
      state = state * 1664525u + 1013904223u;
      text += alphabet[(state >> 16) % alphabet.size()];
    }
    const auto error = testing::error_of([&] { parse_document(text, "f"); });
    if (error && !error->message().starts_with("f:")) FAIL(error->message());
    ++answers;
  }
  CHECK(answers == 3000);
}

TEST_CASE("a file name cannot forge the message") {
  CHECK(place_in_file("a\n\x1b[31mb", {3, 4}).find_first_of("\n\x1b") == std::string::npos);
  CHECK(place_in_file("a.yaml", {3, 4}) == "a.yaml:3:4: ");
}

}  // namespace
}  // namespace execassist::yaml
