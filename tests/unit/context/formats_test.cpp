#include "context/formats.hpp"

#include "context/line_collector.hpp"

#include <doctest/doctest.h>

namespace execassist::context {
namespace {

ContextItem read(std::string_view bytes, const std::string& format = {}) {
  ContextItem item;
  read_as(bytes, format, item);
  return item;
}

// "text" or "  text" for depth 1 and so on.
std::string block(const ContextItem& item) {
  std::string text;
  for (const ContextLine& line : item.lines) {
    text += std::string(static_cast<std::size_t>(line.depth) * 2, ' ') + line.text + "\n";
  }
  return text;
}

TEST_CASE("formats by name and by media type") {
  const std::pair<std::string, std::string> names[] = {
      {"/a/budget.csv", "csv"}, {"B.CSV", "csv"},   {"x.tsv", "csv"},     {"x.yaml", "yaml"},
      {"x.yml", "yaml"},        {"x.JSON", "json"}, {"notes.md", "text"}, {"x.csv.txt", "text"},
      {"csv", "text"},          {"", "text"}};
  for (const auto& [name, format] : names) CHECK_MESSAGE(format_of_name(name) == format, name);
  const std::pair<std::string, std::string> types[] = {{"", ""},
                                                       {"text/plain", ""},
                                                       {"application/octet-stream", ""},
                                                       {"application/json", "json"},
                                                       {"application/problem+json", "json"},
                                                       {"text/csv", "csv"},
                                                       {"application/yaml", "yaml"},
                                                       {"text/x-yaml", "yaml"},
                                                       {"text/markdown", "text"},
                                                       {"text/html", "none"},
                                                       {"image/png", "none"},
                                                       {"application/pdf", "none"},
                                                       {"application/xml", "none"},
                                                       {"json", "none"}};
  for (const auto& [type, format] : types) CHECK_MESSAGE(format_of_type(type) == format, type);
}

TEST_CASE("a tree becomes indented lines, be it JSON or YAML") {
  const std::string expected =
      "quarter: 4\nrocks:\n  title: Launch\n    owner: Ada\n    why:\n      one\n      two\n"
      "  title: Books\n    done: true\n  plain\nnone: –\nempty: –\nnotes:\n  first\n  second\n";
  const ContextItem json = read(
      R"({"quarter":4,"rocks":[{"title":"Launch","owner":"Ada","why":["one","two"]},)"
      R"({"title":"Books","done":true},"plain"],"none":null,"empty":[],"notes":"first\nsecond\n"})");
  CHECK(block(json) == expected);
  CHECK(json.problem.empty());
  const ContextItem yaml = read(
      "# a comment\nquarter: 4\nrocks:\n  - title: Launch\n    owner: Ada\n    why: [one, two]\n"
      "  - {title: Books, done: true}\n  - plain\nnone:\nempty: []\nnotes: |\n  first\n  second\n",
      "yaml");
  CHECK(block(yaml) == expected);
  CHECK(block(read("[[1,[2,3]],[],{\"a\":{\"b\":1}}]")) == "1\n  2\n    3\na:\n    b: 1\n");
  CHECK(block(read("\"just a text\"", "json")) == "just a text\n");
  CHECK(block(read("3.50", "json")) == "3.5\n");
}

TEST_CASE("text keeps its lines, two blanks are a level") {
  CHECK(block(read("# Notes\r\n\r\n- one\n  - two\n     - three\rfour\n\tfive")) ==
        "# Notes\n- one\n  - two\n    - three\nfour\nfive\n");
  CHECK(block(read(std::string(500, ' ') + "far")) == "          far\n");
  CHECK(block(read("{broken json")) == "{broken json\n");
  CHECK(block(read("42")) == "42\n");
  CHECK(block(read("\xef\xbb\xbf{\"a\":1}")) == "a: 1\n");
}

TEST_CASE("what is no text, or not in its format, is a problem without a word of it") {
  const std::string deep = std::string(200, '[') + std::string(200, ']');
  std::string bomb =
      "a: &a [hunter2, hunter2, hunter2, hunter2, hunter2, hunter2, hunter2, x, y]\n";
  for (char c = 'b'; c < 'k'; ++c) {
    const std::string before = std::string("*") + static_cast<char>(c - 1);
    bomb += std::string(1, c) + ": &" + c + " [" + before;
    for (int i = 0; i < 8; ++i) bomb += ", " + before;
    bomb += "]\n";
  }
  const struct {
    std::string bytes;
    std::string format;
    std::string problem;
  } cases[] = {
      {"", "", "is empty"},
      {" \n\t\r\n", "text", "is empty"},
      {"", "csv", "is empty"},
      {"# only a comment\n", "yaml", "is empty"},
      {" ", "json", "is empty"},
      {"null", "json", "is empty"},
      {"{}", "", "is empty"},
      {"[[],{}]", "json", "is empty"},
      {"\x1b[2J\xe2\x80\x8b", "text", "is empty"},
      {"hunter2 \xff", "text", "is not UTF-8 text"},
      {"\xff\xfeh\0u\0", "csv", "is not UTF-8 text"},
      {std::string("hunter2\0", 8), "text", "is not UTF-8 text"},
      {std::string("{}\0hunter2", 10), "json", "is not UTF-8 text"},
      {"{\"hunter2\":", "json", "is not valid JSON"},
      {"{\"a\":1} hunter2", "json", "is not valid JSON"},
      {deep, "json", "is not valid JSON"},
      {"a: 1\nb: [hunter2\n", "yaml", "line 3: not valid YAML"},
      {"a: *hunter2\n", "yaml", "line 1: not valid YAML"},
      {"a: !hunter2 x\n", "yaml", "line 1: tags (\"!...\") are not supported"},
      {"a: 1\n---\nb: hunter2\n", "yaml", ""},
      {deep, "yaml", "line 1: nested too deeply (at most 32 levels)"},
      {bomb, "yaml", ""},
      {"a: \x01hunter2", "yaml", "line 1: a control character"},
      {std::string(2'000'000, '#'), "yaml", "line 1: larger than 1 MiB"},
      {"a,\"hunter2\nb", "csv", "line 1: the quote that begins here is never closed"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.bytes.substr(0, 60));
    CAPTURE(one.format);
    const ContextItem item = read(one.bytes, one.format);
    CHECK_FALSE(item.problem.empty());
    if (!one.problem.empty()) CHECK(item.problem == one.problem);
    CHECK(item.problem.find("hunter2") == std::string::npos);
    CHECK(item.problem.size() < 100);
    CHECK(item.lines.empty());
    CHECK(item.table == ContextTable{});
    CHECK(item.left_out == 0);
  }
}

TEST_CASE("huge and deep trees stay brief") {
  std::string list = "[";
  for (int i = 0; i < 50'000; ++i) list += "\"x\",";
  ContextItem item = read(list + "1]", "json");
  CHECK(item.lines.size() == kMostLines);
  CHECK(item.left_out == 50'001 - 60);

  std::string deep = "1";
  for (int i = 0; i < 20; ++i) deep = "{\"k\":" + deep + "}";
  item = read(deep);
  CHECK(item.lines.size() == kMostDepth);
  CHECK(item.lines.back() == ContextLine{"k:", kMostDepth - 1});
  CHECK(item.left_out == 14);

  item = read("{\"" + std::string(1'000'000, 'k') + "\":\"" + std::string(1'000'000, 'v') + "\"}");
  REQUIRE(item.lines.size() == 1);
  CHECK(item.lines[0].text.size() <= 4096);
  item = read("{\"a\\u001b[31mb\\u202e\":\"c\\u0000d\\r\\u0007\"}");
  CHECK(block(item) == "ab: c d\n");
}

TEST_CASE("sizes in words") {
  const std::pair<std::size_t, std::string> cases[] = {
      {0, "0 bytes"},      {1, "1 byte"},      {300, "300 bytes"},        {1024, "1 KiB"},
      {262144, "256 KiB"}, {1048576, "1 MiB"}, {1536 * 1024, "1536 KiB"}, {1025, "1025 bytes"}};
  for (const auto& [bytes, words] : cases) CHECK(size_in_words(bytes) == words);
}

}  // namespace
}  // namespace execassist::context
