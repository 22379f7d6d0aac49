#include "channels/gsm_text.hpp"

#include <execassist/base/graphemes.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace execassist::channels {
namespace {

struct SegmentSize {
  int alone;
  int split;  // the rest holds the header by which the phone joins the segments
};

constexpr SegmentSize kGsmSegment{160, 153};
constexpr SegmentSize kUcsSegment{70, 67};

// Longer clusters are no text, but marks piled up.
constexpr int kMostCharactersInOne = 16;

// 3GPP TS 23.038, 6.2.1, but the letters of ASCII; and 6.2.1.1, two septets each.
constexpr std::u32string_view kBasic =
    U"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";
constexpr std::u32string_view kExtension = U"^{}\\[~]|€";

struct Spelling {
  char32_t character;
  std::string_view text;
};

// What the tables of Unicode do not take apart.
constexpr std::array kSpellings{
    Spelling{U'\u1680', " "}, Spelling{U'`', "'"},   Spelling{U'´', "'"},    Spelling{U'‘', "'"},
    Spelling{U'’', "'"},      Spelling{U'‚', "'"},   Spelling{U'‛', "'"},    Spelling{U'′', "'"},
    Spelling{U'‹', "'"},      Spelling{U'›', "'"},   Spelling{U'ʼ', "'"},    Spelling{U'ʻ', "'"},
    Spelling{U'“', "\""},     Spelling{U'”', "\""},  Spelling{U'„', "\""},   Spelling{U'‟', "\""},
    Spelling{U'″', "\""},     Spelling{U'«', "\""},  Spelling{U'»', "\""},   Spelling{U'「', "\""},
    Spelling{U'」', "\""},    Spelling{U'『', "\""}, Spelling{U'』', "\""},  Spelling{U'‐', "-"},
    Spelling{U'‒', "-"},      Spelling{U'–', "-"},   Spelling{U'—', "-"},    Spelling{U'―', "-"},
    Spelling{U'−', "-"},      Spelling{U'•', "-"},   Spelling{U'·', "-"},    Spelling{U'‣', "-"},
    Spelling{U'◦', "-"},      Spelling{U'▪', "-"},   Spelling{U'⁄', "/"},    Spelling{U'∕', "/"},
    Spelling{U'÷', "/"},      Spelling{U'×', "x"},   Spelling{U'±', "+/-"},  Spelling{U'≈', "~"},
    Spelling{U'∼', "~"},      Spelling{U'〜', "~"},  Spelling{U'≤', "<="},   Spelling{U'≥', ">="},
    Spelling{U'≠', "!="},     Spelling{U'→', "->"},  Spelling{U'←', "<-"},   Spelling{U'↔', "<->"},
    Spelling{U'⇒', "=>"},     Spelling{U'¦', "|"},   Spelling{U'°', " deg"}, Spelling{U'©', "(c)"},
    Spelling{U'®', "(r)"},    Spelling{U'†', "+"},   Spelling{U'¢', "c"},    Spelling{U'、', ","},
    Spelling{U'。', "."},     Spelling{U'【', "["},  Spelling{U'】', "]"},   Spelling{U'،', ","},
    Spelling{U'؛', ";"},      Spelling{U'؟', "?"},   Spelling{U'ł', "l"},    Spelling{U'Ł', "L"},
    Spelling{U'đ', "d"},      Spelling{U'Đ', "D"},   Spelling{U'ð', "d"},    Spelling{U'Ð', "D"},
    Spelling{U'þ', "th"},     Spelling{U'Þ', "Th"},  Spelling{U'œ', "oe"},   Spelling{U'Œ', "OE"},
    Spelling{U'ı', "i"},      Spelling{U'ħ', "h"},   Spelling{U'Ħ', "H"},    Spelling{U'ŋ', "ng"},
    Spelling{U'Ŋ', "Ng"},     Spelling{U'ŧ', "t"},   Spelling{U'Ŧ', "T"},    Spelling{U'ĸ', "k"},
    Spelling{U'ƒ', "f"},      Spelling{U'ə', "e"},   Spelling{U'Ə', "E"},    Spelling{U'ẞ', "SS"},
    Spelling{U'µ', "u"},
};

bool in_alphabet(char32_t c) {
  if (c < 0x80) return c == '\n' || c == '\r' || (c >= 0x20 && c != '`' && c != 0x7F);
  return kBasic.find(c) != std::u32string_view::npos || c == U'€';
}

// 0: it is not there.
int septets_of(char32_t c) {
  if (!in_alphabet(c)) return 0;
  return kExtension.find(c) == std::u32string_view::npos ? 1 : 2;
}

template <class Each>
void for_each_character(std::string_view text, Each each) {
  for (std::size_t at = 0; at < text.size();) {
    const auto [character, size] = decode_character(text, at);
    each(character);
    at += size;
  }
}

template <class Cost>
SmsSegments packed(std::string_view text, SmsEncoding encoding, SegmentSize size, Cost cost) {
  SmsSegments result{encoding, 0, 0};
  int filled = 0;
  int split = 0;
  for_each_character(text, [&](char32_t c) {
    const int units = cost(c);
    result.units += units;
    if (split == 0 || filled + units > size.split) {
      ++split;
      filled = 0;
    }
    filled += units;
  });
  result.segments = result.units > size.alone ? split : std::min(split, 1);
  return result;
}

std::optional<std::string> spelled(char32_t c) {
  const auto* known = std::find_if(kSpellings.begin(), kSpellings.end(),
                                   [c](const Spelling& each) { return each.character == c; });
  if (known == kSpellings.end()) return std::nullopt;
  return std::string(known->text);
}

// Its letters without their marks, when GSM-7 has them all.
std::optional<std::string> taken_apart(char32_t c) {
  std::string text;
  bool complete = true;
  for_each_character(decomposed(c), [&](char32_t part) {
    if (in_alphabet(part)) {
      append_character(text, part);
    } else if (const auto spelling = spelled(part)) {
      text += *spelling;
    } else if (!is_mark(part)) {
      complete = false;
    }
  });
  if (!complete || text.empty()) return std::nullopt;
  return text;
}

// Nothing: it cannot be written in GSM-7. Empty: it can be left out.
std::optional<std::string> written(char32_t c) {
  if (in_alphabet(c)) {
    std::string text;
    append_character(text, c);
    return text;
  }
  if (auto spelling = spelled(c)) return spelling;
  if (auto letters = taken_apart(c)) return letters;
  if (is_mark(c) || is_invisible(c) || is_pictogram(c)) return std::string{};
  return std::nullopt;
}

std::string first_characters(std::string_view grapheme) {
  std::string text;
  int characters = 0;
  for_each_character(grapheme, [&](char32_t c) {
    if (++characters <= kMostCharactersInOne) append_character(text, c);
  });
  return text;
}

std::string without_pictures(std::string_view grapheme) {
  std::string text;
  for_each_character(grapheme, [&](char32_t c) {
    if (!is_invisible(c) && !is_pictogram(c)) append_character(text, c);
  });
  return text;
}

// All of it, or it stays: marks belong to their letter.
std::string rewritten(std::string_view grapheme) {
  const std::string whole = composed(first_characters(grapheme));
  std::string text;
  bool possible = true;
  for_each_character(whole, [&](char32_t c) {
    const auto piece = possible ? written(c) : std::nullopt;
    possible = piece.has_value();
    if (piece) text += *piece;
  });
  return possible ? text : without_pictures(whole);
}

}  // namespace

SmsSegments segments_of(std::string_view text) {
  bool gsm = true;
  for_each_character(text, [&](char32_t c) { gsm = gsm && in_alphabet(c); });
  if (gsm) return packed(text, SmsEncoding::gsm7, kGsmSegment, septets_of);
  return packed(text, SmsEncoding::ucs2, kUcsSegment,
                [](char32_t c) { return c > 0xFFFF ? 2 : 1; });
}

std::string gsm_text(std::string_view text) {
  const std::string line = one_line(text);
  std::string result;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t size = grapheme_size(line, at);
    for (const char c : rewritten(std::string_view(line).substr(at, size))) {
      const bool doubled = c == ' ' && (result.empty() || result.back() == ' ');
      if (!doubled) result += c;
    }
    at += size;
  }
  if (result.ends_with(' ')) result.pop_back();
  return result;
}

}  // namespace execassist::channels
