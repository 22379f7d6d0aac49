#include <execassist/base/text.hpp>

#include <string>

#include <doctest/doctest.h>

namespace execassist {

TEST_CASE("text width: columns on a terminal") {
  struct Case {
    std::string text;
    int columns;
  };
  for (const auto& [text, columns] : {
           Case{"", 0},
           Case{"hello", 5},
           Case{"Grüße", 5},
           Case{"漢字", 4},
           Case{"한글", 4},
           Case{"かな", 4},
           Case{"Ａ", 2},  // full width
           Case{"😀", 2},
           Case{"e\u0301", 1},
           Case{"a\u0323\u0301", 1},
           Case{"ที่", 1},
           Case{"שלום", 4},
           Case{"a\u200Bb", 2},
           Case{"a\x01\u0085", 1},
           Case{"…", 1},
           Case{"a\xFF", 2},
       }) {
    CAPTURE(text);
    CHECK(display_width(text) == columns);
  }
}

TEST_CASE("text width: cut and filled") {
  struct Case {
    std::string text;
    int columns;
    std::string fitted;
    std::string padded;
  };
  for (const auto& [text, columns, fitted, padded] : {
           Case{"hello", 6, "hello", "hello "},
           Case{"hello", 5, "hello", "hello"},
           Case{"hello", 4, "hel…", "hel…"},
           Case{"hello", 1, "…", "…"},
           Case{"hello", 0, "", ""},
           Case{"hello", -3, "", ""},
           Case{"", 2, "", "  "},
           Case{"漢字", 4, "漢字", "漢字"},
           Case{"漢字", 3, "漢…", "漢…"},
           Case{"漢字", 2, "…", "… "},  // a wide character and the ellipsis do not fit
           Case{"漢字", 1, "…", "…"},
           Case{"漢", 2, "漢", "漢"},
           Case{"漢", 1, "…", "…"},
           Case{"a漢b", 3, "a…", "a… "},
           Case{"a漢b", 2, "a…", "a…"},
           Case{"a漢", 3, "a漢", "a漢"},
           Case{"👍👍", 3, "👍…", "👍…"},
           Case{"cafe\u0301", 4, "cafe\u0301", "cafe\u0301"},
           Case{"cafe\u0301s", 4, "caf…", "caf…"},
           Case{"e\u0301e\u0301e\u0301", 2, "e\u0301…", "e\u0301…"},
           Case{"abc\xFF", 3, "ab…", "ab…"},
           Case{"ab\xFF", 3, "ab\uFFFD", "ab\uFFFD"},
       }) {
    CAPTURE(text);
    CAPTURE(columns);
    CHECK(fit_width(text, columns) == fitted);
    CHECK(pad_width(text, columns) == padded);
  }
}

TEST_CASE("text width: whatever the text, a column is exactly as wide as it should be") {
  const std::string pieces[] = {"a", "漢", "e\u0301", "😀", "\xFF", "한", "ש", "\u200D", "ß"};
  unsigned state = 3;
  for (int round = 0; round < 200; ++round) {
    std::string text;
    for (int i = 0; i < 12; ++i) {
      state = state * 1103515245U + 12345U;
      text += pieces[(state >> 16) % 9];
    }
    const std::string whole = to_valid_utf8(text);
    for (int columns = 1; columns < 30; ++columns) {
      const std::string fitted = fit_width(text, columns);
      CAPTURE(text);
      CAPTURE(columns);
      CHECK(display_width(fitted) <= columns);
      CHECK(display_width(pad_width(text, columns)) == columns);
      CHECK(to_valid_utf8(fitted) == fitted);
      if (display_width(whole) <= columns) {
        CHECK(fitted == whole);
      } else {
        CHECK(fitted.ends_with("…"));
        CHECK(whole.starts_with(fitted.substr(0, fitted.size() - std::string("…").size())));
      }
    }
  }
}

}  // namespace execassist
