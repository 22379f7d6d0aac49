#include "classify/rules_check.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::classify {
namespace {

using Lines = std::vector<std::string>;

MeetingType type(std::string name, std::vector<std::string> keywords, int line,
                 std::optional<int> fewest = {}, std::optional<int> most = {},
                 MatchMode match = MatchMode::words) {
  MeetingType made;
  made.name = std::move(name);
  made.keywords = std::move(keywords);
  for (std::size_t i = 0; i < made.keywords.size(); ++i) {
    made.keyword_positions.push_back({line + 1, static_cast<int>(i + 1)});
  }
  made.attendees_min = fewest;
  made.attendees_max = most;
  made.match = match;
  made.position = {line, 3};
  return made;
}

CheckReport check(std::vector<MeetingType> types, bool with_default = true) {
  Rules rules;
  rules.file = "t.yaml";
  rules.types = std::move(types);
  if (with_default) rules.types.push_back(type("default", {}, 99));
  return check_rules(rules, Classifier(rules));
}

}  // namespace

TEST_CASE("rules check: nothing to say") {
  CHECK(
      check({
                type("leadership", {"leadership", "leadership team", "LT sync"}, 1, 10),
                type("one_on_one", {"1-1", "1:1", "1-on-1"}, 3, {}, 3),
                type("sev", {"SEV", "several"}, 5),
                type("executive", {"CIO", "CEO", "leadership"}, 7),  // wider bounds than the first
            })
          .warnings.empty());
}

TEST_CASE("rules check: a keyword twice in one type") {
  CHECK(check({type("a", {"LT sync", "board", "lt  SYNC", "board"}, 1)}).warnings ==
        Lines{"t.yaml:2:3: a: keyword \"lt SYNC\" stands there twice (as \"LT sync\")",
              "t.yaml:2:4: a: keyword \"board\" stands there twice"});
  CHECK(check({type("a", {"x+", "X+"}, 1, {}, {}, MatchMode::regex)}).warnings.empty());
}

TEST_CASE("rules check: keywords that an earlier type takes") {
  const auto taken = [](const std::string& keyword, const std::string& by) {
    return "t.yaml:6:1: b: keyword \"" + keyword + "\" never decides: " + by +
           " of a comes first and takes all its matches";
  };
  const auto second = [](MeetingType first, std::vector<std::string> keywords,
                         std::optional<int> fewest = {}, std::optional<int> most = {},
                         MatchMode match = MatchMode::words) {
    keywords.push_back("free");
    return check({std::move(first), type("b", std::move(keywords), 5, fewest, most, match)})
        .warnings;
  };
  CHECK(second(type("a", {"budget"}, 1), {"Budget"}) == Lines{taken("Budget", "\"budget\"")});
  CHECK(second(type("a", {"budget"}, 1), {"budget review"}) ==
        Lines{taken("budget review", "\"budget\"")});
  CHECK(second(type("a", {"budget"}, 1), {"budgeting"}).empty());
  CHECK(second(type("a", {"budget review"}, 1), {"budget"}).empty());
  // Bounds: only what is not narrower takes all.
  CHECK(second(type("a", {"x"}, 1, 5), {"x"}).empty());
  CHECK(second(type("a", {"x"}, 1, 5), {"x"}, 4).empty());
  CHECK(second(type("a", {"x"}, 1, 5), {"x"}, 5) == Lines{taken("x", "\"x\"")});
  CHECK(second(type("a", {"x"}, 1, 5, 20), {"x"}, 6, 30).empty());
  CHECK(second(type("a", {"x"}, 1, 5, 20), {"x"}, 6, 20) == Lines{taken("x", "\"x\"")});
  CHECK(second(type("a", {"x"}, 1), {"x"}, 6, 20) == Lines{taken("x", "\"x\"")});
  // Modes: words do not take what may stand inside a word.
  const auto substring = MatchMode::substring;
  CHECK(second(type("a", {"sev"}, 1, {}, {}, substring), {"several"}) ==
        Lines{taken("several", "\"sev\"")});
  CHECK(second(type("a", {"sev"}, 1), {"sev"}, {}, {}, substring).empty());
  CHECK(second(type("a", {"sev"}, 1), {"a sev b"}, {}, {}, substring) ==
        Lines{taken("a sev b", "\"sev\"")});
  const auto regex = MatchMode::regex;
  CHECK(second(type("a", {"s.v"}, 1, {}, {}, regex), {"s.v"}, {}, {}, regex) ==
        Lines{taken("s.v", "\"s.v\"")});
  CHECK(second(type("a", {"s.v"}, 1, {}, {}, regex), {"s.v"}).empty());
  CHECK(second(type("a", {"x"}, 1, 0), {"x"}, {}, 9) == Lines{taken("x", "\"x\"")});
  CHECK(second(type("a", {"x"}, 1, 0), {"x"}).empty());  // an unknown number fits only the second
}

