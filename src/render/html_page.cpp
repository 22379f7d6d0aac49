#include "render/html_page.hpp"

#include "render/html_text.hpp"
#include "render/page_style.hpp"

#include <execassist/base/encoding.hpp>

namespace execassist::render {
namespace {

const std::string& content_policy() {
  static const std::string policy = "default-src 'none'; style-src 'sha256-" +
                                    base64(sha256_bytes(kPageStyle)) +
                                    "'; base-uri 'none'; form-action 'none'";
  return policy;
}

void add_head(std::string& out, const Page& page) {
  out +=
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"";
  out += content_policy();
  out +=
      "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<meta name=\"format-detection\" content=\"telephone=no\">\n<title>";
  out += html_text(page.title);
  out += "</title>\n<style>";
  out += kPageStyle;
  out += "</style>\n</head>\n";
}

void add_header(std::string& out, const Page& page) {
  out += "<header>\n<h1 dir=\"auto\">" + html_text(page.title) + "</h1>\n";
  if (!page.subtitle.empty()) out += "<p>" + html_text(page.subtitle) + "</p>\n";
  if (!page.legend.empty()) out += "<div class=\"legend\">" + page.legend + "</div>\n";
  out += "</header>\n<nav aria-label=\"Contents\">\n";
  for (const PageSection& section : page.sections) {
    out += "<a href=\"#" + section.id + "\">" + html_text(section.title) + "</a>\n";
  }
  out += "</nav>\n";
}

}  // namespace

std::string html_page(const Page& page) {
  std::string out;
  out.reserve(16 * 1024);
  add_head(out, page);
  out += "<body>\n<main>\n";
  add_header(out, page);
  for (const PageSection& section : page.sections) {
    out += "<section id=\"" + section.id + "\" class=\"" + section.id + "\">\n<h2>";
    out += html_text(section.title) + "</h2>\n" + section.html + "</section>\n";
  }
  if (!page.footer.empty()) out += "<footer><p>" + html_text(page.footer) + "</p></footer>\n";
  out += "</main>\n</body>\n</html>\n";
  return out;
}

}  // namespace execassist::render
