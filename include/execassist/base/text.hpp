// Text as people see it. Input may be any bytes: everything here treats invalid UTF-8 as U+FFFD.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace execassist {

// Valid UTF-8 with each bad sequence replaced by U+FFFD.
std::string to_valid_utf8(std::string_view bytes);

// One safe line: valid UTF-8; control characters, line breaks and tabs become one blank each run;
// escape sequences, zero-width and bidirectional controls (which could reorder a line) are dropped;
// blanks at both ends too.
std::string one_line(std::string_view text);

// Like one_line for each line, but keeps line breaks (as \n) and the blanks that make the layout.
std::string safe_block(std::string_view text);

// Columns on a terminal: wide characters count 2, combining marks 0.
int display_width(std::string_view text);

// Cut to at most `columns`, ending in "…" when something was cut; never splits a character.
std::string fit_width(std::string_view text, int columns);

// fit_width, then filled with blanks to exactly `columns`.
std::string pad_width(std::string_view text, int columns);

// Unicode case folding without normalisation, for comparing; ASCII takes a fast path.
std::string fold_case(std::string_view text);

// The character that starts at `at`, and how many bytes it takes. A bad sequence is U+FFFD and
// takes at least one byte. REQUIRES: at < text.size().
struct DecodedCharacter {
  char32_t character = 0;
  std::size_t size = 1;
};
DecodedCharacter decode_character(std::string_view text, std::size_t at);

// Appends it as UTF-8; what is no character becomes U+FFFD.
void append_character(std::string& text, char32_t character);

// A Unicode letter, mark or decimal digit, or `_`: what makes a word go on.
bool is_word_character(char32_t character);

// Appends `text` in the form in which keywords are sought: case folded in full, composed (NFC),
// each run of blanks and line breaks one blank, without soft hyphens and variation selectors.
// Always valid UTF-8; takes linear time on any input.
void append_folded(std::string& folded, std::string_view text);

std::string_view trim(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

// "1 meeting", "2 meetings".
std::string count_of(long long count, std::string_view singular, std::string_view plural = {});

// The candidate with the smallest edit distance, when it is close enough to be a misspelling.
std::optional<std::string> nearest_name(std::string_view word,
                                        const std::vector<std::string>& candidates);

// "+" and 2 to 15 digits, of which the first is not 0 (E.164). Nobody need have that number.
bool is_phone_number(std::string_view text);

// For logs: "a***@example.com", "+1***0100". Anything else that is not empty gives "***".
std::string mask_address(std::string_view address);

}  // namespace execassist
