#include "render/html_text.hpp"

#include <string>

#include <doctest/doctest.h>

namespace execassist::render {
namespace {

struct Case {
  std::string text;
  std::string expected;
};

}  // namespace

TEST_CASE("html text: nothing that means something to HTML gets through") {
  for (const auto& [text, expected] : {
           Case{"", ""},
           Case{"plain - text: 1. [x] (y)", "plain - text: 1. [x] (y)"},
           Case{"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
           Case{"</title><img src=x onerror=y>", "&lt;/title&gt;&lt;img src=x onerror=y&gt;"},
           Case{"<!-- -->", "&lt;!-- --&gt;"},
           Case{"R&D &lt; &#60;", "R&amp;D &amp;lt; &amp;#60;"},
           Case{R"(" onclick="x)", "&quot; onclick=&quot;x"},
           Case{"' onclick='x", "&#39; onclick=&#39;x"},
           Case{"Grüße 漢 😀 שלום", "Grüße 漢 😀 שלום"},
           Case{"👩‍🚀", "👩‍🚀"},
       }) {
    CAPTURE(text);
    CHECK(html_text(text) == expected);
  }
}

TEST_CASE("html text: what hides or reorders never passes") {
  for (const auto& [text, expected] : {
           Case{"a\r\nb\tc", "a b c"},
           Case{std::string("a\0b", 3), "a b"},
           Case{"\x1b[31mred\x1b[0m", "red"},
           Case{"a\u202Eb\u2066c\u2069d\u200Fe", "abcde"},
           Case{"zero\u200Bwidth\uFEFF", "zerowidth"},
           Case{"line\u2028sep\u0085x", "line sep x"},
           Case{"<\u202Eb>", "&lt;b&gt;"},
           Case{"bad\xFF\xC0\xAF<", "bad\uFFFD\uFFFD\uFFFD&lt;"},
       }) {
    CAPTURE(text);
    CHECK(html_text(text) == expected);
  }
}

TEST_CASE("html text: lines keep their breaks, and only those") {
  for (const auto& [text, expected] : {
           Case{"", ""},
           Case{"one", "one"},
           Case{"one\ntwo\n", "one<br>\ntwo"},
           Case{"one\n\ntwo\n\n\n", "one<br>\n<br>\ntwo"},
           Case{"  <br>\n\u202E&\r", "&lt;br&gt;<br>\n&amp;"},
       }) {
    CAPTURE(text);
    CHECK(html_lines(text) == expected);
  }
}

}  // namespace execassist::render
