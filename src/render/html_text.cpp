#include "render/html_text.hpp"

#include <execassist/base/text.hpp>

#include <vector>

namespace execassist::render {

std::string html_text(std::string_view line) {
  std::string out;
  for (const char c : one_line(line)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string html_lines(std::string_view text) {
  std::vector<std::string> lines = split(safe_block(text), '\n');
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  for (std::string& line : lines) line = html_text(line);
  return join(lines, "<br>\n");
}

}  // namespace execassist::render
