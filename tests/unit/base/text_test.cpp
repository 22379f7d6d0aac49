#include <execassist/base/text.hpp>

#include <string>

#include <doctest/doctest.h>

namespace execassist {
namespace {

struct Pair {
  std::string given;
  std::string expected;
};

const std::string kReplaced = "\uFFFD";

}  // namespace

TEST_CASE("text: bad sequences become U+FFFD") {
  for (const auto& [given, expected] : {
           Pair{"", ""},
           Pair{"plain", "plain"},
           Pair{"Grüße 漢字 😀", "Grüße 漢字 😀"},
           Pair{"a\uFFFDb", "a\uFFFDb"},
           Pair{std::string("a\0b", 3), std::string("a\0b", 3)},
           Pair{"a\xFF"
                "b",
                "a" + kReplaced + "b"},
           Pair{"a\xC3", "a" + kReplaced},
           Pair{"a\xE2\x82", "a" + kReplaced},
           Pair{"\x80\x80", kReplaced + kReplaced},
           Pair{"\xC0\xAF", kReplaced + kReplaced},                  // overlong
           Pair{"\xED\xA0\x80", kReplaced + kReplaced + kReplaced},  // a surrogate
           Pair{"\xC3(", kReplaced + "("},
       }) {
    CAPTURE(given);
    CHECK(to_valid_utf8(given) == expected);
  }
}

TEST_CASE("text: line breaks, tabs and control characters become one blank each run") {
  for (const auto& [given, expected] : {
           Pair{"", ""},
           Pair{"plain text", "plain text"},
           Pair{"a\nb", "a b"},
           Pair{"a\r\n\r\nb", "a b"},
           Pair{"\r\n a \t\v\f b \n", "a b"},
           Pair{"a  b", "a b"},
           Pair{"a\u0085b", "a b"},           // NEL
           Pair{"a\u2028b\u2029c", "a b c"},  // line and paragraph separators
           Pair{"\u00A0a\u00A0", "a"},
           Pair{std::string("a\0b", 3), "a b"},
           Pair{"a\x07\x08\x0E"
                "b",
                "a b"},
           Pair{"a\x7F"
                "b",
                "a b"},
           Pair{"a\u0080b\u009Fc", "a b c"},
           Pair{"a\u009B31mb", "a 31mb"},  // CSI of one character cannot take effect
           Pair{" \t\n", ""},
           Pair{"a\xFF\nb\xC3", "a" + kReplaced + " b" + kReplaced},
           Pair{"<b>&amp;</b> *x* `y`", "<b>&amp;</b> *x* `y`"},
       }) {
    CAPTURE(given);
    CHECK(one_line(given) == expected);
  }
}

TEST_CASE("text: terminal sequences are dropped") {
  for (const auto& [given, expected] : {
           Pair{"\x1b[31mred\x1b[0m", "red"},
           Pair{"a\x1b[1;2Hb", "ab"},
           Pair{"a\x1b[?25lb", "ab"},
           Pair{"a\x1b[2 qb", "ab"},
           Pair{"a\x1b]0;title\x07z", "az"},
           Pair{"a\x1b]0;title\x1b\\z", "az"},
           Pair{"a\x1b]8;;http://x.example\x1b\\link\x1b]8;;\x1b\\b", "alinkb"},
           Pair{"a\x1bPq#0\x1b\\b", "ab"},
           Pair{"a\x1b_x\x1b\\b\x1b^x\x1b\\c\x1bXx\x1b\\d", "abcd"},
           Pair{"a\x1b(Bb", "ab"},
           Pair{"a\x1b#8b", "ab"},
           Pair{"a\x1b"
                "cb",
                "ab"},
           Pair{"a\x1b=b\x1b>c", "abc"},
           // Unterminated: what would be swallowed is.
           Pair{"a\x1b]0;evil", "a"},
           Pair{"a\x1b[31", "a"},
           Pair{"a\x1b(", "a("},
           Pair{"a\x1b", "a"},
           Pair{"\x1b", ""},
           Pair{"a\x1b]0;t\nb", "a b"},
           // Broken off by something else, which keeps its meaning.
           Pair{"a\x1b]0;t\x1b[31mb", "ab"},
           Pair{"a\x1b[3\nb", "a b"},
           Pair{"a\x1b[3é", "aé"},
           Pair{"a\x1b\nb", "a b"},
           Pair{"a\x1b\x1b[31mb", "ab"},
           Pair{"a\x1b\x1b\x1b", "a"},
           Pair{"a\x1bé", "aé"},
           Pair{"a\x1b\xFFz", "a" + kReplaced + "z"},
       }) {
    CAPTURE(given);
    CHECK(one_line(given) == expected);
    CHECK(one_line(given).find('\x1b') == std::string::npos);
  }
}

TEST_CASE("text: what reorders or hides is dropped, what scripts need stays") {
  for (const auto& [given, expected] : {
           Pair{"a\u202Eb\u202Cc", "abc"},
           Pair{"\u202Aa\u202Bb\u202Dc", "abc"},
           Pair{"\u2066a\u2067b\u2068c\u2069", "abc"},
           Pair{"a\u200Eb\u200Fc\u061Cd", "abcd"},
           Pair{"a\u200Bb\u2060c\uFEFFd", "abcd"},
           Pair{"co\u00ADop", "coop"},
           Pair{"\u202E \u202C", ""},
           Pair{"a \u200B b", "a b"},
           Pair{"שלום עולם", "שלום עולם"},
           Pair{"می\u200Cخواهم", "می\u200Cخواهم"},
           Pair{"👩\u200D💻 ❤\uFE0F", "👩\u200D💻 ❤\uFE0F"},
       }) {
    CAPTURE(given);
    CHECK(one_line(given) == expected);
  }
}

TEST_CASE("text: a block keeps its line breaks and its layout") {
  for (const auto& [given, expected] : {
           Pair{"", ""},
           Pair{"a\nb", "a\nb"},
           Pair{"a\r\nb\r\n", "a\nb\n"},
           Pair{"\n\na\n\n", "\n\na\n\n"},
           Pair{"  a\n    b  \nc:    d", "  a\n    b\nc:    d"},
           Pair{"a\tb\u0085c", "a b c"},
           Pair{"a\t  b", "a   b"},
           Pair{"a\x1b[2Jb\x1b]0;x\nc\u202Ed", "ab\ncd"},
           Pair{"a\xFF", "a" + kReplaced},
       }) {
    CAPTURE(given);
    CHECK(safe_block(given) == expected);
  }
}

TEST_CASE("text: any bytes become one safe line, and again the same") {
  std::string bytes;
  unsigned state = 7;
  for (int i = 0; i < 20000; ++i) {
    state = state * 1103515245U + 12345U;
    bytes += (state >> 28) == 0 ? '\x1b' : static_cast<char>(state >> 16);
  }
  const std::string line = one_line(bytes);
  CHECK(to_valid_utf8(line) == line);
  CHECK(one_line(line) == line);
  CHECK(line.size() > 1000);
  int controls = 0;
  for (const char c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '\x7F') ++controls;
  }
  CHECK(controls == 0);
}

