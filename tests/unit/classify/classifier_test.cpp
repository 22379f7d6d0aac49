#include "classify/classifier.hpp"

#include <execassist/base/error.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::classify {
namespace {

MeetingType type(std::string name, std::vector<std::string> keywords,
                 std::optional<int> fewest = {}, std::optional<int> most = {},
                 MatchMode match = MatchMode::words) {
  MeetingType made;
  made.label = label_from_name(name);
  made.name = std::move(name);
  made.keywords = std::move(keywords);
  for (std::size_t i = 0; i < made.keywords.size(); ++i) {
    made.keyword_positions.push_back({7, static_cast<int>(10 + i)});
  }
  made.attendees_min = fewest;
  made.attendees_max = most;
  made.match = match;
  made.position = {6, 3};
  return made;
}

Rules rules_of(std::vector<MeetingType> types) {
  Rules rules;
  rules.file = "types.yaml";
  rules.types = std::move(types);
  return rules;
}

Rules shipped() {
  auto rules = rules_of({
      type("leadership_meeting", {"leadership", "leadership team", "LT meeting", "LT sync"}, 10),
      type("one_on_one", {"1-1", "1:1", "one on one", "1-on-1"}, {}, 3),
      type("staff_meeting", {"staff meeting", "all hands", "team meeting"}, 15),
      type("qbr", {"QBR", "quarterly business review", "quarterly review"}, 20),
      type("incident_review", {"post-mortem", "incident review", "SEV", "outage review"}),
      type("executive_meeting", {"executive", "exec team", "CIO", "CEO"}, 5),
      type("default", {}),
  });
  rules.types[0].prep_lead = hours{72};
  rules.types[4].prep_lead = hours{2};
  return rules;
}

std::string type_of(const Classifier& classifier, std::string_view title,
                    std::optional<int> people = {}, std::string_view description = {}) {
  return classifier.classify({title, description, people}, false).meeting_type;
}

std::string error_of(const Rules& rules) {
  try {
    const Classifier classifier(rules);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::configuration);
    return error.message();
  }
  return {};
}

}  // namespace

TEST_CASE("classify: types") {
  struct Case {
    const char* title;
    std::optional<int> people;
    const char* expected;
  };
  const Classifier classifier(shipped());
  for (const auto& [title, people, expected] : {
           Case{"Leadership sync", 12, "leadership_meeting"},
           Case{"Leadership sync", 10, "leadership_meeting"},
           Case{"Leadership sync", 9, "default"},
           Case{"Leadership sync", {}, "default"},
           Case{"Leadership: LT sync", 12, "leadership_meeting"},
           Case{"1:1 Ada / Grace", 2, "one_on_one"},
           Case{"1:1 Ada / Grace", 3, "one_on_one"},
           Case{"1:1 Ada / Grace", 0, "one_on_one"},
           Case{"1:1 Ada / Grace", 4, "default"},
           Case{"1:1 Ada / Grace", {}, "default"},
           Case{"SEV-2 outage", {}, "incident_review"},
           Case{"SEV-2 outage", 0, "incident_review"},
           Case{"several outages", {}, "default"},
           Case{"ALL\nHANDS", 200, "staff_meeting"},
           Case{"QBR with CEO", 25, "qbr"},
           Case{"QBR with CEO", 6, "executive_meeting"},
           Case{"", {}, "default"},
           Case{"Lunch", 500, "default"},
       }) {
    CAPTURE(title);
    CHECK(type_of(classifier, title, people) == expected);
  }
}

TEST_CASE("classify: the verdict") {
  const Classifier classifier(shipped());
  const auto verdict = classifier.classify({"The LT meeting: leadership", "SEV", 12}, false);
  CHECK(verdict.meeting_type == "leadership_meeting");
  CHECK(verdict.label == "Leadership Meeting");
  CHECK(verdict.prep_lead == hours{72});
  CHECK(verdict.matched_keyword == "leadership");  // the earliest in the list, not in the title
  CHECK(verdict.matched_in == MatchedIn::title);
  CHECK(verdict.reason == "keyword \"leadership\" in the title, 12 people (10 or more)");
  CHECK(verdict.position == FilePosition{6, 3});
  CHECK(verdict.rejected.empty());

  const auto incident = classifier.classify({"Review", "the post-mortem", {}}, false);
  CHECK(incident.meeting_type == "incident_review");
  CHECK(incident.matched_in == MatchedIn::description);
  CHECK(incident.reason == "keyword \"post-mortem\" in the description");

  const auto none = classifier.classify({"Lunch", "soup", 2}, false);
  CHECK(none.meeting_type == "default");
  CHECK(none.prep_lead == hours{24});
  CHECK_FALSE(none.matched_keyword.has_value());
  CHECK_FALSE(none.matched_in.has_value());
  CHECK(none.reason == "no other type matched");
}

