// Characters as people see them, and the plain letters in them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace execassist {

// How many bytes the character takes that starts at `at`, with its marks and what is joined to it
// (UAX #29). REQUIRES: at < text.size(), and a character starts there.
std::size_t grapheme_size(std::string_view text, std::size_t at);

// The canonical composition (NFC): "e" and an acute accent become "é". For single graphemes: a long
// run of marks takes time that grows with its square.
std::string composed(std::string_view grapheme);

// What a character is made of (NFKD): "ê" gives "e" and its accent, "½" gives "1⁄2", "ﬁ" gives
// "fi".
std::string decomposed(char32_t character);

// Accents, vowel signs, what encloses: they belong to the character before them.
bool is_mark(char32_t character);

// Nothing to be seen: controls, joiners, soft hyphens, tags, variation selectors.
bool is_invisible(char32_t character);

// A picture rather than text: emoji and what colours them, dingbats, shapes; also what is no
// character yet, and U+FFFD.
bool is_pictogram(char32_t character);

}  // namespace execassist
