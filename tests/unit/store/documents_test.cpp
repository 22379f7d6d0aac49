#include "store/documents.hpp"

#include "support/error_of.hpp"

#include <execassist/base/error.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::store {
namespace {

// Every byte but NUL, in an order that is no text in any encoding.
std::string all_bytes() {
  std::string bytes;
  for (int i = 255; i > 0; --i) bytes += static_cast<char>(i);
  return bytes;
}

const std::vector<std::string> kHostile = {
    "",
    " ",
    "plain",
    "\"",
    "\\",
    "\\\"\\u0041\\n",
    "a\nb\r\n\tc",
    "','); DROP TABLE builds; --",
    "[\"not\", {\"a\": 1}, null]",
    "null",
    "\xF0\x9F\x98\x80 \xE6\x9D\xB1\xE4\xBA\xAC \xD7\xA9",
    "\xC3",
    "\xED\xA0\x80 half a pair",
    all_bytes(),
    std::string(100'000, 'x') + "\n",
};

TEST_CASE("lines come back as they were, whatever their bytes") {
  const Database database = Database::in_memory();
  for (const std::string& text : kHostile) {
    CAPTURE(text);
    const std::vector<std::string> lines = {text, "between", text};
    CHECK(lines_in(database, document_of(lines)) == lines);
  }
  CHECK(lines_in(database, document_of(kHostile)) == kHostile);
  CHECK(lines_in(database, document_of(std::vector<std::string>{})).empty());
  CHECK(document_of(std::vector<std::string>{"a", "b\""}) == R"(["a","b\""])");
}

TEST_CASE("more than ten lines keep their order") {
  const Database database = Database::in_memory();
  std::vector<std::string> lines;
  for (int i = 0; i < 1234; ++i) lines.push_back(std::to_string(i));
  CHECK(lines_in(database, document_of(lines)) == lines);
}

TEST_CASE("a snapshot comes back as it was") {
  const Database database = Database::in_memory();
  CHECK(snapshot_in(database, document_of(MeetingSnapshot{})) == MeetingSnapshot{});
  for (const std::string& text : kHostile) {
    CAPTURE(text);
    const MeetingSnapshot snapshot{text,
                                   Instant{Seconds{1795253400}},
                                   Instant{Seconds{-1}},
                                   text,
                                   text,
                                   {text, "", text},
                                   text,
                                   text,
                                   true};
    CHECK(snapshot_in(database, document_of(snapshot)) == snapshot);
  }
  // As it was written before links, organizers and whole days were noted.
  const MeetingSnapshot old = snapshot_in(
      database,
      R"({"title":"t","start":1,"end":2,"location":"l","description_digest":"d","attendees":[]})");
  CHECK(old.title == "t");
  CHECK_FALSE(old.join_url);
  CHECK_FALSE(old.organizer);
  CHECK_FALSE(old.all_day);
}

TEST_CASE("a context item comes back as it was") {
  const Database database = Database::in_memory();
  CHECK(item_in(database, document_of(ContextItem{})) == ContextItem{});
  for (const std::string& text : kHostile) {
    CAPTURE(text);
    ContextItem item{text, text, text, Instant{Seconds{0}}, text, {}, {}, 9'000'000'000};
    item.table.header = {text, "", text};
    item.table.rows = {{"1", text, ""}, {}, {text, text, text}, {}};
    item.lines = {{text, 0}, {"", 7}, {text, 2}};
    CHECK(item_in(database, document_of(item)) == item);
    item.as_of.reset();
    CHECK(item_in(database, document_of(item)) == item);
  }
}

TEST_CASE("a large table comes back whole and in order") {
  const Database database = Database::in_memory();
  ContextItem item;
  item.table.header.assign(40, "column");
  for (int i = 0; i < 500; ++i) {
    item.table.rows.emplace_back(40, std::to_string(i));
    item.lines.push_back({std::to_string(i), i % 5});
  }
  CHECK(item_in(database, document_of(item)) == item);
}

TEST_CASE("what somebody broke by hand is an error, not a crash") {
  const Database database = Database::in_memory();
  for (const char* broken : {"", "[", "{\"title\":", "no json", "[\"a\""}) {
    CAPTURE(broken);
    CHECK(execassist::testing::error_of([&] { lines_in(database, broken); }));
    CHECK(execassist::testing::error_of([&] { item_in(database, broken); }));
    CHECK(execassist::testing::error_of([&] { snapshot_in(database, broken); }));
  }
}

}  // namespace
}  // namespace execassist::store
