#include "render/slack_text.hpp"

#include <execassist/base/text.hpp>

#include <optional>

namespace execassist::render {
namespace {

constexpr char32_t kAsteriskOperator = 0x2217;
constexpr char32_t kTildeOperator = 0x223C;
constexpr char32_t kLetterGrave = 0x02CB;
constexpr char32_t kLetterLowMacron = 0x02CD;
constexpr char32_t kAngleQuote = 0x203A;
constexpr char32_t kEllipsis = 0x2026;

std::size_t units_of(char32_t character) { return character > 0xFFFF ? 2 : 1; }

// How many bytes at the start of `text` must stay together: an escape or a character.
std::size_t piece_size(std::string_view text) {
  for (const std::string_view escape : {"&amp;", "&lt;", "&gt;"}) {
    if (text.starts_with(escape)) return escape.size();
  }
  return decode_character(text, 0).size;
}

bool joins_words(std::optional<char32_t> before, std::string_view rest) {
  return before && is_word_character(*before) && !rest.empty() &&
         is_word_character(decode_character(rest, 0).character);
}

}  // namespace

std::string escape_slack(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
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
      default:
        out += c;
    }
  }
  return out;
}

std::string disarm_mrkdwn(std::string_view line) {
  std::string out;
  out.reserve(line.size());
  std::optional<char32_t> before;
  bool quoting = true;  // only > and blanks so far
  for (std::size_t at = 0; at < line.size();) {
    const auto [character, size] = decode_character(line, at);
    at += size;
    char32_t shown = character;
    if (character == '*') shown = kAsteriskOperator;
    if (character == '~') shown = kTildeOperator;
    if (character == '`') shown = kLetterGrave;
    if (character == '_' && !joins_words(before, line.substr(at))) shown = kLetterLowMacron;
    if (character == '>' && quoting) shown = kAngleQuote;
    if (character != '>' && character != ' ') quoting = false;
    append_character(out, shown);
    before = shown;
  }
  return out;
}

std::size_t slack_length(std::string_view text) {
  std::size_t length = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto [character, size] = decode_character(text, at);
    length += units_of(character);
    at += size;
  }
  return length;
}

std::string cut_slack(std::string_view escaped, std::size_t most) {
  if (slack_length(escaped) <= most) return std::string(escaped);
  if (most == 0) return {};
  std::size_t length = 1;  // the ellipsis
  std::size_t at = 0;
  while (at < escaped.size()) {
    const std::size_t size = piece_size(escaped.substr(at));
    const std::size_t next = slack_length(escaped.substr(at, size));
    if (length + next > most) break;
    length += next;
    at += size;
  }
  std::string out(escaped.substr(0, at));
  append_character(out, kEllipsis);
  return out;
}

}  // namespace execassist::render
