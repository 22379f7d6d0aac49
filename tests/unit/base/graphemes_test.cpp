#include <execassist/base/graphemes.hpp>
#include <execassist/base/text.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist {
namespace {

std::vector<std::string> graphemes_of(const std::string& text) {
  std::vector<std::string> found;
  for (std::size_t at = 0; at < text.size();) {
    found.push_back(text.substr(at, grapheme_size(text, at)));
    at += found.back().size();
  }
  return found;
}

}  // namespace

TEST_CASE("graphemes: what people take for one character stays together") {
  using Parts = std::vector<std::string>;
  for (const Parts& parts : {
           Parts{},
           Parts{"a", "b", " ", "c"},
           Parts{"é", "x"},
           Parts{"e\u0301", "x"},
           Parts{"a\u0323\u0302\u0301", "b"},
           Parts{"👍🏽", "!"},
           Parts{"👩‍💻", "👩‍👩‍👧"},
           Parts{"🇩🇪", "🇫🇷", "🇮"},
           Parts{"1\uFE0F\u20E3", "2"},
           Parts{"한", "글"},
           Parts{"नि", "x"},
           Parts{"\xFF", "a"},
           Parts{"a", "\xC3"},
       }) {
    const std::string text = join(parts, "");
    CAPTURE(text);
    CHECK(graphemes_of(text) == parts);
  }
}

TEST_CASE("graphemes: composed and decomposed") {
  CHECK(composed("e\u0301") == "é");
  CHECK(composed("é") == "é");
  CHECK(composed("x\u0301") == "x\u0301");
  CHECK(composed("\u212B") == "Å");
  CHECK(composed("\xFF") == "\uFFFD");
  CHECK(composed("").empty());

  CHECK(decomposed(U'a') == "a");
  CHECK(decomposed(U'ê') == "e\u0302");
  CHECK(decomposed(U'ệ') == "e\u0323\u0302");
  CHECK(decomposed(U'½') == "1⁄2");
  CHECK(decomposed(U'ﬁ') == "fi");
  CHECK(decomposed(U'…') == "...");
  CHECK(decomposed(U'Ａ') == "A");
  CHECK(decomposed(U'\u00A0') == " ");
  CHECK(decomposed(U'ł') == "ł");
  CHECK(decomposed(0x110000) == "\uFFFD");
}

TEST_CASE("graphemes: marks, what cannot be seen, and pictures") {
  struct Case {
    char32_t character;
    bool mark;
    bool invisible;
    bool pictogram;
  };
  for (const auto& [character, mark, invisible, pictogram] : {
           Case{U'a', false, false, false},     Case{U'ж', false, false, false},
           Case{U'漢', false, false, false},    Case{U'7', false, false, false},
           Case{U'+', false, false, false},     Case{U'€', false, false, false},
           Case{U'≤', false, false, false},     Case{U'、', false, false, false},
           Case{U'\u0301', true, false, false}, Case{U'\u20E3', true, false, false},
           Case{U'\u093F', true, false, false}, Case{U'\uFE0F', true, true, false},
           Case{U'\u200B', false, true, false}, Case{U'\u200D', false, true, false},
           Case{U'\u00AD', false, true, false}, Case{U'\uFEFF', false, true, false},
           Case{U'\u202E', false, true, false}, Case{U'\a', false, true, false},
           Case{0xE0067, false, true, false},   Case{U'😀', false, false, true},
           Case{U'🇩', false, false, true},      Case{0x1F3FD, false, false, true},
           Case{U'☕', false, false, true},      Case{U'→', false, false, true},
           Case{U'◾', false, false, true},      Case{U'°', false, false, true},
           Case{U'\uFFFD', false, false, true}, Case{U'\uE000', false, false, true},
           Case{U'\u0378', false, false, true},
       }) {
    CAPTURE(static_cast<std::uint32_t>(character));
    CHECK(is_mark(character) == mark);
    CHECK(is_invisible(character) == invisible);
    CHECK(is_pictogram(character) == pictogram);
  }
}

}  // namespace execassist
