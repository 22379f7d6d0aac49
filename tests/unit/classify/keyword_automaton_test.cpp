#include "classify/keyword_automaton.hpp"

#include <execassist/base/text.hpp>

#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::classify {
namespace {

std::string folded(std::string_view text) {
  std::string result;
  append_folded(result, text);
  return result;
}

bool found(std::string_view keyword, std::string_view text, bool whole_words = true) {
  const KeywordAutomaton automaton({make_keyword(keyword, whole_words)});
  return !automaton.find(folded(text)).empty();
}

struct Case {
  const char* keyword;
  const char* text;
  bool expected;
};

}  // namespace

TEST_CASE("keywords: whole words") {
  for (const auto& [keyword, text, expected] : {
           Case{"SEV", "SEV-2 outage", true},
           Case{"SEV", "sev", true},
           Case{"SEV", "(Sev)", true},
           Case{"SEV", "several", false},
           Case{"SEV", "SEV1", false},
           Case{"SEV", "1SEV", false},
           Case{"SEV", "SEV_1", false},
           Case{"SEV", "_SEV", false},
           Case{"SEV", "several SEV", true},  // a later hit counts
           Case{"SEV", "sevsev sev", true},
           Case{"SEV", "SE V", false},
           Case{"1-1", "Ada 1-1 Grace", true},
           Case{"1-1", "11-12", false},
           Case{"1-1", "11-1", false},
           Case{"1-1", "1-1!", true},
           Case{"1:1", "1:1", true},
           Case{"1:1", "11:15", false},
           Case{"1:1", "1:10", false},
           Case{"1:1", "(1:1)", true},
           Case{"LT meeting", "The LT  meeting", true},
           Case{"LT meeting", "LT\tmeeting", true},
           Case{"LT meeting", "LT\r\n meeting", true},
           Case{"LT meeting", "LT\u00A0meeting", true},
           Case{"LT meeting", "LT\u3000meeting", true},
           Case{"LT meeting", "LT\u2028meeting", true},
           Case{"LT meeting", "LT\u0085meeting", true},
           Case{"LT\u00A0 meeting", "lt meeting", true},
           Case{"  LT meeting ", "lt meeting", true},
           Case{"LT meeting", "LTmeeting", false},
           Case{"LT meeting", "LT meetings", false},
           Case{"C++", "learn C++ now", true},
           Case{"C++", "C++", true},
           Case{"C++", "C++17", false},
           Case{"#ops", "#ops", true},
           Case{"#ops", "see #ops", true},
           Case{"#ops", "dev#ops", false},
           Case{"post-mortem", "Post-Mortem: mail", true},
           Case{"", "anything", false},
           Case{" \t", "any thing", false},
           Case{"a", "", false},
       }) {
    CAPTURE(keyword);
    CAPTURE(text);
    CHECK(found(keyword, text) == expected);
  }
}

TEST_CASE("keywords: whatever the script") {
  for (const auto& [keyword, text, expected] : {
           Case{"CEO", "ÜCEO", false},
           Case{"CEO", "CEOß", false},
           Case{"CEO", "Ü CEO", true},
           Case{"CEO", "«CEO»", true},
           Case{"CEO", "CEO’s office", true},
           Case{"CEO", "CEO—talk", true},
           Case{"CEO", "CEO٣", false},  // an Arabic-Indic digit
           Case{"CEO", "漢CEO", false},
           Case{"CEO", "😀CEO😀", true},
           Case{"CEO", "⚠️CEO", true},  // the emoji's variation selector is no mark of ours
           Case{"CEO", "👩‍💻CEO", true},
           Case{"CEO", "\u200FCEO\u200F", true},
           Case{"CEO", "\u2068CEO\u2069", true},
           Case{"leadership", "leader\u00ADship", true},
           Case{"prüfung", "PRÜFUNG", true},
           Case{"prüfung", "PRU\u0308FUNG", true},  // decomposed
           Case{"pru\u0308fung", "Prüfung", true},
           Case{"prufung", "Prüfung", false},
           Case{"prufung", "Pru\u0308fung", false},
           Case{"straße", "STRASSE", true},
           Case{"STRASSE", "straße", true},
           Case{"straße", "STRAẞE", true},
           Case{"σύνοψις", "ΣΎΝΟΨΙΣ", true},  // the final sigma
           Case{"ΣΎΝΟΨΙΣ", "σύνοψις", true},
           Case{"istanbul", "ISTANBUL", true},
           Case{"istanbul", "İSTANBUL", false},  // folds to i and a dot above, which is a mark
           Case{"İstanbul", "i\u0307stanbul", true},
           Case{"ısı", "ISI", false},  // no language is assumed: dotless i is a letter of its own
           Case{"cafe", "cafe\u0301", false},
           Case{"café", "CAFE\u0301", true},
           Case{"x", "x\u0302", false},  // has no composed form
           Case{"x", "\u0301x", false},
           Case{"совещание", "СОВЕЩАНИЕ!", true},
           Case{"совет", "советник", false},
           Case{"اجتماع", "اجتماع القيادة", true},
           Case{"اجتماع", "الاجتماع", false},
           Case{"פגישה", "\u202Bפגישה\u202C 3", true},
           Case{"会議", "(会議)", true},
           Case{"가나", "\u1100\u1161\u1102\u1161", true},  // jamo
           Case{"ﬁnance", "FINANCE", true},                 // folding opens the ligature
           Case{"SEV", "SEV\xFF", true},
           Case{"SEV", "\xC3SEV", true},
           Case{"SEV",
                "S\xFF"
                "EV",
                false},
       }) {
    CAPTURE(keyword);
    CAPTURE(text);
    CHECK(found(keyword, text) == expected);
  }
}