TEST_CASE("classify: title before description, never across both") {
  const Classifier classifier(rules_of({type("a", {"board meeting", "board"}), type("b", {"x"})}));
  const auto verdict = classifier.classify({"board", "the board meeting", {}}, false);
  CHECK(verdict.matched_keyword == "board");
  CHECK(verdict.matched_in == MatchedIn::title);
  const Classifier across(rules_of({type("a", {"board meeting"}), type("default", {})}));
  CHECK(type_of(across, "board", {}, "meeting") == "default");
  CHECK(type_of(across, "SEV", {}, "board meeting") == "a");
  // File order rules over title and description.
  CHECK(type_of(classifier, "x", {}, "board") == "a");
}

TEST_CASE("classify: bounds in words") {
  const Classifier classifier(rules_of({
      type("few", {"k"}, {}, 3),
      type("some", {"k"}, 5, 7),
      type("nine", {"k"}, 9, 9),
      type("many", {"k"}, 10),
      type("default", {}),
  }));
  const auto reason = [&](int people) {
    return classifier.classify({"k", "", people}, false).reason;
  };
  CHECK(reason(1) == "keyword \"k\" in the title, 1 person (3 or fewer)");
  CHECK(reason(5) == "keyword \"k\" in the title, 5 people (5 to 7)");
  CHECK(reason(9) == "keyword \"k\" in the title, 9 people (exactly 9)");
  CHECK(reason(500) == "keyword \"k\" in the title, 500 people (10 or more)");
  CHECK(reason(4) == "no other type matched");

  using Rejections = std::vector<Rejection>;
  CHECK(classifier.classify({"k", "", 8}, true).rejected ==
        Rejections{{"few", "keyword \"k\" in the title, but 8 people: at most 3 allowed"},
                   {"some", "keyword \"k\" in the title, but 8 people: 5 to 7 needed"},
                   {"nine", "keyword \"k\" in the title, but 8 people: exactly 9 needed"},
                   {"many", "keyword \"k\" in the title, but 8 people: at least 10 needed"}});
  CHECK(classifier.classify({"k", "", {}}, true).rejected.back().reason ==
        "keyword \"k\" in the title, but the number of people is unknown: at least 10 needed");
}

TEST_CASE("classify: explained, every type but the winner has its reason") {
  const Classifier classifier(shipped());
  const auto verdict = classifier.classify({"Leadership: SEV review", "with the CEO", 12}, true);
  CHECK(verdict.meeting_type == "leadership_meeting");
  using Rejections = std::vector<Rejection>;
  CHECK(verdict.rejected ==
        Rejections{
            {"one_on_one", "no keyword found"},
            {"staff_meeting", "no keyword found"},
            {"qbr", "no keyword found"},
            {"incident_review",
             "also matches (keyword \"SEV\" in the title), but leadership_meeting comes first"},
            {"executive_meeting",
             "also matches (keyword \"CEO\" in the description), but leadership_meeting comes "
             "first"},
            {"default", "only for meetings that no other type matches"}});
  CHECK(classifier.classify({"", "", {}}, true).rejected.size() == 6);
}

TEST_CASE("classify: explaining changes nothing else") {
  const Classifier classifier(shipped());
  for (const auto* title : {"Leadership CEO", "1-1", "CEO 1:1", "SEV", "", "team meeting QBR"}) {
    for (const int people : {0, 2, 6, 12, 40}) {
      const auto brief = classifier.classify({title, "exec team", people}, false);
      const auto full = classifier.classify({title, "exec team", people}, true);
      CHECK(brief.meeting_type == full.meeting_type);
      CHECK(brief.reason == full.reason);
      CHECK(brief.matched_keyword == full.matched_keyword);
    }
  }
}