TEST_CASE("text: case folding") {
  for (const auto& [given, expected] : {
           Pair{"", ""},
           Pair{"Hello World_1", "hello world_1"},
           Pair{"[@`{Z", "[@`{z"},
           Pair{"ÄÖÜ", "äöü"},
           Pair{"Straße", "strasse"},
           Pair{"ΣΊΣΥΦΟΣ", "σίσυφοσ"},
           Pair{"ς", "σ"},
           Pair{"ДА", "да"},
           Pair{"漢字", "漢字"},
           Pair{"A\xFF", "a" + kReplaced},
       }) {
    CAPTURE(given);
    CHECK(fold_case(given) == expected);
  }
}

TEST_CASE("text: trimming, splitting, joining, counting") {
  CHECK(trim(" \t a b \r\n") == "a b");
  CHECK(trim("a") == "a");
  CHECK(trim(" \n") == "");
  CHECK(trim("") == "");
  CHECK(split("a,b,,c", ',') == std::vector<std::string>{"a", "b", "", "c"});
  CHECK(split("", ',') == std::vector<std::string>{""});
  CHECK(split(",", ',') == std::vector<std::string>{"", ""});
  CHECK(join({"a", "", "b"}, ", ") == "a, , b");
  CHECK(join({}, ", ") == "");
  CHECK(count_of(0, "meeting") == "0 meetings");
  CHECK(count_of(1, "meeting") == "1 meeting");
  CHECK(count_of(2, "person", "people") == "2 people");
  CHECK(count_of(1, "person", "people") == "1 person");
}

