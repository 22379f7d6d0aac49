#include "classify/classifier.hpp"

#include "classify/attendee_bounds.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>

namespace execassist::classify {
namespace {

constexpr Seconds kBuiltInLead = hours{24};

// One keyword of the automaton for each of the rules', so that ids follow the file. Those of
// regular expressions stand there empty.
std::vector<Keyword> keywords_of(const Rules& rules) {
  std::vector<Keyword> keywords;
  for (const auto& type : rules.types) {
    for (const auto& keyword : type.keywords) {
      keywords.push_back(type.match == MatchMode::regex
                             ? Keyword{}
                             : make_keyword(keyword, type.match == MatchMode::words));
    }
  }
  return keywords;
}

RegexPattern compile(const Rules& rules, const MeetingType& type, std::size_t index) {
  RegexPattern pattern(type.keywords[index]);
  if (const std::string problem = pattern.problem(); !problem.empty()) {
    const FilePosition at =
        index < type.keyword_positions.size() ? type.keyword_positions[index] : type.position;
    throw Error(ErrorKind::configuration,
                rules.file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) +
                    ": " + type.name + ": bad regular expression \"" +
                    one_line(type.keywords[index]) + "\": " + problem,
                "the syntax is RE2's; without `match: regex` a keyword is plain text");
  }
  return pattern;
}

std::string describe_keyword(const MeetingType& type, std::size_t keyword, MatchedIn where) {
  return std::string(type.match == MatchMode::regex ? "pattern" : "keyword") + " \"" +
         one_line(type.keywords[keyword]) + "\" in the " + std::string(name_of(where));
}

std::vector<int> find_folded(const KeywordAutomaton& automaton, std::string_view text) {
  std::string folded;
  append_folded(folded, text);
  return automaton.find(folded);
}

// Ids in ascending order, asked for in ascending ranges.
class HitCursor {
 public:
  explicit HitCursor(std::vector<int> ids) : ids_(std::move(ids)) {}

  std::optional<int> first_in(int from, int to) {
    while (at_ < ids_.size() && ids_[at_] < from) ++at_;
    if (at_ == ids_.size() || ids_[at_] >= to) return std::nullopt;
    return ids_[at_];
  }

 private:
  std::vector<int> ids_;
  std::size_t at_ = 0;
};

}  // namespace

std::string_view name_of(MatchedIn where) {
  return where == MatchedIn::title ? "title" : "description";
}

// One meeting's way through the rules, which must be asked for in file order. The description,
// which may be long, is read only when the title has not decided.
class Classifier::Search {
 public:
  Search(const KeywordAutomaton& automaton, const ClassifyInput& input)
      : automaton_(automaton), input_(input), in_title_(find_folded(automaton, input.title)) {}

  std::optional<Found> find(const Rule& rule) {
    if (rule.type.match == MatchMode::regex) return find_pattern(rule);
    const int to = rule.first_keyword + static_cast<int>(rule.type.keywords.size());
    if (const auto id = in_title_.first_in(rule.first_keyword, to)) {
      return Found{static_cast<std::size_t>(*id - rule.first_keyword), MatchedIn::title};
    }
    if (!description_read_) {
      in_description_ = HitCursor(find_folded(automaton_, input_.description));
      description_read_ = true;
    }
    if (const auto id = in_description_.first_in(rule.first_keyword, to)) {
      return Found{static_cast<std::size_t>(*id - rule.first_keyword), MatchedIn::description};
    }
    return std::nullopt;
  }

 private:
  std::optional<Found> find_pattern(const Rule& rule) const {
    for (const auto where : {MatchedIn::title, MatchedIn::description}) {
      const auto text = where == MatchedIn::title ? input_.title : input_.description;
      for (std::size_t i = 0; i < rule.patterns.size(); ++i) {
        if (rule.patterns[i].found_in(text)) return Found{i, where};
      }
    }
    return std::nullopt;
  }

  const KeywordAutomaton& automaton_;
  const ClassifyInput& input_;
  HitCursor in_title_;
  HitCursor in_description_{{}};
  bool description_read_ = false;
};

Classifier::Classifier(const Rules& rules) : automaton_(keywords_of(rules)) {
  int next_keyword = 0;
  for (const auto& type : rules.types) {
    Rule& rule = rules_.emplace_back();
    rule.type = type;
    rule.type.examples.clear();
    rule.first_keyword = next_keyword;
    next_keyword += static_cast<int>(type.keywords.size());
    if (type.match != MatchMode::regex) continue;
    for (std::size_t i = 0; i < type.keywords.size(); ++i) {
      rule.patterns.push_back(compile(rules, type, i));
    }
  }
}

Verdict Classifier::classify(const ClassifyInput& input, bool explain) const {
  Search search(automaton_, input);
  Verdict verdict;
  const MeetingType* winner = nullptr;
  const MeetingType* fallback = nullptr;
  const auto reject = [&](const MeetingType& type, std::string reason) {
    if (explain) verdict.rejected.push_back({type.name, std::move(reason)});
  };
  for (const auto& rule : rules_) {
    const MeetingType& type = rule.type;
    if (type.is_default()) {
      if (fallback == nullptr) fallback = &type;
      continue;
    }
    const auto found = search.find(rule);
    if (!found) {
      reject(type, type.match == MatchMode::regex ? "no pattern found" : "no keyword found");
      continue;
    }
    const std::string keyword = explain || fits_bounds(type, input.attendee_count)
                                    ? describe_keyword(type, found->keyword, found->where)
                                    : std::string();
    if (!fits_bounds(type, input.attendee_count)) {
      if (explain) reject(type, keyword + ", but " + describe_misfit(type, input.attendee_count));
    } else if (winner != nullptr) {
      reject(type, "also matches (" + keyword + "), but " + winner->name + " comes first");
    } else {
      winner = &type;
      verdict.matched_keyword = type.keywords[found->keyword];
      verdict.matched_in = found->where;
      verdict.reason = keyword;
      if (has_bounds(type)) verdict.reason += ", " + describe_fit(type, *input.attendee_count);
      if (!explain) break;
    }
  }
  if (winner != nullptr && fallback != nullptr) {
    reject(*fallback, "only for meetings that no other type matches");
  }
  if (winner == nullptr) winner = fallback;
  if (winner == nullptr) {
    verdict.meeting_type = "default";
    verdict.label = label_from_name(verdict.meeting_type);
    verdict.prep_lead = kBuiltInLead;
    verdict.reason = "no type matched, and the rules have no default: 24 h";
    return verdict;
  }
  verdict.meeting_type = winner->name;
  verdict.label = winner->label;
  verdict.prep_lead = winner->prep_lead;
  verdict.position = winner->position;
  if (verdict.reason.empty()) verdict.reason = "no other type matched";
  return verdict;
}

}  // namespace execassist::classify
