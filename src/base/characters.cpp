// Characters of UTF-8 text: decoding, categories, and the folded form in which keywords are sought.
#include <execassist/base/text.hpp>

#include <algorithm>
#include <cstdint>

#include <utf8proc.h>

namespace execassist {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

// Marks in a row that are put in canonical order together, as in Unicode's stream-safe text format:
// the ordering of utf8proc takes quadratic time on longer runs.
constexpr int kMaxMarksInARow = 30;

bool is_ascii_blank(unsigned char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

bool is_continuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

bool is_blank(char32_t character) {
  if (character < 0x80) return is_ascii_blank(static_cast<unsigned char>(character));
  if (character == 0x85) return true;
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(character));
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

// Not seen, and no part of a word: a soft hyphen may stand in one, and an emoji's variation
// selector is a mark that would glue the emoji to the word after it.
bool is_dropped(char32_t character) {
  return character == 0xAD || (character >= 0xFE00 && character <= 0xFE0F) ||
         (character >= 0xE0100 && character <= 0xE01EF);
}

bool is_non_starter(char32_t character) {
  return utf8proc_get_property(static_cast<utf8proc_int32_t>(character))->combining_class != 0;
}

// Folds and composes runs of text that hold other characters than ASCII.
class Folder {
 public:
  explicit Folder(std::string& folded) : folded_(folded), start_(folded.size()) {}

  void add_ascii(unsigned char byte) {
    if (is_ascii_blank(byte)) {
      add_blank();
    } else {
      folded_ += static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
    }
  }

  // From `at`, where a byte beyond ASCII stands, to the next ASCII byte; returns where that is.
  std::size_t add_run(std::string_view text, std::size_t at) {
    take_back_base();
    int marks = 0;
    while (at < text.size() && static_cast<unsigned char>(text[at]) >= 0x80) {
      const auto [character, size] = decode_character(text, at);
      at += size;
      if (is_dropped(character)) continue;
      if (is_blank(character)) {
        flush();
        add_blank();
        continue;
      }
      marks = is_non_starter(character) ? marks + 1 : 0;
      if (marks > kMaxMarksInARow) {
        flush();
        marks = 1;
      }
      append_character(run_, character);
    }
    flush();
    return at;
  }

 private:
  void add_blank() {
    if (folded_.size() == start_ || folded_.back() != ' ') folded_ += ' ';
  }

  // The ASCII character just before may be the base of a mark that comes now.
  void take_back_base() {
    if (folded_.size() == start_) return;
    const auto last = static_cast<unsigned char>(folded_.back());
    if (last >= 0x80 || last == ' ') return;
    run_ += folded_.back();
    folded_.pop_back();
  }

  void flush() {
    if (run_.empty()) return;
    constexpr auto kOptions =
        static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(run_.data());
    const auto length = static_cast<utf8proc_ssize_t>(run_.size());
    if (buffer_.size() < run_.size() + 8) buffer_.resize(run_.size() + 8);
    auto count = utf8proc_decompose(bytes, length, buffer_.data(),
                                    static_cast<utf8proc_ssize_t>(buffer_.size()), kOptions);
    if (count > static_cast<utf8proc_ssize_t>(buffer_.size())) {
      buffer_.resize(static_cast<std::size_t>(count));
      count = utf8proc_decompose(bytes, length, buffer_.data(), count, kOptions);
    }
    if (count > 0) count = utf8proc_normalize_utf32(buffer_.data(), count, kOptions);
    for (utf8proc_ssize_t i = 0; i < count; ++i) {
      append_character(folded_, static_cast<char32_t>(buffer_[static_cast<std::size_t>(i)]));
    }
    run_.clear();
  }

  std::string& folded_;
  std::size_t start_;
  std::string run_;
  std::vector<utf8proc_int32_t> buffer_;
};

}  // namespace

DecodedCharacter decode_character(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xC2 || lead > 0xF4) return {kReplacement, 1};
  const std::size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  // The second byte is where overlong forms, surrogates and what lies beyond U+10FFFF show.
  const unsigned char lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  char32_t character = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if (at + i >= text.size()) return {kReplacement, i};
    const auto byte = static_cast<unsigned char>(text[at + i]);
    if (!is_continuation(byte) || (i == 1 && (byte < lowest || byte > highest))) {
      return {kReplacement, i};
    }
    character = (character << 6) | (byte & 0x3FU);
  }
  return {character, size};
}

void append_character(std::string& text, char32_t character) {
  if (character > 0x10FFFF || (character >= 0xD800 && character <= 0xDFFF)) {
    character = kReplacement;
  }
  const auto append = [&text](char32_t byte) { text += static_cast<char>(byte); };
  if (character < 0x80) {
    append(character);
  } else if (character < 0x800) {
    append(0xC0 | (character >> 6));
    append(0x80 | (character & 0x3F));
  } else if (character < 0x10000) {
    append(0xE0 | (character >> 12));
    append(0x80 | ((character >> 6) & 0x3F));
    append(0x80 | (character & 0x3F));
  } else {
    append(0xF0 | (character >> 18));
    append(0x80 | ((character >> 12) & 0x3F));
    append(0x80 | ((character >> 6) & 0x3F));
    append(0x80 | (character & 0x3F));
  }
}

bool is_word_character(char32_t character) {
  if (character < 0x80) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') || character == '_';
  }
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(character));
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ND;
}

void append_folded(std::string& folded, std::string_view text) {
  folded.reserve(folded.size() + text.size());
  Folder folder(folded);
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      folder.add_ascii(byte);
      ++at;
    } else {
      at = folder.add_run(text, at);
    }
  }
}

}  // namespace execassist
