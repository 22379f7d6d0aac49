#include "render/slack_text.hpp"

#include <execassist/base/text.hpp>

#include <string>

#include <doctest/doctest.h>

namespace execassist::render {
namespace {

struct Case {
  std::string text;
  std::string expected;
};

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("slack text: three characters are escaped, and no others") {
  for (const auto& [text, expected] : {
           Case{"", ""},
           Case{"plain", "plain"},
           Case{"R&D <b>", "R&amp;D &lt;b&gt;"},
           Case{"<!channel>", "&lt;!channel&gt;"},
           Case{"<@U1> <#C1>", "&lt;@U1&gt; &lt;#C1&gt;"},
           Case{"<http://evil|label>", "&lt;http://evil|label&gt;"},
           Case{"&amp; &lt;!here&gt;", "&amp;amp; &amp;lt;!here&amp;gt;"},
           Case{"\"'|!@#\\/{}", "\"'|!@#\\/{}"},
           Case{"Grüße 漢 😀 שלום", "Grüße 漢 😀 שלום"},
       }) {
    CAPTURE(text);
    CHECK(escape_slack(text) == expected);
  }
}

TEST_CASE("slack text: what could begin a format becomes its look-alike") {
  for (const auto& [text, expected] : {
           Case{"", ""},
           Case{"plain - text: 1. [x] (y)", "plain - text: 1. [x] (y)"},
           Case{"*bold* 2*3", "∗bold∗ 2∗3"},
           Case{"~gone~", "∼gone∼"},
           Case{"`code` ```block```", "ˋcodeˋ ˋˋˋblockˋˋˋ"},
           Case{"_slanted_", "ˍslantedˍ"},
           Case{"snake_case_name", "snake_case_name"},
           Case{"é_漢 a_ b", "é_漢 aˍ b"},
           Case{"a __ b", "a ˍˍ b"},
           Case{"> quote", "› quote"},
           Case{">>> all", "››› all"},
           Case{" > quote", " › quote"},
           Case{"a > b", "a > b"},
           Case{"bad\xFF", "bad\uFFFD"},
       }) {
    CAPTURE(text);
    CHECK(disarm_mrkdwn(text) == expected);
  }
}

TEST_CASE("slack text: length is that of UTF-16") {
  CHECK(slack_length("") == 0);
  CHECK(slack_length("abc") == 3);
  CHECK(slack_length("é漢") == 2);
  CHECK(slack_length("😀") == 2);
  CHECK(slack_length("&amp;") == 5);
}

TEST_CASE("slack text: cut between characters and escapes, never within") {
  struct Cut {
    std::string text;
    std::size_t most;
    std::string expected;
  };
  for (const auto& [text, most, expected] : {
           Cut{"abcdef", 6, "abcdef"},
           Cut{"abcdef", 5, "abcd…"},
           Cut{"abcdef", 1, "…"},
           Cut{"abcdef", 0, ""},
           Cut{"", 0, ""},
           Cut{"a&amp;b", 7, "a&amp;b"},
           Cut{"a&amp;b", 6, "a…"},
           Cut{"a&amp;bcd", 7, "a&amp;…"},
           Cut{"a&lt;bcd", 5, "a…"},
           Cut{"a&gt;bcd", 6, "a&gt;…"},
           Cut{"😀😀", 4, "😀😀"},
           Cut{"😀😀", 3, "😀…"},
           Cut{"😀😀", 2, "…"},
           Cut{"漢漢漢", 2, "漢…"},
       }) {
    CAPTURE(text);
    CAPTURE(most);
    CHECK(cut_slack(text, most) == expected);
  }
}

TEST_CASE("slack text: any cut of anything is whole and fits") {
  const std::string text = escape_slack(repeated("a&<>😀漢é\u0301", 8));
  for (std::size_t most = 0; most <= slack_length(text) + 1; ++most) {
    CAPTURE(most);
    const std::string cut = cut_slack(text, most);
    CHECK(slack_length(cut) <= most);
    CHECK(to_valid_utf8(cut) == cut);
    std::string rest = cut;
    for (const std::string escape : {"&amp;", "&lt;", "&gt;"}) {
      for (auto at = rest.find(escape); at != std::string::npos; at = rest.find(escape)) {
        rest.erase(at, escape.size());
      }
    }
    CHECK(rest.find('&') == std::string::npos);
    CHECK(rest.find(';') == std::string::npos);
  }
}

}  // namespace execassist::render
