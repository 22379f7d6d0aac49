// Markdown (CommonMark with GitHub's tables and task lists) to HTML. Raw HTML and pictures are left
// out, and of links only those to the web and to mail addresses stay, whoever wrote them. An
// emphasised bracket, *(calendar)*, becomes a small label: where a line is from.
#pragma once

#include <string>
#include <string_view>

namespace execassist::render {

struct MarkdownPlace {
  bool without_title = false;  // a heading of level 1 at the start is left out
  int level_shift = 0;         // added to the level of each heading, up to 6
};

std::string markdown_html(std::string_view markdown, const MarkdownPlace& place = {});

}  // namespace execassist::render
