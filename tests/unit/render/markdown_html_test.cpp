#include "render/markdown_html.hpp"

#include "support/html_scan.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::render {
namespace {

TEST_CASE("labels, tables, tasks, headings") {
  struct Case {
    std::string markdown;
    std::string html;
  };
  const std::vector<Case> cases{
      {"a *(fact: calendar)*", "<p>a <span class=\"mark fact\">fact: calendar</span></p>\n"},
      {"a *(suggestion)*", "<p>a <span class=\"mark suggestion\">suggestion</span></p>\n"},
      {"a *(fact: x \\< y \\* z)*",
       "<p>a <span class=\"mark fact\">fact: x &lt; y * z</span></p>\n"},
      {"*()* *x* *(a **b** c)*",
       "<p><em>()</em> <em>x</em> <em>(a <strong>b</strong> c)</em></p>\n"},
      {"&lt;em&gt;(x)&lt;/em&gt;", "<p>&lt;em&gt;(x)&lt;/em&gt;</p>\n"},
      {"- [x] a\n- [ ] b",
       "<ul>\n<li><input type=\"checkbox\" checked=\"\" disabled=\"\" /> a</li>\n"
       "<li><input type=\"checkbox\" disabled=\"\" /> b</li>\n</ul>\n"},
      {"# T\n\ntext", "<p>text</p>\n"},
      {"## T\n\n# U", "<h3>T</h3>\n<h2>U</h2>\n"},
      {"", ""},
  };
  for (const Case& one : cases) {
    CAPTURE(one.markdown);
    CHECK(markdown_html(one.markdown, {.without_title = true, .level_shift = 1}) == one.html);
  }
  CHECK(markdown_html("| a |\n| -: |\n| b *(suggestion)* |")
            .find("<td align=\"right\">b <span class=\"mark suggestion\">suggestion</span></td>") !=
        std::string::npos);
}

TEST_CASE("a template's own HTML, pictures and odd links do not get onto the page") {
  for (const std::string markdown :
       {"<script>alert(1)</script>", "a <b onclick=x>b</b> c", "<!-- x\n-->",
        "![p](https://evil.example/p.png)", "[x](javascript:alert(1))", "[x](JAVASCRIPT:alert)",
        "[x](data:text/html,x)", "[x](file:///etc/passwd)", "[x](//evil.example)",
        "<div>\n\n*a*\n</div>", "| a |\n| - |\n| ![p](x) <i>i</i> [l](vbscript:x) |",
        "[a ![b](c) d](javascript:x)"}) {
    CAPTURE(markdown);
    const std::string html = markdown_html(markdown);
    CHECK(testing::html_problems(html) == std::vector<std::string>{});
    CHECK(html.find("evil") == std::string::npos);
    CHECK(html.find("script:") == std::string::npos);
  }
  CHECK(markdown_html("[x](https://example.com/?a=1&b=2)") ==
        "<p><a href=\"https://example.com/?a=1&amp;b=2\">x</a></p>\n");
}

TEST_CASE("long and deep text takes no endless time") {
  CHECK(markdown_html(std::string(20'000, '>')).size() < 10'000'000);
  CHECK(markdown_html(std::string(50'000, '[')).size() > 50'000);
  CHECK(markdown_html(std::string(50'000, '*') + "a").size() > 1);
}

}  // namespace
}  // namespace execassist::render
