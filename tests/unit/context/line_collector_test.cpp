#include "context/line_collector.hpp"

#include <execassist/base/text.hpp>

#include <doctest/doctest.h>

namespace execassist::context {
namespace {

TEST_CASE("a line is safe and of bounded length, whatever it was") {
  const struct {
    std::string text;
    std::string expected;
  } cases[] = {
      {"", ""},
      {" \t a \r\n b ", "a b"},
      {"a\x1b[31mred\x1b[0m\x07", "ared"},
      {"\xe2\x80\xae"
       "evil\xe2\x80\xac\xe2\x80\x8b",
       "evil"},
      {"\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd"},
      {"<!channel> <b>&", "<!channel> <b>&"},  // escaped where it is shown
  };
  for (const auto& one : cases) {
    CAPTURE(one.text);
    CHECK(safe_line(one.text) == one.expected);
  }
  CHECK(safe_line(std::string(300, 'x')) == std::string(300, 'x'));
  CHECK(safe_line(std::string(301, 'x')) == std::string(299, 'x') + "…");
  std::string marks = "a";  // of no width
  for (int i = 0; i < 500'000; ++i) marks += "\xcc\x81";
  const std::string short_marks = safe_line(marks);
  CHECK(short_marks.size() <= 4096);
  CHECK(short_marks.ends_with("…"));
  CHECK(to_valid_utf8(short_marks) == short_marks);
  CHECK(safe_line(std::string(100'000, ' ') + "seen") == "seen");
  for (std::size_t shift = 0; shift < 4; ++shift) {  // never cut within a character
    std::string wide(shift, 'x');
    for (int i = 0; i < 3000; ++i) wide += "\xf0\x9f\x98\x80";
    CHECK(safe_line(wide).find("\xef\xbf\xbd") == std::string::npos);
  }
}

TEST_CASE("lines are kept as long as there is room, and counted from then on") {
  LineCollector lines;
  lines.add(0, "\x1b[31m \xe2\x80\x8b");  // nothing to be seen
  lines.add(kMostDepth - 1, "deep");
  lines.add(kMostDepth, "too deep");
  lines.add(1000, "much too deep");
  lines.add(1000, " ");
  for (int i = 0; i < 100; ++i) lines.add(0, "line");
  REQUIRE(lines.lines().size() == kMostLines);
  CHECK(lines.lines().front() == ContextLine{"deep", kMostDepth - 1});
  CHECK(lines.left_out() == 2 + 41);
}

}  // namespace
}  // namespace execassist::context