TEST_CASE("keywords: substrings") {
  for (const auto& [keyword, text, expected] : {
           Case{"sev", "several", true},
           Case{"sev", "SE V", false},
           Case{"e r", "severe\nreview", true},
           Case{" x", "y x", true},
           Case{" x", "x", false},
           Case{"üb", "TRÜBE", true},
           Case{"", "anything", false},
       }) {
    CAPTURE(keyword);
    CAPTURE(text);
    CHECK(found(keyword, text, false) == expected);
  }
}

TEST_CASE("keywords: many at once, overlapping and alike") {
  const KeywordAutomaton automaton({
      make_keyword("she", false),
      make_keyword("he", false),
      make_keyword("hers", true),
      make_keyword("his", false),
      make_keyword("HE", true),
      make_keyword("", true),
      make_keyword("usher", true),
      make_keyword("he", false),
  });
  using Ids = std::vector<int>;
  CHECK(automaton.find("ushers") == Ids{0, 1, 7});
  CHECK(automaton.find("hers") == Ids{1, 2, 7});
  CHECK(automaton.find("usher he") == Ids{0, 1, 4, 6, 7});
  CHECK(automaton.find("x").empty());
  CHECK(automaton.find("").empty());
  CHECK(KeywordAutomaton({}).find("anything").empty());
}

TEST_CASE("keywords: agree with a plain search on every short text") {
  std::vector<Keyword> keywords;
  for (const char* text : {"a", "ab", "ba", "aba", "bb", "a b", "b a", "abab"}) {
    keywords.push_back(make_keyword(text, true));
    keywords.push_back(make_keyword(text, false));
  }
  const KeywordAutomaton automaton(keywords);
  constexpr int kLength = 7;
  for (int number = 0; number < 2187; ++number) {
    std::string text = " ";
    for (int i = 0, rest = number; i < kLength; ++i, rest /= 3) text += "ab "[rest % 3];
    text = folded(text + " ");
    std::vector<int> expected;
    for (std::size_t i = 0; i < keywords.size(); ++i) {
      const auto sought =
          keywords[i].whole_words ? " " + keywords[i].folded + " " : keywords[i].folded;
      if (text.find(sought) != std::string::npos) expected.push_back(static_cast<int>(i));
    }
    if (automaton.find(text) != expected) {
      FAIL("differs on \"" << text << "\"");
    }
  }
  CHECK(automaton.find("abab").size() == 6);
}

TEST_CASE("keywords: large and hostile texts take linear time") {
  const auto start = std::chrono::steady_clock::now();
  std::vector<Keyword> keywords;
  for (int i = 0; i < 5000; ++i) {
    keywords.push_back(make_keyword("keyword number " + std::to_string(i), i % 2 == 0));
  }
  keywords.push_back(make_keyword(std::string(5000, 'a') + "b", false));
  const KeywordAutomaton automaton(keywords);
  std::string marks = "a";
  for (int i = 0; i < 100000; ++i) marks += i % 2 == 0 ? "\u0301" : "\u0323";  // out of order
  CHECK(automaton.find(folded(marks)).empty());
  CHECK(automaton.find(folded(std::string(1000000, 'a'))).empty());
  std::string prose;
  while (prose.size() < 1000000) prose += "keyword number keyword número 漢字 ";
  // As substrings: 4999 and the odd numbers with which it begins.
  CHECK(automaton.find(folded(prose + "keyword number 4999x")) == std::vector<int>{49, 499, 4999});
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

}  // namespace execassist::classify