TEST_CASE("rules check: regular expressions against the other modes") {
  const auto regex = MatchMode::regex;
  const auto taken = [](const std::string& keyword, const std::string& by) {
    return "t.yaml:6:1: b: keyword \"" + keyword + "\" never decides: \"" + by +
           "\" of a comes first and takes all its matches";
  };
  const auto second = [](MeetingType first, const std::string& keyword, MatchMode match,
                         std::optional<int> fewest = {}) {
    return check({std::move(first), type("b", {keyword, "[z]"}, 5, fewest, {}, match)}).warnings;
  };
  const auto first = [&](const std::string& expression, std::optional<int> fewest = {}) {
    return type("a", {expression}, 1, fewest, {}, regex);
  };
  // Letters and digits alone are a substring.
  CHECK(second(first("Budget"), "budget review", MatchMode::words) ==
        Lines{taken("budget review", "Budget")});
  CHECK(second(first("sev"), "several", MatchMode::substring) == Lines{taken("several", "sev")});
  CHECK(second(type("a", {"sev"}, 1, {}, {}, MatchMode::substring), "Several", regex) ==
        Lines{taken("Several", "sev")});
  CHECK(second(type("a", {"sev"}, 1), "sev", regex).empty());  // words are less than a substring
  CHECK(second(first("sev", 3), "several", MatchMode::substring).empty());
  CHECK(second(first("sev", 3), "several", MatchMode::substring, 3) ==
        Lines{taken("several", "sev")});
  // What else an expression may be found in is not decided.
  CHECK(second(first("^sev"), "several", MatchMode::words).empty());
  CHECK(
      second(first("lt sync"), "lt sync", MatchMode::words).empty());  // "lt  sync" is the second's
  CHECK(second(first("^$"), "several", MatchMode::words).empty());

  const Lines unreached{"t.yaml:5:3: b: never reached: a comes first and takes all its matches"};
  for (const char* everything : {".*", "x*", "^", "(a|)"}) {
    CAPTURE(everything);
    CHECK(second(first(everything), "y", MatchMode::words) == unreached);
    CHECK(second(first(everything), "y+", regex) == unreached);
    CHECK(second(first(everything, 5), "y", MatchMode::words).empty());
  }
}

TEST_CASE("rules check: a type that is never reached") {
  CHECK(check({type("a", {"x"}, 1), type("b", {"y"}, 3), type("c", {"x y"}, 5),
               type("d", {"x 1", "y 2"}, 7)})
            .warnings ==
        Lines{"t.yaml:5:3: c: never reached: a comes first and takes all its matches",
              "t.yaml:7:3: d: never reached: a, b come first and take all its "
              "matches"});
}

TEST_CASE("rules check: no default, empty keywords, bounds on the default") {
  CHECK(check({type("a", {"x"}, 1)}, false).warnings ==
        Lines{"t.yaml: no default: meetings that no type matches get 24 h"});
  CHECK(check({type("a", {"x", " "}, 1)}).warnings ==
        Lines{"t.yaml:2:2: a: keyword \"\" is empty: it is never found"});
  CHECK(check({type("d", {}, 1, 5)}, false).warnings ==
        Lines{"t.yaml:1:3: d: the default takes every meeting: its bounds have no effect"});
}

TEST_CASE("rules check: examples") {
  auto leadership = type("leadership", {"leadership"}, 1, 10);
  leadership.examples = {
      {"Leadership sync", "", 12, false, {5, 9}}, {"Leadership sync", "", 3, true, {6, 9}},
      {"Leadership sync", "", 3, false, {7, 9}},  {"Leadership sync", "", 12, true, {8, 9}},
      {"Leadership sync", "", {}, false, {9, 9}}, {"Sync", "leadership", 12, false, {10, 9}},
      {"Lunch", "", 1, false, {11, 9}},
  };
  const auto report = check({leadership});
  CHECK(report.examples == 7);
  CHECK(report.warnings.empty());
  CHECK(
      report.failures ==
      Lines{"t.yaml:7:9: leadership: example \"Leadership sync\" (3 people): expected leadership, "
            "got default: no other type matched (leadership: keyword \"leadership\" in the title, "
            "but 3 people: at least 10 needed)",
            "t.yaml:8:9: leadership: example \"Leadership sync\" (12 people): expected another "
            "type than leadership, got leadership: keyword \"leadership\" in the title, 12 people "
            "(10 or more)",
            "t.yaml:9:9: leadership: example \"Leadership sync\" (unknown number of people): "
            "expected leadership, got default: no other type matched (leadership: keyword "
            "\"leadership\" in the title, but the number of people is unknown: at least 10 "
            "needed)",
            "t.yaml:11:9: leadership: example \"Lunch\" (1 person): expected leadership, got "
            "default: no other type matched (leadership: no keyword found)"});
}

}  // namespace execassist::classify