TEST_CASE("text: the name that was meant") {
  const std::vector<std::string> names{"calendars", "channels", "email",       "id",
                                       "name",      "phone",    "quiet_hours", "time_zone"};
  struct Case {
    std::string word;
    std::optional<std::string> name;
  };
  for (const auto& [word, name] : {
           Case{"time_zne", "time_zone"},
           Case{"timezone", "time_zone"},
           Case{"tiem_zone", "time_zone"},
           Case{"chanels", "channels"},
           Case{"Email", "email"},
           Case{"emial", "email"},  // two neighbours swapped are one slip
           Case{"naem", "name"},
           Case{"quiet-hours", "quiet_hours"},
           Case{"phones", "phone"},
           Case{"ID", "id"},
           Case{"xyz", std::nullopt},
           Case{"organizer", std::nullopt},
           Case{"a", std::nullopt},
           Case{"", std::nullopt},
           Case{std::string(1000000, 'e'), std::nullopt},
       }) {
    CAPTURE(word.substr(0, 20));
    CHECK(nearest_name(word, names) == name);
  }
  CHECK(nearest_name("x", {"y"}) == std::nullopt);  // nothing of it is left
  CHECK(nearest_name("cet", {"cat", "cut"}) == "cat");
  CHECK(nearest_name("Zürch", {"Zürich"}) == "Zürich");
  CHECK(nearest_name("name", {}) == std::nullopt);
}

TEST_CASE("text: phone numbers are E.164") {
  for (const char* const good : {"+15550100", "+441632960123", "+12", "+2901234", "+155501",
                                 "+123456789012345", "+999999999999999"}) {
    CAPTURE(good);
    CHECK(is_phone_number(good));
  }
  for (const std::string& wrong :
       {std::string(), std::string("+"), std::string("+1"), std::string("++1555"),
        std::string("15550100"), std::string("0015550100"), std::string("+0555010000"),
        std::string("+1 555 0100"), std::string("+1-555-0100"), std::string("+1234567890123456"),
        std::string("+1555O100"), std::string("tel:+15550100"), std::string("+15550100 "),
        std::string(" +15550100"), std::string("+15550100\n"), std::string("+1555\0", 6),
        std::string("+１５５５０１００"), std::string("whatsapp:+15550100")}) {
    CAPTURE(wrong);
    CHECK_FALSE(is_phone_number(wrong));
  }
}

TEST_CASE("text: addresses in logs") {
  for (const auto& [given, expected] : {
           Pair{"", ""},
           Pair{"ada@example.com", "a***@example.com"},
           Pair{"a@example.com", "a***@example.com"},
           Pair{"élan@example.com", "é***@example.com"},
           Pair{"\xFF@example.com", kReplaced + "***@example.com"},
           Pair{"\"ada@home\"@example.com", "\"***@example.com"},
           Pair{"+15550100", "+1***0100"},
           Pair{"+447700900123", "+4***0123"},
           Pair{"+15550", "***"},
           Pair{"+1555010x", "***"},
           Pair{"15550100", "***"},
           Pair{"U0001", "***"},
           Pair{"@example.com", "***"},
           Pair{"ada@", "***"},
           Pair{"@", "***"},
           Pair{"https://ada:secret@example.com/path", "***"},
           Pair{"ada@example.com\nsecret", "***"},
           Pair{"ada@example.com, bob", "***"},
       }) {
    CAPTURE(given);
    CHECK(mask_address(given) == expected);
  }
}

}  // namespace execassist
