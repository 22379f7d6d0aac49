#include "calendar/description_text.hpp"

#include <ctime>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::calendar {
namespace {

struct Case {
  std::string html;
  std::string text;
};

void check(const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    CAPTURE(each.html);
    CHECK(description_text(each.html) == each.text);
  }
}

TEST_CASE("plain text comes out as it went in") {
  for (const std::string text : {"",
                                 " two  blanks \n\n\n\nand breaks\n",
                                 "a < b and c > d",
                                 "x<y",
                                 "1<2>3",
                                 "<",
                                 "Join: <https://zoom.us/j/1>",
                                 "Ask <ada@example.com>",
                                 "Agenda for <team>",
                                 "<b",
                                 "<a href=",
                                 "AT&T",
                                 "R&D; x",
                                 "&",
                                 "&;",
                                 "&nosuchname;",
                                 "&#;",
                                 "&#x;",
                                 "&#12a;",
                                 "&amp",
                                 "<3",
                                 "</3>",
                                 "Gr\xc3\xbc\xc3\x9f",
                                 "<!-- never closed"}) {
    CAPTURE(text);
    CHECK(description_text(text) == text);
  }
}

TEST_CASE("tags become lines or nothing") {
  check({{"<b>bold</b> and <i class='x'>italic</i>", "bold and italic"},
         {"one<br>two<BR/>three<br />four", "one\ntwo\nthree\nfour"},
         {"<p>one</p><p>two</p>", "one\ntwo"},
         {"<p>one</p>\n\n\n\n<p>two</p>", "one\n\ntwo"},
         {"<ul><li>one</li><li><p>two</p></li></ul>after", "- one\n- two\nafter"},
         {"<ul>\n<li>one</li>\n</ul>", "- one"},
         {"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b \nc"},
         {"<html-blob><u></u>Dear all</html-blob>", "Dear all"},
         {"<html><head><title>x</title></head><body>text</body></html>", "text"},
         {"a<style>p{color:red}</style>b<script>if (a<b) alert('</p>')</script>c", "abc"},
         {"a<!-- note <b> -->b", "ab"},
         {"a<style>never closed", "a"},
         {"<p title=\"a > b\">text</p>", "text"},
         {"<p title=\"open>text</p>", "text"},
         {"<b>5 < 6</b> <team>", "5 < 6 <team>"}});
}

TEST_CASE("entities are resolved once") {
  check(
      {{"R&amp;D &lt;x&gt; &quot;q&quot; &apos;s&apos;", "R&D <x> \"q\" 's'"},
       {"&amp;lt;b&amp;gt;", "&lt;b&gt;"},
       {"&lt;script&gt;", "<script>"},
       {"a&nbsp;b&#160;c", "a b c"},
       {"&#65;&#x42;&#X43;", "ABC"},
       {"&uuml;&Eacute;&szlig;&euro;&hellip;", "\xc3\xbc\xc3\x89\xc3\x9f\xe2\x82\xac\xe2\x80\xa6"},
       {"&#x1F600;", "\xf0\x9f\x98\x80"},
       {"&#xD800;&#x110000;&#9999999;", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"}});
}

TEST_CASE("links keep their text and where they lead") {
  check({{"<a href=\"https://x.example/doc\">the doc</a>!", "the doc (https://x.example/doc)!"},
         {"<a href='https://x.example/doc'>https://x.example/doc</a>", "https://x.example/doc"},
         {"<a href=https://x.example/>x.example</a>", "x.example"},
         {"<a target=\"_blank\" href=\"https://x.example/?a=1&amp;b=2\">go</a>",
          "go (https://x.example/?a=1&b=2)"},
         {"<a href=\"https://x.example\"></a>", "https://x.example"},
         {"<a href=\"https://x.example\"><b>x</b>", "x (https://x.example)"},
         {"<a href=\"https://x.example\">x<a href=\"https://y.example\">y</a>",
          "x (https://x.example)y (https://y.example)"},
         {"<a href=\"mailto:ada@example.com?subject=x\">write</a>", "write (ada@example.com)"},
         {"<a href=\"mailto:ada@example.com\">ada@example.com</a>", "ada@example.com"},
         {"<a href=\"javascript:alert(1)\">click</a>", "click"},
         {"<a href=\"https://x.example/a b\">click</a>", "click"},
         {"<a data-href=\"https://evil.example\" href=\"https://x.example\">x</a>",
          "x (https://x.example)"},
         {"<a>no address</a>", "no address"},
         {"<a href=\"https://www.google.com/url?q=https%3A%2F%2Fzoom.us%2Fj%2F1%3Fpwd%3D2&amp;"
          "sa=D&amp;usg=x\">Zoom</a>",
          "Zoom (https://zoom.us/j/1?pwd=2)"},
         {"<a href=\"https://www.google.com/url?q=javascript:x\">y</a>",
          "y (https://www.google.com/url?q=javascript:x)"}});
}

TEST_CASE("hostile text takes linear time") {
  constexpr int kTimes = 20'000;
  for (const std::string piece :
       {"<", "<a ", "<a href=\"", "<p x='", "<p x=\"y\"", "<!--", "&", "&#", "&#x1", "<style>",
        "<script></", "<a href=https://x.example>", "<li>", "</a", "<b<b", "-->", "<p\n\n\n"}) {
    std::string text;
    for (int i = 0; i < kTimes; ++i) text += piece;
    CAPTURE(piece);
    const std::clock_t begin = std::clock();  // other programs must not make it fail
    const std::string out = description_text(text);
    CHECK(std::clock() - begin < CLOCKS_PER_SEC);
    CHECK(out.size() <= 3 * text.size());
  }
}

}  // namespace
}  // namespace execassist::calendar
