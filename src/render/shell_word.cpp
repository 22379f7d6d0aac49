#include "render/shell_word.hpp"

#include <algorithm>

namespace execassist::render {
namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_./-+=:,@%").find(c) != std::string_view::npos;
}

bool does_not_travel(char c) { return c == '`' || (c >= 0 && c < ' ') || c == '\x7f'; }

std::string octal(char c) {
  const auto digit = [&](int shift) { return static_cast<char>('0' + ((c >> shift) & 7)); };
  return {'\\', digit(6), digit(3), digit(0)};
}

// Dollar-single-quotes (POSIX.1-2024, 2.2.4).
std::string with_escapes(std::string_view text) {
  std::string word = "$'";
  for (const char c : text) {
    if (does_not_travel(c)) {
      word += octal(c);
    } else {
      if (c == '\'' || c == '\\') word += '\\';
      word += c;
    }
  }
  return word + "'";
}

}  // namespace

std::string shell_word(std::string_view text) {
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_plain)) return std::string(text);
  if (std::any_of(text.begin(), text.end(), does_not_travel)) return with_escapes(text);
  std::string word = "'";
  for (const char c : text) {
    if (c == '\'') {
      word += "'\\''";
    } else {
      word += c;
    }
  }
  return word + "'";
}

}  // namespace execassist::render
