#include "render/html_page.hpp"

#include "render/page_style.hpp"
#include "support/html_scan.hpp"

#include <execassist/base/encoding.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::render {
namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("one page that needs nothing else") {
  const std::string page =
      html_page({"Title", "When", "<p>legend</p>", {{"agenda", "Agenda", "<p>x</p>\n"}}, "Footer"});
  CHECK(testing::html_problems(page) == std::vector<std::string>{});
  CHECK(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
  CHECK(holds(page, "default-src 'none'; style-src 'sha256-" + base64(sha256_bytes(kPageStyle)) +
                        "'; base-uri 'none'; form-action 'none'"));
  CHECK(holds(page, "<style>" + std::string(kPageStyle) + "</style>"));
  CHECK(holds(page, "name=\"viewport\" content=\"width=device-width, initial-scale=1\""));
  CHECK(holds(page, "<section id=\"agenda\" class=\"agenda\">\n<h2>Agenda</h2>\n<p>x</p>\n"));
  CHECK(holds(page, "<a href=\"#agenda\">Agenda</a>"));
  for (const std::string outside :
       {"url(", "@import", "src=", "<link", "<script", "http:", "https:"}) {
    CHECK_MESSAGE(!holds(page, outside), outside);
  }
}

TEST_CASE("hostile titles stay text") {
  for (const std::string text :
       {"</title><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "<!channel>",
        "&lt;b&gt;", "{{x}}", "<!-- ", "]]>",
        "a\x1b[31m\xE2\x80\xAE"
        "b"}) {
    CAPTURE(text);
    const std::string page = html_page({text, text, "", {{"agenda", text, ""}}, text});
    CHECK(testing::html_problems(page) == std::vector<std::string>{});
    CHECK_FALSE(holds(page, "\x1b"));
    CHECK_FALSE(holds(page, "\xE2\x80\xAE"));
  }
}

TEST_CASE("the scanner of these tests sees what it should") {
  for (const std::string bad :
       {"<script></script>", "<p onclick=\"x\"></p>", "<p>", "<p></div>", "<p",
        "<a href=\"javascript:x\">y</a>", "<a href=x>y</a>", "</p>"}) {
    CHECK_MESSAGE(!testing::html_problems(bad).empty(), bad);
  }
}

}  // namespace
}  // namespace execassist::render
