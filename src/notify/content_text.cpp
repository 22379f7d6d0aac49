#include "notify/content_text.hpp"

#include <execassist/base/text.hpp>

namespace execassist::notify {

std::string text_of(const TextLine& line) {
  std::string text;
  for (const TextRun& run : line) text += run.text;
  return text;
}

std::string plain_text_of(const MessageContent& content) {
  std::string text;
  const auto part = [&](const std::string& lines) {
    if (lines.empty()) return;
    if (!text.empty()) text += "\n";
    text += lines;
  };
  if (!content.headline.empty()) part(one_line(content.headline) + "\n");
  for (const MessageSection& section : content.sections) {
    std::string lines;
    for (const TextLine& line : section.lines) lines += one_line(text_of(line)) + "\n";
    for (const std::string& bullet : section.bullets) lines += "  - " + one_line(bullet) + "\n";
    part(lines);
  }
  std::string footer;
  for (const std::string& line : content.footer) footer += one_line(line) + "\n";
  part(footer);
  return text;
}

}  // namespace execassist::notify
