#include "classify/keyword_automaton.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <numeric>

namespace execassist::classify {
namespace {

bool word_goes_on_before(std::string_view text, std::size_t at) {
  if (at == 0) return false;
  --at;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return is_word_character(decode_character(text, at).character);
}

bool word_goes_on_after(std::string_view text, std::size_t at) {
  return at < text.size() && is_word_character(decode_character(text, at).character);
}

std::uint8_t byte_at(const std::string& text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

}  // namespace

// The keywords that share the bytes up to a state: a part of the sorted list.
struct KeywordAutomaton::Branch {
  std::size_t from = 0;
  std::size_t to = 0;
};

struct KeywordAutomaton::Hits {
  std::vector<bool> seen;  // by keyword
  std::vector<int> ids;
};

Keyword make_keyword(std::string_view text, bool whole_words) {
  Keyword keyword;
  keyword.whole_words = whole_words;
  append_folded(keyword.folded, text);
  if (whole_words) keyword.folded = std::string(trim(keyword.folded));
  return keyword;
}

KeywordAutomaton::KeywordAutomaton(const std::vector<Keyword>& keywords)
    : next_with_same_text_(keywords.size(), kNone) {
  std::vector<int> sorted(keywords.size());
  std::iota(sorted.begin(), sorted.end(), 0);
  const auto text = [&](int id) -> const std::string& {
    return keywords[static_cast<std::size_t>(id)].folded;
  };
  std::sort(sorted.begin(), sorted.end(), [&](int left, int right) {
    const int order = text(left).compare(text(right));
    return order != 0 ? order < 0 : left < right;
  });
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (text(sorted[i - 1]) == text(sorted[i])) {
      next_with_same_text_[static_cast<std::size_t>(sorted[i - 1])] = sorted[i];
    }
  }
  sorted.erase(std::unique(sorted.begin(), sorted.end(),
                           [&](int left, int right) { return text(left) == text(right); }),
               sorted.end());
  for (const auto& keyword : keywords) whole_words_.push_back(keyword.whole_words);
  grow(keywords, sorted);
  link();
}

// Breadth first, so that the children of a state are neighbours and a fallback, which is always
// shorter, is complete before it is needed.
void KeywordAutomaton::grow(const std::vector<Keyword>& keywords, const std::vector<int>& sorted) {
  const auto text = [&](std::size_t place) -> const std::string& {
    return keywords[static_cast<std::size_t>(sorted[place])].folded;
  };
  std::vector<Branch> branches{{0, sorted.size()}};  // by state
  states_.emplace_back();
  for (std::size_t current = 0; current < states_.size(); ++current) {
    auto [from, to] = branches[current];
    const std::size_t length = states_[current].length;
    if (from < to && text(from).size() == length) {
      if (length > 0) states_[current].keyword = sorted[from];
      ++from;
    }
    states_[current].first_child = static_cast<std::uint32_t>(states_.size());
    while (from < to) {
      const auto byte = byte_at(text(from), length);
      auto end = from + 1;
      while (end < to && byte_at(text(end), length) == byte) ++end;
      State next;
      next.length = length + 1;
      next.byte = byte;
      states_.push_back(next);
      branches.push_back({from, end});
      ++states_[current].child_count;
      from = end;
    }
  }
}

void KeywordAutomaton::link() {
  const State root = states_.front();
  for (std::uint32_t i = 0; i < root.child_count; ++i) {
    from_root_[states_[root.first_child + i].byte] = root.first_child + i;
  }
  for (std::uint32_t parent = 0; parent < states_.size(); ++parent) {
    for (std::uint32_t i = 0; i < states_[parent].child_count; ++i) {
      const std::uint32_t current = states_[parent].first_child + i;
      State& state = states_[current];
      if (parent != 0) state.fallback = step(states_[parent].fallback, state.byte);
      state.output = state.keyword != kNone ? current : states_[state.fallback].output;
    }
  }
}

// 0 when there is none.
std::uint32_t KeywordAutomaton::child(std::uint32_t state, std::uint8_t byte) const {
  const State& from = states_[state];
  std::uint32_t low = from.first_child;
  std::uint32_t high = from.first_child + from.child_count;
  const std::uint32_t end = high;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (states_[middle].byte < byte) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < end && states_[low].byte == byte ? low : 0;
}

std::uint32_t KeywordAutomaton::step(std::uint32_t state, std::uint8_t byte) const {
  while (state != 0) {
    if (const std::uint32_t next = child(state, byte); next != 0) return next;
    state = states_[state].fallback;
  }
  return from_root_[byte];
}

void KeywordAutomaton::collect(std::string_view text, std::size_t end, std::uint32_t state,
                               Hits& hits) const {
  const bool goes_on_after = word_goes_on_after(text, end);
  for (std::uint32_t at = states_[state].output; at != 0;
       at = states_[states_[at].fallback].output) {
    for (int id = states_[at].keyword; id != kNone;
         id = next_with_same_text_[static_cast<std::size_t>(id)]) {
      const auto place = static_cast<std::size_t>(id);
      if (hits.seen[place]) continue;
      if (whole_words_[place] &&
          (goes_on_after || word_goes_on_before(text, end - states_[at].length))) {
        continue;
      }
      hits.seen[place] = true;
      hits.ids.push_back(id);
    }
  }
}

std::vector<int> KeywordAutomaton::find(std::string_view folded_text) const {
  Hits hits{std::vector<bool>(whole_words_.size()), {}};
  std::uint32_t state = 0;
  for (std::size_t at = 0; at < folded_text.size(); ++at) {
    state = step(state, static_cast<std::uint8_t>(folded_text[at]));
    if (states_[state].output != 0) collect(folded_text, at + 1, state, hits);
  }
  std::sort(hits.ids.begin(), hits.ids.end());
  return std::move(hits.ids);
}

}  // namespace execassist::classify
