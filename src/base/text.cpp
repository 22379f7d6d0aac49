#include <execassist/base/text.hpp>

#include <algorithm>
#include <cstdint>

#include <utf8proc.h>

namespace execassist {
namespace {

constexpr utf8proc_int32_t kReplacement = 0xFFFD;

// The next character and how many bytes it takes; a bad sequence is U+FFFD of one byte.
struct Decoded {
  utf8proc_int32_t character = kReplacement;
  std::size_t bytes = 1;
};

Decoded decode(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) return {first, 1};
  utf8proc_int32_t character = 0;
  const auto used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                     static_cast<utf8proc_ssize_t>(text.size()), &character);
  if (used <= 0) return {};
  return {character, static_cast<std::size_t>(used)};
}

void append(std::string& out, utf8proc_int32_t character) {
  utf8proc_uint8_t buffer[4];
  const auto size = utf8proc_encode_char(character, buffer);
  out.append(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(size));
}

template <class Each>
void for_each_character(std::string_view text, Each each) {
  while (!text.empty()) {
    const Decoded next = decode(text);
    each(next.character, text.substr(0, next.bytes));
    text.remove_prefix(next.bytes);
  }
}

bool is_blank(utf8proc_int32_t c) {
  return c == ' ' || c == 0x00A0 || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 ||
         c == 0x2029;
}

// Characters that print nothing but may reorder, hide or join what stands around them: controls,
// bidirectional marks, zero-width space. Joiners stay: scripts and emoji need them.
bool is_treacherous(utf8proc_int32_t c) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return true;
  if (c == 0x200C || c == 0x200D) return false;
  const auto category = utf8proc_category(c);
  const bool tag = c >= 0xE0000;
  return (category == UTF8PROC_CATEGORY_CF && !tag) || category == UTF8PROC_CATEGORY_CS;
}

int columns_of(utf8proc_int32_t c) {
  if (c < 0x300) return c < 0x20 || (c >= 0x7F && c < 0xA0) ? 0 : 1;
  return std::max(0, utf8proc_charwidth(c));
}

// Skips a terminal escape sequence (ECMA-48 5.4: CSI; OSC and its kin up to BEL or ESC \).
std::size_t escape_length(std::string_view text) {
  if (text.size() < 2) return text.size();
  const char kind = text[1];
  if (kind == '[') {
    for (std::size_t i = 2; i < text.size(); ++i) {
      const auto c = static_cast<unsigned char>(text[i]);
      if (c >= 0x40 && c <= 0x7E) return i + 1;
      if (c < 0x20 || c > 0x7E) return i;
    }
    return text.size();
  }
  if (kind == ']' || kind == 'P' || kind == 'X' || kind == '^' || kind == '_') {
    for (std::size_t i = 2; i < text.size(); ++i) {
      if (text[i] == '\a') return i + 1;
      if (text[i] == '\x1b') return std::min(text.size(), i + 2);
      if (text[i] == '\n') return i;
    }
    return text.size();
  }
  return 2;
}

}  // namespace

std::string to_valid_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for_each_character(bytes, [&](utf8proc_int32_t c, std::string_view raw) {
    if (c == kReplacement) {
      append(out, kReplacement);
    } else {
      out += raw;
    }
  });
  return out;
}

std::string one_line(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool blank = false;
  while (!text.empty()) {
    if (text.front() == '\x1b') {
      text.remove_prefix(escape_length(text));
      continue;
    }
    const Decoded next = decode(text);
    text.remove_prefix(next.bytes);
    if (is_blank(next.character) || (next.character < 0x20 && next.character != 0x1b)) {
      blank = true;
    } else if (!is_treacherous(next.character)) {
      if (blank && !out.empty()) out += ' ';
      blank = false;
      append(out, next.character);
    }
  }
  return out;
}

std::string safe_block(std::string_view text) {
  std::string out;
  for (const std::string& line : split(text, '\n')) {
    if (!out.empty()) out += '\n';
    out += one_line(line);
  }
  return out;
}

int display_width(std::string_view text) {
  int width = 0;
  for_each_character(text, [&](utf8proc_int32_t c, std::string_view) { width += columns_of(c); });
  return width;
}

std::string fit_width(std::string_view text, int columns) {
  if (columns <= 0) return {};
  std::string out;
  std::size_t fitting = 0;  // how much of `out` leaves room for the ellipsis
  int width = 0;
  bool cut = false;
  for_each_character(text, [&](utf8proc_int32_t c, std::string_view) {
    if (cut) return;
    const int next = columns_of(c);
    if (width + next > columns) {
      cut = true;
      return;
    }
    width += next;
    append(out, c);
    if (width < columns) fitting = out.size();
  });
  if (cut) out = out.substr(0, fitting) + "…";
  return out;
}

std::string pad_width(std::string_view text, int columns) {
  std::string out = fit_width(text, columns);
  const int missing = columns - display_width(out);
  if (missing > 0) out.append(static_cast<std::size_t>(missing), ' ');
  return out;
}

std::string fold_case(std::string_view text) {
  const bool ascii = std::all_of(text.begin(), text.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  std::string out;
  out.reserve(text.size());
  if (ascii) {
    for (const char c : text) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return out;
  }
  for_each_character(text, [&](utf8proc_int32_t c, std::string_view) {
    utf8proc_int32_t folded[4];
    int last_boundary = UTF8PROC_BOUNDCLASS_START;
    const auto count = utf8proc_decompose_char(c, folded, 4, UTF8PROC_CASEFOLD, &last_boundary);
    for (utf8proc_ssize_t i = 0; i < count && i < 4; ++i) append(out, folded[i]);
    if (count <= 0) append(out, c);
  });
  return out;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\f\v";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += separator;
    text += parts[i];
  }
  return text;
}

std::string count_of(long long count, std::string_view singular, std::string_view plural) {
  std::string text = std::to_string(count) + " ";
  if (count == 1) return text + std::string(singular);
  return text + (plural.empty() ? std::string(singular) + "s" : std::string(plural));
}

std::optional<std::string> nearest_name(std::string_view word,
                                        const std::vector<std::string>& candidates) {
  const std::string wanted = fold_case(word);
  std::optional<std::string> best;
  std::size_t best_distance = std::max<std::size_t>(1, wanted.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::string other = fold_case(candidate);
    std::vector<std::size_t> row(other.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= wanted.size(); ++i) {
      std::size_t diagonal = row[0];
      row[0] = i;
      for (std::size_t j = 1; j <= other.size(); ++j) {
        const std::size_t replaced = diagonal + (wanted[i - 1] == other[j - 1] ? 0 : 1);
        diagonal = row[j];
        row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
      }
    }
    if (row.back() < best_distance) {
      best_distance = row.back();
      best = candidate;
    }
  }
  return best;
}

std::string mask_address(std::string_view address) {
  if (address.empty()) return {};
  const auto at = address.find('@');
  if (at != std::string_view::npos && at > 0) {
    const std::string safe = to_valid_utf8(address);
    return safe.substr(0, decode(safe).bytes) + "***" + safe.substr(safe.find('@'));
  }
  const bool phone =
      address.size() >= 8 && address.front() == '+' &&
      std::all_of(address.begin() + 1, address.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!phone) return "***";
  return std::string(address.substr(0, 2)) + "***" +
         std::string(address.substr(address.size() - 4));
}

}  // namespace execassist
