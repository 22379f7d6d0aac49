// One page of HTML that needs nothing else: no script, no address that is fetched, its style
// inside. A strict content policy says so to the browser too. For phones (360 px), the dark, and
// paper.
#pragma once

#include <string>
#include <vector>

namespace execassist::render {

struct PageSection {
  std::string id;     // [a-z-]+: what the contents lead to
  std::string title;  // text
  std::string html;   // of render/markdown_html.hpp
};

struct Page {
  std::string title;     // text
  std::string subtitle;  // text: when and how long
  std::string legend;    // html: what the labels mean
  std::vector<PageSection> sections;
  std::string footer;  // text
};

std::string html_page(const Page& page);

}  // namespace execassist::render
