#include "render/markdown_text.hpp"

#include <execassist/base/text.hpp>

namespace execassist::render {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_plain(char c) { return is_letter(c) || is_digit(c); }

bool same_letter(char c, char lower) { return c == lower || c == lower - ('a' - 'A'); }

// The dot of "www.", which begins a link on its own.
bool ends_www(std::string_view line, std::size_t dot) {
  return dot >= 3 && same_letter(line[dot - 1], 'w') && same_letter(line[dot - 2], 'w') &&
         same_letter(line[dot - 3], 'w');
}

// The ")" or "." of "1." at the start: a numbered list.
bool ends_number(std::string_view line, std::size_t at) {
  for (std::size_t i = 0; i < at; ++i) {
    if (!is_digit(line[i])) return false;
  }
  return at > 0;
}

// What means something only there, or only before or after certain characters.
bool means_something_here(std::string_view line, std::size_t at) {
  const char next = at + 1 < line.size() ? line[at + 1] : '\0';
  const bool first = at == 0;
  switch (line[at]) {
    case '#':
      return first || line[at - 1] == ' ' || line[at - 1] == '#' || next == '\0';
    case '-':
    case '+':
      return first && (next == ' ' || next == '\0' || next == '-' || next == ':');
    case '=':
      return first;
    case '>':
      return first;
    case ':':
      return next == '/' || (first && (next == '-' || next == '\0'));
    case '.':
      return ends_www(line, at) || ends_number(line, at);
    case ')':
      return ends_number(line, at);
    case '_':
      return first || next == '\0' || !is_plain(line[at - 1]) || !is_plain(next);
    case '&':
      return next == '#' || next == '\0' || is_letter(next);
    case '!':
      return next == '[';
    default:
      return false;
  }
}

bool always_means_something(char c) {
  return std::string_view("\\`*[]<|~").find(c) != std::string_view::npos;
}

}  // namespace

std::string markdown_text(std::string_view line) {
  const std::string safe = one_line(line);
  std::string out;
  out.reserve(safe.size() + 8);
  for (std::size_t at = 0; at < safe.size(); ++at) {
    const char c = safe[at];
    if (always_means_something(c) || means_something_here(safe, at)) out += '\\';
    out += c;
  }
  return out;
}

std::string without_gaps(std::string_view markdown) {
  std::string out;
  bool gap = false;
  bool after_item = false;
  for (const std::string& line : split(markdown, '\n')) {
    const std::string_view said = trim(line);
    if (said.empty()) {
      gap = true;
      continue;
    }
    const bool is_item = said.starts_with("- ");
    if (gap && !out.empty() && !(after_item && is_item)) out += '\n';
    out += line + "\n";
    gap = false;
    after_item = is_item;
  }
  return out;
}

}  // namespace execassist::render