TEST_CASE("classify: without rules or default") {
  for (const auto& rules : {rules_of({}), rules_of({type("a", {"x"})})}) {
    const Classifier classifier(rules);
    const auto verdict = classifier.classify({"y", "", {}}, true);
    CHECK(verdict.meeting_type == "default");
    CHECK(verdict.label == "Default");
    CHECK(verdict.prep_lead == hours{24});
    CHECK(verdict.position == FilePosition{});
    CHECK(verdict.reason == "no type matched, and the rules have no default: 24 h");
    CHECK(verdict.rejected.size() == rules.types.size());
  }
}

TEST_CASE("classify: a default by another name, without preparation") {
  auto rules = rules_of({type("a", {"x"}), type("other", {})});
  rules.types[1].prep_lead.reset();
  const auto verdict = Classifier(rules).classify({"y", "", {}}, false);
  CHECK(verdict.meeting_type == "other");
  CHECK_FALSE(verdict.prep_lead.has_value());
}

TEST_CASE("classify: substring and words in one rule file") {
  const Classifier classifier(rules_of({
      type("loose", {"sev", "rev"}, {}, {}, MatchMode::substring),
      type("strict", {"out"}),
      type("default", {}),
  }));
  CHECK(type_of(classifier, "Several") == "loose");
  CHECK(type_of(classifier, "a preview") == "loose");
  CHECK(type_of(classifier, "outage") == "default");
  CHECK(type_of(classifier, "time out") == "strict");
}

TEST_CASE("classify: regular expressions") {
  const Classifier classifier(rules_of({
      type("sev", {"^sev-?[1-3]\\b", "p\\d+ incident"}, {}, {}, MatchMode::regex),
      type("umlaut", {"^prü.ung$"}, {}, {}, MatchMode::regex),
      type("words", {"board"}),
      type("default", {}),
  }));
  CHECK(type_of(classifier, "SEV2: outage") == "sev");
  CHECK(type_of(classifier, "about SEV2") == "default");
  CHECK(type_of(classifier, "x", {}, "a P12 Incident") == "sev");
  CHECK(type_of(classifier, "PRÜFUNG") == "umlaut");
  CHECK(type_of(classifier, "Board") == "words");
  CHECK(type_of(classifier, std::string_view("\xFF\xFE board \xC3", 10)) == "words");
  const auto verdict = classifier.classify({"sev1", "", {}}, false);
  CHECK(verdict.matched_keyword == "^sev-?[1-3]\\b");
  CHECK(verdict.reason == "pattern \"^sev-?[1-3]\\b\" in the title");
  CHECK(classifier.classify({"x", "", {}}, true).rejected.front().reason == "no pattern found");
}

TEST_CASE("classify: a bad regular expression names its place") {
  for (const char* bad :
       {"(", "a{2,1}", "[z-a]", "*", "\\", "(?<=a)b", "\\1", "a\xFF", "((a{100}){100}){100}"}) {
    CAPTURE(bad);
    const auto message = error_of(
        rules_of({type("fine", {"("}), type("broken", {"good", bad}, {}, {}, MatchMode::regex)}));
    CHECK(message.starts_with("types.yaml:7:11: broken: bad regular expression \""));
    CHECK(message.find('\n') == std::string::npos);
  }
  auto without_positions = rules_of({type("broken", {"("}, {}, {}, MatchMode::regex)});
  without_positions.types[0].keyword_positions.clear();
  CHECK(error_of(without_positions).starts_with("types.yaml:6:3: broken: "));
}

TEST_CASE("classify: reasons stay on one line") {
  const Classifier classifier(rules_of({type("a", {"LT\n\x1b[31msync"})}));
  const auto verdict = classifier.classify({"lt \x1b[31msync", "", {}}, false);
  CHECK(verdict.meeting_type == "a");
  CHECK(verdict.reason.find('\n') == std::string::npos);
  CHECK(verdict.reason.find('\x1b') == std::string::npos);
}

TEST_CASE("classify: 5,000 rules, a long description") {
  std::vector<MeetingType> types;
  for (int i = 0; i < 5000; ++i) {
    types.push_back(type("type_" + std::to_string(i), {"project " + std::to_string(i)}));
  }
  const Classifier classifier(rules_of(types));
  CHECK(type_of(classifier, "Project 4999 kick-off") == "type_4999");
  CHECK(type_of(classifier, "Projects 4999") == "default");
  const std::string description(2000000, 'p');
  CHECK(type_of(classifier, "Notes", {}, description + " project 17") == "type_17");
}

}  // namespace execassist::classify
