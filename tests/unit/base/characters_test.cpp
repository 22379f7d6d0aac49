#include <execassist/base/text.hpp>

#include <string>

#include <doctest/doctest.h>

namespace execassist {
namespace {

std::string folded(std::string_view text) {
  std::string result;
  append_folded(result, text);
  return result;
}

}  // namespace

TEST_CASE("characters: decoding") {
  struct Case {
    std::string text;
    char32_t character;
    std::size_t size;
  };
  for (const auto& [text, character, size] : {
           Case{"a", U'a', 1},
           Case{std::string(1, '\0'), 0, 1},
           Case{"\x7F", 0x7F, 1},
           Case{"\xC2\x80", 0x80, 2},
           Case{"\xDF\xBF", 0x7FF, 2},
           Case{"\xE0\xA0\x80", 0x800, 3},
           Case{"\xED\x9F\xBF", 0xD7FF, 3},
           Case{"\xEF\xBF\xBF", 0xFFFF, 3},
           Case{"\xF0\x90\x80\x80", 0x10000, 4},
           Case{"\xF4\x8F\xBF\xBF", 0x10FFFF, 4},
           Case{"\x80", 0xFFFD, 1},
           Case{"\xC0\xAF", 0xFFFD, 1},          // overlong
           Case{"\xE0\x80\xAF", 0xFFFD, 1},      // overlong
           Case{"\xED\xA0\x80", 0xFFFD, 1},      // a surrogate
           Case{"\xF4\x90\x80\x80", 0xFFFD, 1},  // beyond the last
           Case{"\xF5\x80\x80\x80", 0xFFFD, 1},
           Case{"\xC3", 0xFFFD, 1},
           Case{"\xC3z", 0xFFFD, 1},
           Case{"\xE2\x82", 0xFFFD, 2},
           Case{"\xE2\x82z", 0xFFFD, 2},
           Case{"\xF0\x9F\x98", 0xFFFD, 3},
           Case{"\xFF", 0xFFFD, 1},
       }) {
    CAPTURE(text);
    const auto decoded = decode_character(text, 0);
    CHECK(decoded.character == character);
    CHECK(decoded.size == size);
    if (character != 0xFFFD) {
      std::string again;
      append_character(again, character);
      CHECK(again == text);
    }
  }
  std::string bad;
  append_character(bad, 0xD800);
  append_character(bad, 0x110000);
  CHECK(bad == "\uFFFD\uFFFD");
}

TEST_CASE("characters: what makes a word go on") {
  for (const char32_t character :
       std::u32string(U"azAZ09_äßΩжا漢가\u0301\u0903\u20DD٣\u02BC\u01C5")) {
    CAPTURE(static_cast<unsigned>(character));
    CHECK(is_word_character(character));
  }
  for (const char32_t character :
       std::u32string(U" -:.#@/'’—«€©😀\u00A0\u200B\u200D\u200F\u2068\uFFFD\u2160½²\n")) {
    CAPTURE(static_cast<unsigned>(character));
    CHECK_FALSE(is_word_character(character));
  }
  CHECK_FALSE(is_word_character(0x110000));
}

TEST_CASE("characters: folding") {
  CHECK(folded("Hello,  World\r\n\t!") == "hello, world !");
  CHECK(folded(" a ") == " a ");
  CHECK(folded("") == "");
  CHECK(folded("A\u00A0 \u2003\u3000B") == "a b");
  CHECK(folded("\u00A0\u00A0") == " ");
  CHECK(folded("GRÖSSE Größe") == "grösse grösse");
  CHECK(folded("E\u0301 É") == "é é");
  CHECK(folded("<\u0338") == "\u226E");
  CHECK(folded("a\u0323\u0301 = a\u0301\u0323") == folded("\u1EA1\u0301 = \u1EA1\u0301"));
  CHECK(folded("a\u00ADb ❤\uFE0Fx") == "ab ❤x");
  CHECK(folded("Σς") == "σσ");
  CHECK(folded("A\xFFZ\xC3") == "a\uFFFDz\uFFFD");
  std::string text = "kept A\u030A";
  append_folded(text, "\u0301B");  // does not touch what stands there
  CHECK(text == "kept A\u030A\u0301b");
}

TEST_CASE("characters: folding again changes nothing, and gives valid UTF-8") {
  std::string text;
  unsigned state = 1;
  for (int i = 0; i < 20000; ++i) {
    state = state * 1103515245U + 12345U;
    text += static_cast<char>(state >> 16);
  }
  const auto once = folded(text);
  CHECK(folded(once) == once);
  CHECK(to_valid_utf8(once) == once);
}

}  // namespace execassist
