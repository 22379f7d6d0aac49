// Rules → the type of a meeting, with reasons. Types are tried in file order and the first match
// wins; keywords are sought in the title and in the description, never across both. A rule with a
// bound on people does not match while their number is unknown. Without a default of its own the
// rules get the built-in one: type "default", 24 h. Immutable once built.
#pragma once

#include "classify/keyword_automaton.hpp"
#include "classify/regex_pattern.hpp"

#include <execassist/base/instant.hpp>
#include <execassist/model/rules.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace execassist::classify {

struct ClassifyInput {
  std::string_view title;
  std::string_view description;
  std::optional<int> attendee_count;  // null: unknown
};

enum class MatchedIn { title, description };
std::string_view name_of(MatchedIn where);

struct Rejection {
  std::string meeting_type;
  std::string reason;

  friend bool operator==(const Rejection&, const Rejection&) = default;
};

struct Verdict {
  std::string meeting_type;
  std::string label;
  std::optional<Seconds> prep_lead;            // null: no preparation
  std::optional<std::string> matched_keyword;  // as it is written in the rules
  std::optional<MatchedIn> matched_in;
  std::string reason;               // one line, in words
  FilePosition position;            // of the rule; zero for the built-in default
  std::vector<Rejection> rejected;  // only when asked for: every other type, in file order
};

class Classifier {
 public:
  // Throws Error{configuration}, with file, line and column, for a bad regular expression.
  explicit Classifier(const Rules& rules);

  Verdict classify(const ClassifyInput& input, bool explain) const;

 private:
  struct Rule {
    MeetingType type;
    int first_keyword = 0;  // id in the automaton of its first keyword; the others follow
    std::vector<RegexPattern> patterns;
  };

  // Which keyword of a rule was found, and where.
  struct Found {
    std::size_t keyword = 0;
    MatchedIn where = MatchedIn::title;
  };

  class Search;

  std::vector<Rule> rules_;
  KeywordAutomaton automaton_;
};

}  // namespace execassist::classify
