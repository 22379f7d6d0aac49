#include <execassist/base/graphemes.hpp>
#include <execassist/base/text.hpp>

#include <cstdlib>
#include <memory>

#include <utf8proc.h>

namespace execassist {
namespace {

utf8proc_int32_t to_library(char32_t c) { return static_cast<utf8proc_int32_t>(c); }

bool in_range(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

bool is_variation_selector(char32_t c) {
  return in_range(c, 0xFE00, 0xFE0F) || in_range(c, 0xE0100, 0xE01EF) ||
         in_range(c, 0x180B, 0x180D);
}

std::string mapped(std::string_view text, int options) {
  std::string valid = to_valid_utf8(text);
  utf8proc_uint8_t* result = nullptr;
  const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(valid.data()),
                                   static_cast<utf8proc_ssize_t>(valid.size()), &result,
                                   static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, void (*)(void*)> owner(result, std::free);
  if (length < 0) return valid;
  return {reinterpret_cast<const char*>(result), static_cast<std::size_t>(length)};
}

}  // namespace

std::size_t grapheme_size(std::string_view text, std::size_t at) {
  DecodedCharacter last = decode_character(text, at);
  std::size_t size = last.size;
  utf8proc_int32_t state = 0;
  while (at + size < text.size()) {
    const DecodedCharacter next = decode_character(text, at + size);
    if (utf8proc_grapheme_break_stateful(to_library(last.character), to_library(next.character),
                                         &state)) {
      break;
    }
    size += next.size;
    last = next;
  }
  return size;
}

std::string composed(std::string_view grapheme) {
  return mapped(grapheme, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

std::string decomposed(char32_t character) {
  std::string text;
  append_character(text, character);
  return mapped(text, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT);
}

bool is_mark(char32_t character) {
  const auto category = utf8proc_category(to_library(character));
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
         category == UTF8PROC_CATEGORY_ME;
}

bool is_invisible(char32_t character) {
  const auto category = utf8proc_category(to_library(character));
  return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF ||
         is_variation_selector(character);
}

bool is_pictogram(char32_t character) {
  switch (utf8proc_category(to_library(character))) {
    case UTF8PROC_CATEGORY_SO:
    case UTF8PROC_CATEGORY_SK:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CS:
      return true;
    case UTF8PROC_CATEGORY_SM:  // arrows and shapes among the signs of mathematics
      return in_range(character, 0x2190, 0x21FF) || in_range(character, 0x2300, 0x2BFF);
    default:
      return false;
  }
}

}  // namespace execassist
