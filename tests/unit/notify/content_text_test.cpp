#include "notify/content_text.hpp"

#include <doctest/doctest.h>

namespace execassist::notify {
namespace {

TEST_CASE("content text: lines, bullets and small print, without buttons") {
  MessageContent content;
  content.headline = "Your\nNext 7 Days";
  content.sections = {{{{{"Today", true}}}},
                      {{{{"09:00 "}, {"Sync\x1b[2J\nnow", true}}}, {"one", "two\r\nlines"}},
                      {{{{"Type: "}, {"execassist run", false, true}}}, {}, {{"go", "Go", "m1"}}}};
  content.footer = {"Calendar read.", "and more"};
  CHECK(plain_text_of(content) ==
        "Your Next 7 Days\n\nToday\n\n09:00 Sync now\n  - one\n  - two lines\n\n"
        "Type: execassist run\n\nCalendar read.\nand more\n");
  CHECK(plain_text_of({}).empty());
  CHECK(plain_text_of({"", {{{{{"a line"}}}}}, {}, {}}) == "a line\n");
}

}  // namespace
}  // namespace execassist::notify
