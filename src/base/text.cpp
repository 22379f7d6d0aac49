#include <execassist/base/text.hpp>

#include <algorithm>
#include <numeric>

#include <utf8proc.h>

namespace execassist {
namespace {

template <class Each>
void for_each_character(std::string_view text, Each each) {
  for (std::size_t at = 0; at < text.size();) {
    const auto [character, size] = decode_character(text, at);
    each(character);
    at += size;
  }
}

utf8proc_int32_t to_library(char32_t c) { return static_cast<utf8proc_int32_t>(c); }

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

bool is_blank(char32_t c) {
  return c == ' ' || c == 0x00A0 || is_control(c) || c == 0x2028 || c == 0x2029;
}

// Characters that print nothing but may reorder, hide or join what stands around them:
// bidirectional marks, zero-width space. Joiners stay: scripts and emoji need them.
bool is_treacherous(char32_t c) {
  if (c == 0x200C || c == 0x200D) return false;
  const bool tag = c >= 0xE0000;
  return utf8proc_category(to_library(c)) == UTF8PROC_CATEGORY_CF && !tag;
}

int columns_of(char32_t c) {
  if (c < 0x300) return is_control(c) ? 0 : 1;
  return std::max(0, utf8proc_charwidth(to_library(c)));
}

// ESC with intermediate bytes and a final one, such as "ESC ( B" (ECMA-35 13.2). What is no such
// sequence is ESC alone, so that no character after it is torn.
std::size_t short_escape_length(std::string_view text) {
  std::size_t end = 1;
  while (end < text.size() && text[end] >= 0x20 && text[end] <= 0x2F) ++end;
  return end < text.size() && text[end] >= 0x30 && text[end] <= 0x7E ? end + 1 : 1;
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
      if (text[i] == '\x1b') return text.substr(i + 1).starts_with('\\') ? i + 2 : i;
      if (text[i] == '\n') return i;
    }
    return text.size();
  }
  return short_escape_length(text);
}

enum class Layout { tight, kept };  // whether blanks at the start and runs of them stay

std::string safe_line(std::string_view text, Layout layout) {
  std::string out;
  out.reserve(text.size());
  std::size_t blanks = 0;  // held back until something follows
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\x1b') {
      at += escape_length(text.substr(at));
      continue;
    }
    const auto [character, size] = decode_character(text, at);
    at += size;
    if (is_blank(character)) {
      const bool counts = character == ' ' && layout == Layout::kept;
      blanks = counts ? blanks + 1 : std::max<std::size_t>(blanks, 1);
    } else if (!is_treacherous(character)) {
      if (layout == Layout::kept || !out.empty()) out.append(blanks, ' ');
      blanks = 0;
      append_character(out, character);
    }
  }
  return out;
}

bool is_domain(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x80 && (is_word_character(byte) || c == '.' || c == '-');
  });
}

std::size_t difference(std::size_t a, std::size_t b) { return a > b ? a - b : b - a; }

// Insertions, deletions, replacements and swaps of neighbours.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(before, above);
    std::swap(above, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, above[j] + 1, row[j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row.back();
}

// Longer than this no misspelling is looked for: the distance takes the product of both lengths.
constexpr std::size_t kLongestName = 256;

}  // namespace

std::string to_valid_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for_each_character(bytes, [&](char32_t c) { append_character(out, c); });
  return out;
}

std::string one_line(std::string_view text) { return safe_line(text, Layout::tight); }

std::string safe_block(std::string_view text) {
  std::vector<std::string> lines = split(text, '\n');
  for (std::string& line : lines) line = safe_line(line, Layout::kept);
  return join(lines, "\n");
}

int display_width(std::string_view text) {
  int width = 0;
  for_each_character(text, [&](char32_t c) { width += columns_of(c); });
  return width;
}

std::string fit_width(std::string_view text, int columns) {
  if (columns <= 0) return {};
  std::string out;
  std::size_t fitting = 0;  // how much of `out` leaves room for the ellipsis
  int width = 0;
  bool cut = false;
  for_each_character(text, [&](char32_t c) {
    if (cut) return;
    const int next = columns_of(c);
    if (width + next > columns) {
      cut = true;
      return;
    }
    width += next;
    append_character(out, c);
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
  for_each_character(text, [&](char32_t c) {
    utf8proc_int32_t folded[4];
    int last_boundary = UTF8PROC_BOUNDCLASS_START;
    const auto count =
        utf8proc_decompose_char(to_library(c), folded, 4, UTF8PROC_CASEFOLD, &last_boundary);
    for (utf8proc_ssize_t i = 0; i < count && i < 4; ++i) {
      append_character(out, static_cast<char32_t>(folded[i]));
    }
    if (count <= 0) append_character(out, c);
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
  if (word.size() > kLongestName) return std::nullopt;
  const std::string wanted = fold_case(word);
  std::optional<std::string> best;
  // A word of which nothing is left is another word, not a misspelling.
  std::size_t best_distance =
      std::min(wanted.size(), std::max<std::size_t>(1, wanted.size() / 3) + 1);
  for (const std::string& candidate : candidates) {
    const std::string other = fold_case(candidate);
    if (difference(other.size(), wanted.size()) >= best_distance) continue;
    const std::size_t distance = edit_distance(wanted, other);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

bool is_phone_number(std::string_view text) {
  return text.size() >= 3 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
         std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string mask_address(std::string_view address) {
  if (address.empty()) return {};
  // Only what can be a domain is shown: an "@" also stands in URLs with a password, and in quoted
  // local parts.
  const auto at = address.rfind('@');
  if (at != std::string_view::npos && at > 0 && is_domain(address.substr(at + 1))) {
    std::string masked;
    append_character(masked, decode_character(address, 0).character);
    return masked + "***" + std::string(address.substr(at));
  }
  const bool phone =
      address.size() >= 8 && address.front() == '+' &&
      std::all_of(address.begin() + 1, address.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!phone) return "***";
  return std::string(address.substr(0, 2)) + "***" +
         std::string(address.substr(address.size() - 4));
}

}  // namespace execassist
