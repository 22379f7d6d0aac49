// One Aho-Corasick automaton for all keywords of all rules: a text is read once, however many
// keywords there are, and its states take memory in proportion to the keywords' bytes. A set of
// regular expressions with Unicode boundaries was rejected: it takes 73 ms for 22 keywords and does
// not compile for 5,000. Keywords and texts are folded (append_folded); a keyword of whole words is
// found only where the characters before and after it are no word characters.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace execassist::classify {

struct Keyword {
  std::string folded;  // found nowhere when empty
  bool whole_words = true;
};

// Without blanks at the ends when it stands for whole words.
Keyword make_keyword(std::string_view text, bool whole_words);

class KeywordAutomaton {
 public:
  // A keyword's id is its place in the list.
  explicit KeywordAutomaton(const std::vector<Keyword>& keywords);

  // The ids of all keywords found, each once, ascending.
  std::vector<int> find(std::string_view folded_text) const;

 private:
  static constexpr int kNone = -1;

  // The children of a state are consecutive, in the order of their bytes. State 0 is the root.
  struct State {
    std::uint32_t first_child = 0;
    std::uint32_t child_count = 0;
    std::uint32_t fallback = 0;  // the longest proper suffix that is a state
    std::uint32_t output = 0;    // the longest suffix, itself too, that is a keyword; 0: none
    std::size_t length = 0;
    int keyword = kNone;    // the first with this text
    std::uint8_t byte = 0;  // that leads here
  };

  struct Branch;
  struct Hits;

  void grow(const std::vector<Keyword>& keywords, const std::vector<int>& sorted);
  void link();
  std::uint32_t child(std::uint32_t state, std::uint8_t byte) const;
  std::uint32_t step(std::uint32_t state, std::uint8_t byte) const;
  void collect(std::string_view text, std::size_t end, std::uint32_t state, Hits& hits) const;

  std::vector<State> states_;
  std::array<std::uint32_t, 256> from_root_{};
  std::vector<int> next_with_same_text_;  // by keyword
  std::vector<bool> whole_words_;         // by keyword
};

}  // namespace execassist::classify
