#include "channels/gsm_text.hpp"

#include <execassist/base/text.hpp>

#include <string>

#include <doctest/doctest.h>

namespace execassist::channels {
namespace {

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

constexpr auto kGsm = SmsEncoding::gsm7;
constexpr auto kUcs = SmsEncoding::ucs2;

struct Counted {
  std::string text;
  SmsEncoding encoding;
  int units;
  int segments;
};

// The 128 places of GSM 03.38, but the escape to the extension.
const std::string kWholeTable =
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

}  // namespace

TEST_CASE("gsm: how many segments a text takes") {
  for (const auto& [text, encoding, units, segments] : {
           Counted{"", kGsm, 0, 0},
           Counted{"a", kGsm, 1, 1},
           Counted{kWholeTable, kGsm, 127, 1},
           Counted{"^{}\\[]~|€", kGsm, 18, 1},
           Counted{repeated("a", 160), kGsm, 160, 1},
           Counted{repeated("a", 161), kGsm, 161, 2},
           Counted{repeated("a", 306), kGsm, 306, 2},
           Counted{repeated("a", 307), kGsm, 307, 3},
           Counted{repeated("€", 80), kGsm, 160, 1},
           Counted{repeated("€", 81), kGsm, 162, 2},
           // An escape and what it escapes stay together: the last place of the first remains
           // empty.
           Counted{repeated("€", 152), kGsm, 304, 2},
           Counted{repeated("€", 153), kGsm, 306, 3},
           Counted{repeated("a", 152) + "€" + repeated("a", 151), kGsm, 305, 2},
           Counted{repeated("a", 152) + "€" + repeated("a", 152), kGsm, 306, 3},

           Counted{"ê", kUcs, 1, 1},
           Counted{"a`", kUcs, 2, 1},
           Counted{"ç", kUcs, 1, 1},
           Counted{"\t", kUcs, 1, 1},
           Counted{"😀", kUcs, 2, 1},
           Counted{repeated("я", 70), kUcs, 70, 1},
           Counted{repeated("я", 71), kUcs, 71, 2},
           Counted{repeated("я", 134), kUcs, 134, 2},
           Counted{repeated("я", 135), kUcs, 135, 3},
           Counted{repeated("😀", 35), kUcs, 70, 1},
           Counted{repeated("😀", 66), kUcs, 132, 2},
           Counted{repeated("😀", 67), kUcs, 134, 3},
           Counted{repeated("€", 69) + "я", kUcs, 70, 1},
           Counted{"\xFF", kUcs, 1, 1},
       }) {
    CAPTURE(text);
    const SmsSegments counted = segments_of(text);
    CHECK(counted.encoding == encoding);
    CHECK(counted.units == units);
    CHECK(counted.segments == segments);
  }
}

TEST_CASE("gsm: what is in the alphabet stays as it is") {
  std::string table = kWholeTable;
  std::erase(table, '\n');
  std::erase(table, '\r');
  CHECK(gsm_text(table) == table);
  CHECK(gsm_text("^{}\\[]~|€") == "^{}\\[]~|€");
  CHECK(gsm_text("à è é ù ì ò Ç Ø ø Å å Æ æ ß É Ä Ö Ñ Ü § ¿ ä ö ñ ü") ==
        "à è é ù ì ò Ç Ø ø Å å Æ æ ß É Ä Ö Ñ Ü § ¿ ä ö ñ ü");
}

TEST_CASE("gsm: what is not is written with what is") {
  struct Case {
    std::string given;
    std::string expected;
  };
  for (const auto& [given, expected] : {
           Case{"“Q4” – ‘it’s’ — «ok»…", "\"Q4\" - 'it's' - \"ok\"..."},
           Case{"`rm` ´x´", "'rm' 'x'"},
           Case{"3\u00A0PM\u202FCET\u2003x\u3000y\u1680z", "3 PM CET x y z"},
           Case{"a\u2009 \u00A0 b", "a b"},
           Case{"\u00A0a\u2009", "a"},
           Case{"a\nb\r\nc\td", "a b c d"},
           Case{"a\u2028b\u2029c\u0085d", "a b c d"},
           Case{"ê á ç À í Ó ÿ", "e a c A i O y"},
           Case{"Žluťoučký kůň", "Zlutoucky kun"},
           Case{"Łódź, Đà Nẵng, Œuvre, þing", "Lodz, Dà Nang, OEuvre, thing"},
           Case{"İstanbul ılık GROẞ", "Istanbul ilik GROSS"},
           Case{"e\u0301 u\u0308 a\u030A n\u0303 c\u0327 x\u0302", "é ü å ñ c x"},
           Case{"\u212B \u2126 \u212A", "Å Ω K"},
           Case{"½ ¼ ² ³ ª № ™ © ®", "1/2 1/4 2 3 a No TM (c) (r)"},
           Case{"ﬁne ﬂow ĳ Ｗｉｄｅ！ 𝐁𝐨𝐥𝐝 ①", "fine flow ij Wide! Bold 1"},
           Case{"A → B ⇒ C ± 2 × 3 ≤ 4", "A -> B => C +/- 2 x 3 <= 4"},
           Case{"21°C, 5µm", "21 degC, 5um"},
           Case{"12 people · 60 min • now", "12 people - 60 min - now"},
       }) {
    CAPTURE(given);
    CHECK(gsm_text(given) == expected);
    CHECK(segments_of(expected).encoding == kGsm);
  }
}

TEST_CASE("gsm: pictures and what cannot be seen are dropped") {
  struct Case {
    std::string given;
    std::string expected;
  };
  for (const auto& [given, expected] : {
           Case{"Launch 🚀 party 🎉🎉!", "Launch party !"},
           Case{"🚀", ""},
           Case{"👩‍💻 👍🏽 🇩🇪 🏴\U000E0067\U000E007F x", "x"},
           Case{"1\uFE0F\u20E3 of 2", "1 of 2"},
           Case{"✓ done ☕\uFE0F ◾ ★", "done"},
           Case{"a\u200Bb\u200Dc\u00ADd\uFEFFe", "abcde"},
           Case{"\u202Eevil\u202C \u2066x\u2069", "evil x"},
           Case{"a\x01\x1b[31mb\x7F", "a b"},
           Case{"\u0301a", "a"},
           Case{"a\xFF\xC3", "a"},
           Case{"\uE000x\U0010FFFF", "x"},
           Case{"", ""},
           Case{" \n ", ""},
       }) {
    CAPTURE(given);
    CHECK(gsm_text(given) == expected);
  }
}

TEST_CASE("gsm: letters that cannot be written otherwise stay, with their marks") {
  struct Case {
    std::string given;
    std::string expected;
  };
  for (const auto& [given, expected] : {
           Case{"Приём 🚀 – «ёж»", "Приём - \"ёж\""},
           Case{"й и\u0306", "й й"},
           Case{"第四季度展望。見て、", "第四季度展望.見て,"},
           Case{"한글 한국", "한글 한국"},
           Case{"नमस्ते", "नमस्ते"},
           Case{"שָׁלוֹם", "שָׁלוֹם"},
           Case{"Καλημέρα", "Καλημέρα"},
           Case{"₹500", "₹500"},
           Case{"Café Москва", "Café Москва"},
           Case{"я\u200Bб", "яб"},
       }) {
    CAPTURE(given);
    CHECK(gsm_text(given) == expected);
    CHECK(segments_of(expected).encoding == kUcs);
  }
}

TEST_CASE("gsm: a rewritten text is one safe line, and rewriting it again changes nothing") {
  const std::string marks = repeated("\u0301\u0323", 5000);
  for (const std::string& given :
       {std::string("x" + marks), std::string("я" + marks), "日本" + marks + "語", marks,
        std::string("“a”\n\n😀 b `c` ê"), repeated("👩‍👩‍👧", 2000), std::string(1, '\0'),
        std::string("a\0b", 3)}) {
    const std::string once = gsm_text(given);
    CHECK(once == one_line(once));
    CHECK(gsm_text(once) == once);
    CHECK(once.find('\n') == std::string::npos);
    CHECK(once.size() < 100);
  }
}

}  // namespace execassist::channels
