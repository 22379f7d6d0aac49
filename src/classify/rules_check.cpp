#include "classify/rules_check.hpp"

#include "classify/attendee_bounds.hpp"
#include "classify/regex_pattern.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace execassist::classify {
namespace {

// A keyword as it stands in the file.
struct Place {
  std::size_t type = 0;
  std::size_t keyword = 0;
};

std::string position_text(const Rules& rules, FilePosition at) {
  return rules.file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": ";
}

std::string quoted(const std::string& text) {
  std::string result = "\"";
  result += one_line(text);
  result += '"';
  return result;
}

// A regular expression that is found wherever it stands as a text.
bool is_plain_text(const std::string& expression) {
  return !expression.empty() && std::all_of(expression.begin(), expression.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

// It is found in nothing, and in what nobody would look for: "^$" is no such one.
bool takes_everything(const std::string& expression) {
  const RegexPattern pattern(expression);
  return pattern.found_in("") && pattern.found_in("\x7f");
}

class KeywordReview {
 public:
  explicit KeywordReview(const Rules& rules) : rules_(rules), automaton_(collect(rules)) {}

  void review_type(std::size_t index, std::vector<std::string>& warnings) {
    const MeetingType& type = rules_.types[index];
    std::set<std::size_t> takers;
    std::vector<std::string> of_keywords;
    std::size_t taken = 0;
    seen_.clear();
    for (std::size_t i = 0; i < type.keywords.size(); ++i) {
      const auto warn = [&](const std::string& what) {
        of_keywords.push_back(prefix(type, i) + what);
      };
      const std::string text = normal_form(type, i);
      if (text.empty()) {
        warn("keyword " + quoted(type.keywords[i]) + " is empty: it is never found");
        ++taken;
        continue;
      }
      if (const auto [first, added] = seen_.try_emplace(text, i); !added) {
        warn("keyword " + quoted(type.keywords[i]) + " stands there twice" +
             as_first_written(type, first->second, i));
      }
      if (const auto taker = find_taker(index, text)) {
        ++taken;
        takers.insert(taker->type);
        warn("keyword " + quoted(type.keywords[i]) + " never decides: " + keyword_of(*taker) +
             " comes first and takes all its matches");
      }
    }
    if (!type.keywords.empty() && taken == type.keywords.size() && !takers.empty()) {
      warnings.push_back(position_text(rules_, type.position) + type.name +
                         ": never reached: " + names(takers) + " all its matches");
    } else {
      warnings.insert(warnings.end(), of_keywords.begin(), of_keywords.end());
    }
  }

 private:
  std::vector<Keyword> collect(const Rules& rules) {
    std::vector<Keyword> keywords;
    for (std::size_t i = 0; i < rules.types.size(); ++i) {
      const auto& type = rules.types[i];
      for (std::size_t j = 0; j < type.keywords.size(); ++j) {
        places_.push_back({i, j});
        if (type.match == MatchMode::regex) {
          const std::string& expression = type.keywords[j];
          keywords.push_back(is_plain_text(expression) ? make_keyword(expression, false)
                                                       : Keyword());
          expressions_[expression].push_back({i, j});
          if (takes_everything(expression)) takes_everything_.push_back({i, j});
        } else {
          keywords.push_back(make_keyword(type.keywords[j], type.match == MatchMode::words));
        }
      }
    }
    return keywords;
  }

  static std::string normal_form(const MeetingType& type, std::size_t keyword) {
    if (type.match == MatchMode::regex) return type.keywords[keyword];
    return make_keyword(type.keywords[keyword], type.match == MatchMode::words).folded;
  }

  // The keyword of an earlier type without narrower bounds that is found wherever `text`, a keyword
  // of the type at `index` in normal form, is found.
  std::optional<Place> find_taker(std::size_t index, const std::string& text) const {
    const MeetingType& type = rules_.types[index];
    const auto takes = [&](Place place) {
      return place.type < index && bounds_cover(rules_.types[place.type], type);
    };
    const auto first_of = [&](const std::vector<Place>& places) {
      const auto taker = std::find_if(places.begin(), places.end(), takes);
      return taker == places.end() ? std::nullopt : std::optional(*taker);
    };
    if (const auto taker = first_of(takes_everything_)) return taker;
    const bool expression = type.match == MatchMode::regex;
    if (expression) {
      const auto taker = first_of(expressions_.at(text));
      if (taker || !is_plain_text(text)) return taker;
    }
    const std::string folded = expression ? make_keyword(text, false).folded : text;
    // A substring may be found with letters on both sides, so no word may end at its ends.
    const bool whole_words = type.match == MatchMode::words;
    for (const int id : automaton_.find(whole_words ? folded : "x" + folded + "x")) {
      const Place place = places_[static_cast<std::size_t>(id)];
      if (takes(place)) return place;
    }
    return std::nullopt;
  }

  std::string prefix(const MeetingType& type, std::size_t keyword) const {
    const auto& positions = type.keyword_positions;
    return position_text(rules_, keyword < positions.size() ? positions[keyword] : type.position) +
           type.name + ": ";
  }

  static std::string as_first_written(const MeetingType& type, std::size_t first,
                                      std::size_t again) {
    if (type.keywords[first] == type.keywords[again]) return {};
    return " (as " + quoted(type.keywords[first]) + ")";
  }

  std::string keyword_of(Place place) const {
    const MeetingType& type = rules_.types[place.type];
    return quoted(type.keywords[place.keyword]) + " of " + type.name;
  }

  std::string names(const std::set<std::size_t>& types) const {
    std::vector<std::string> names;
    for (const auto index : types) names.push_back(rules_.types[index].name);
    return join(names, ", ") +
           (types.size() == 1 ? " comes first and takes" : " come first and take");
  }

  const Rules& rules_;
  std::vector<Place> places_;                              // by id in the automaton
  std::map<std::string, std::vector<Place>> expressions_;  // by text
  std::vector<Place> takes_everything_;                    // expressions such as ".*"
  KeywordAutomaton automaton_;
  std::map<std::string, std::size_t> seen_;  // keywords of the type under review
};

std::string describe_failure(const Rules& rules, const MeetingType& type,
                             const RuleExample& example, const Verdict& verdict) {
  std::string line = position_text(rules, example.position) + type.name + ": example " +
                     quoted(example.title) + " (" + describe_people(example.attendees) +
                     "): expected ";
  line += example.negated ? "another type than " + type.name : type.name;
  line += ", got " + verdict.meeting_type + ": " + verdict.reason;
  const auto lost = std::find_if(
      verdict.rejected.begin(), verdict.rejected.end(),
      [&type](const Rejection& rejection) { return rejection.meeting_type == type.name; });
  if (lost != verdict.rejected.end()) line += " (" + type.name + ": " + lost->reason + ")";
  return line;
}

void run_examples(const Rules& rules, const Classifier& classifier, CheckReport& report) {
  for (const auto& type : rules.types) {
    for (const auto& example : type.examples) {
      const auto verdict =
          classifier.classify({example.title, example.description, example.attendees}, true);
      ++report.examples;
      if ((verdict.meeting_type == type.name) == example.negated) {
        report.failures.push_back(describe_failure(rules, type, example, verdict));
      }
    }
  }
}

}  // namespace

CheckReport check_rules(const Rules& rules, const Classifier& classifier) {
  CheckReport report;
  KeywordReview review(rules);
  for (std::size_t i = 0; i < rules.types.size(); ++i) {
    const MeetingType& type = rules.types[i];
    if (type.is_default() && has_bounds(type)) {
      report.warnings.push_back(position_text(rules, type.position) + type.name +
                                ": the default takes every meeting: its bounds have no effect");
    }
    review.review_type(i, report.warnings);
  }
  const bool has_default = std::any_of(rules.types.begin(), rules.types.end(),
                                       [](const MeetingType& type) { return type.is_default(); });
  if (!has_default) {
    report.warnings.push_back(rules.file + ": no default: meetings that no type matches get 24 h");
  }
  run_examples(rules, classifier, report);
  return report;
}

}  // namespace execassist::classify
