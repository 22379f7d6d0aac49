#include "context/csv.hpp"

#include "context/line_collector.hpp"

#include <execassist/base/text.hpp>

#include <cstdint>

#include <doctest/doctest.h>

namespace execassist::context {
namespace {

using Rows = std::vector<std::vector<std::string>>;

// The header first.
Rows rows_of(const CsvReading& reading) {
  Rows rows = reading.table.rows;
  if (!reading.table.header.empty()) rows.insert(rows.begin(), reading.table.header);
  return rows;
}

TEST_CASE("csv: what RFC 4180 says, and what the world writes") {
  const struct {
    std::string text;
    Rows expected;
  } cases[] = {
      {"", {}},
      {"\n\r\n\r", {}},
      {",,\n , \n", {}},
      {"a,b\n1,2\n", {{"a", "b"}, {"1", "2"}}},
      {"a,b\r\n1,2", {{"a", "b"}, {"1", "2"}}},
      {"a,b\r1,2\r", {{"a", "b"}, {"1", "2"}}},
      {"\xef\xbb\xbf"
       "a,b\n1,2\n",
       {{"a", "b"}, {"1", "2"}}},
      {"\xef\xbb\xbf\"a\",b\n", {{"a", "b"}}},
      {"\n\na,b\n\n1,2\n,\n\n", {{"a", "b"}, {"1", "2"}}},
      {"\"a,1\",\"b \"\"c\"\"\"\n\"x\ny\",\"\"\"\"\n", {{"a,1", "b \"c\""}, {"x y", "\""}}},
      {"\"a\r\nb\",c\n", {{"a b", "c"}}},
      {"a,b,c\n1\n1,2,3\n", {{"a", "b", "c"}, {"1", "", ""}, {"1", "2", "3"}}},
      {"a\n1,2,3\n", {{"a", "", ""}, {"1", "2", "3"}}},  // nothing of a row gets lost
      {"a,b,,,\n1,2,,,\n", {{"a", "b"}, {"1", "2"}}},
      {",a\n,1\n", {{"", "a"}, {"", "1"}}},
      {"a\"b,c\n5\" disk,x\n", {{"a\"b", "c"}, {"5\" disk", "x"}}},
      {"\"a\"b,c\n", {{"ab", "c"}}},
      {"\"a\" ,c\n", {{"a", "c"}}},
      {"\"\",x\n", {{"", "x"}}},
      {" \"a, b\" \n", {{"\"a", "b\""}}},  // a quote counts only where a field begins
      {"a;b\n1,5;2\n", {{"a", "b"}, {"1,5", "2"}}},
      {"a\tb\n1;5\t2\n", {{"a", "b"}, {"1;5", "2"}}},
      {"a,b;c\n1,2\n", {{"a", "b;c"}, {"1", "2"}}},
      {"\"a;b\",c\n", {{"a;b", "c"}}},
      {"\"a,b\";c\n", {{"a,b", "c"}}},
      {"one\ntwo\n", {{"one"}, {"two"}}},
      {"=1+1,@x\n-1,+2\n", {{"=1+1", "@x"}, {"-1", "+2"}}},
      {"a\x1b[2J,\xe2\x80\xae"
       "b\n\x07,\xff\n",
       {{"a", "b"}, {"", "\xef\xbf\xbd"}}},
  };
  for (const auto& one : cases) {
    CAPTURE(one.text);
    const CsvReading reading = read_csv(one.text);
    CHECK(reading.problem.empty());
    CHECK(reading.left_out == 0);
    CHECK(rows_of(reading) == one.expected);
  }
}

TEST_CASE("csv: a quote that is never closed is a file that was cut off") {
  const struct {
    std::string text;
    std::string line;
  } cases[] = {{"\"", "1"},
               {"a,b\n1,\"2\n3\n", "2"},
               {"\"a\nb\",c\n\"x", "3"},
               {"a\r\n\"\"\"", "2"},
               {"a\n" + std::string(200, '\n') + "x,\"" + std::string(2'000'000, ','), "202"}};
  for (const auto& one : cases) {
    CAPTURE(one.text.substr(0, 40));
    const CsvReading reading = read_csv(one.text);
    CHECK(reading.problem == "line " + one.line + ": the quote that begins here is never closed");
    CHECK(reading.table == ContextTable{});
  }
}

TEST_CASE("csv: rows and columns that there is no room for are counted") {
  std::string text = "h1,h2\n";
  for (int i = 0; i < 70; ++i) text += "a,b\n\n";
  CsvReading reading = read_csv(text);
  CHECK(reading.table.rows.size() == kMostLines);
  CHECK(reading.left_out == 10);

  reading = read_csv("1,2,3,4,5,6,7,8,9,10\na\n,,,,,,,,,,,,12?\n");
  CHECK(reading.table.header == std::vector<std::string>{"1", "2", "3", "4", "5", "6", "7", "8"});
  CHECK(reading.left_out == 5);
  for (const auto& row : reading.table.rows) CHECK(row.size() == kMostColumns);
  // What is left out anyway need not fit.
  text += std::string(100, ',') + "x\n";
  CHECK(read_csv(text).left_out == 11);
}

TEST_CASE("csv: a megabyte in one field, one row or many") {
  for (const std::string& part :
       {std::string("x"), std::string("\"\""), std::string(","), std::string("\n"),
        std::string("a,b\r\n"), std::string("\"\n\"")}) {
    CAPTURE(part);
    std::string text = "h,";
    while (text.size() < 1'000'000) text += part;
    const CsvReading reading = read_csv(text);
    CHECK(reading.table.rows.size() <= kMostLines);
    for (const auto& row : rows_of(reading)) {
      CHECK(row.size() <= kMostColumns);
      for (const std::string& cell : row) CHECK(cell.size() <= 4096);
    }
  }
}

// A small generator of its own: the same cases on every machine.
TEST_CASE("csv: whatever the bytes, the table is well formed and safe") {
  const std::vector<std::string> parts = {
      "\"", "\"\"", ",",        ";",    "\t",           "\n", "\r",           "\r\n",
      "a",  "b c",  "\x1b[31m", "\xff", "\xe2\x80\xae", "é",  "\xef\xbb\xbf", std::string(1, '\0'),
      " ",  "\\"};
  std::uint32_t state = 20261121;
  const auto next = [&](std::size_t below) {
    state = state * 1664525U + 1013904223U;
    return static_cast<std::size_t>(state >> 16U) % below;
  };
  int tables = 0;
  int problems = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string text;
    for (std::size_t i = next(40); i > 0; --i) text += parts[next(parts.size())];
    const CsvReading reading = read_csv(text);
    CAPTURE(text);
    if (!reading.problem.empty()) {
      ++problems;
      CHECK(reading.problem.find("never closed") != std::string::npos);
      CHECK(reading.table == ContextTable{});
      continue;
    }
    tables += reading.table.rows.empty() ? 0 : 1;
    for (const auto& row : rows_of(reading)) {
      REQUIRE(row.size() == reading.table.header.size());
      for (const std::string& cell : row) CHECK(one_line(cell) == cell);
    }
  }
  CHECK(tables > 500);
  CHECK(problems > 500);
}

// What is written by the rules is read back as it was.
TEST_CASE("csv: there and back again") {
  const std::vector<std::string> fields = {"a",    "",  "x,y", "\"",  "\"q\"",
                                           "a\"b", ";", "é",   "1 2", ",\",\""};
  std::uint32_t state = 4180;
  const auto next = [&](std::size_t below) {
    state = state * 1664525U + 1013904223U;
    return static_cast<std::size_t>(state >> 16U) % below;
  };
  for (int round = 0; round < 500; ++round) {
    Rows rows(1 + next(5));
    std::string text;
    const std::size_t width = 2 + next(6);
    for (auto& row : rows) {
      for (std::size_t i = 0; i < width; ++i) {
        row.push_back(i + 1 == width ? "end" : fields[next(fields.size())]);
        std::string written;
        for (const char c : row.back()) written += c == '"' ? "\"\"" : std::string(1, c);
        text += (i == 0 ? "\"" : ",\"") + written + "\"";
      }
      text += next(2) == 0 ? "\r\n" : "\n";
    }
    CAPTURE(text);
    CHECK(rows_of(read_csv(text)) == rows);
  }
}

}  // namespace
}  // namespace execassist::context
