#include "yaml/rules_loader.hpp"

#include "support/error_of.hpp"

#include <execassist/base/identifier.hpp>
#include <execassist/settings/samples.hpp>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::yaml {
namespace {

const char* const kFull = R"(meeting_types:
  zeta:
    label: The last letter
    keywords: ["zeta", 'it''s', 1:1]
    match: substring
    required_attendees_min: 2
    required_attendees_max: 5
    prep_hours_before: 1.5
    reminder_hours_before: 0.25
    late: drop
    sensitive: true
    escalate_after: 4h
    examples:
      - {title: "Zeta", attendees: 3}
      - {description: "zeta inside", attendees: [a@b.c, d@e.f]}
      - {title: "Alpha", not: true}
  alpha_beta:
    keywords: [alpha]
    match: regex
    required_attendees_max: null
    prep_hours_before: null
    reminder_hours_before: null
    late: send
  qbr: {keywords: [x]}
  default:
    keywords: []
)";

TEST_CASE("everything a rule file may say") {
  const Rules rules = load_rules(kFull, "r.yaml");
  CHECK(rules.file == "r.yaml");
  CHECK(rules.fingerprint == sha256_hex(kFull));
  REQUIRE(rules.types.size() == 4);
  const MeetingType& zeta = rules.types[0];
  CHECK(zeta.name == "zeta");
  CHECK(zeta.position == FilePosition{2, 3});
  CHECK(zeta.label == "The last letter");
  CHECK(zeta.keywords == std::vector<std::string>{"zeta", "it's", "1:1"});
  REQUIRE(zeta.keyword_positions.size() == 3);
  CHECK(zeta.keyword_positions[2] == FilePosition{4, 33});
  CHECK(zeta.match == MatchMode::substring);
  CHECK(zeta.attendees_min == 2);
  CHECK(zeta.attendees_max == 5);
  CHECK(zeta.prep_lead == Seconds{5400});
  CHECK(zeta.reminder_lead == Seconds{900});
  CHECK(zeta.sensitive);
  CHECK(zeta.escalate_after == hours{4});
  CHECK_FALSE(rules.types[1].sensitive);
  CHECK_FALSE(rules.types[1].escalate_after);
  CHECK(zeta.late == LatePolicy::drop);
  REQUIRE(zeta.examples.size() == 3);
  CHECK(zeta.examples[0].attendees == 3);
  CHECK(zeta.examples[0].position == FilePosition{14, 9});
  CHECK(zeta.examples[1].description == "zeta inside");
  CHECK(zeta.examples[1].attendees == 2);
  CHECK_FALSE(zeta.examples[2].attendees);
  CHECK(zeta.examples[2].negated);
}

TEST_CASE("defaults, and null where it has a meaning") {
  const Rules rules = load_rules(kFull, "r.yaml");
  const MeetingType& alpha = rules.types.at(1);
  CHECK(alpha.label == "Alpha Beta");
  CHECK(alpha.match == MatchMode::regex);
  CHECK_FALSE(alpha.attendees_min);
  CHECK_FALSE(alpha.attendees_max);
  CHECK_FALSE(alpha.prep_lead);
  CHECK_FALSE(alpha.reminder_lead);
  CHECK(alpha.late == LatePolicy::send);
  const MeetingType& qbr = rules.types.at(2);
  CHECK(qbr.label == "QBR");
  CHECK(qbr.match == MatchMode::words);
  CHECK(qbr.prep_lead == Seconds{hours{24}});
  CHECK(qbr.reminder_lead == Seconds{hours{2}});
  CHECK(qbr.late == LatePolicy::shorten);
  CHECK(rules.types.at(3).is_default());
}

TEST_CASE("what a rule file must not say") {
  struct Case {
    std::string text;
    std::string message;  // after the file's name
    std::string hint;     // how it begins
  };
  const auto type = [](const std::string& line) {
    return "meeting_types:\n  board:\n    keywords: [board]\n    " + line + "\n";
  };
  const std::string at = ": meeting_types.board.";
  const std::vector<Case> cases{
      {"", "1:1: the file is empty", "it needs `meeting_types:`"},
      {type("sensitive: 3"), "4:16" + at + "sensitive: must be true or false, not \"3\"", ""},
      {type("escalate_after: 30s"),
       "4:21" + at + "escalate_after: not a length of time between 1 min and 7 d", "write it as"},
      {type("escalate_after: soon"),
       "4:21" + at + "escalate_after: not a length of time between 1 min and 7 d", "write it as"},
      {"[]", "1:1: must be a map of keys and values, but is a list", ""},
      {"{}", "1:1: meeting_types: is missing", ""},
      {"meeting_types:\n", "1:1: meeting_types: is missing", ""},
      {"meeting_types: {}\n", "1:16: meeting_types: must name at least one type", ""},
      {"meeting_type: {}\n", "1:1: meeting_type: unknown key", "did you mean \"meeting_types\"?"},
      {"meeting_types:\n  a: {keywords: [x]}\n  b: {keywords: [y]}\n  a: {keywords: [z]}\n",
       "4:3: meeting_types.a: given twice (first on line 2)", "keep one"},
      {"meeting_types:\n  a: {keywords: [x], keywords: [y]}\n",
       "2:22: meeting_types.a.keywords: given twice (first on line 2)", "keep one"},
      {"meeting_types:\n  default: {}\n  a: {keywords: [x]}\n",
       "2:3: meeting_types.default: a type without keywords is the default and must stand last",
       "move it to the end"},
      {"meeting_types:\n  default: {}\n  other: {keywords: []}\n",
       "2:3: meeting_types.default: a type without keywords is the default and must stand last",
       "move it to the end"},
      {"meeting_types:\n  Board-Meeting: {keywords: [x]}\n",
       "2:3: meeting_types.Board-Meeting: a type's name has lower-case letters (a-z) first, then "
       "also digits and \"_\"",
       "did you mean \"board_meeting\"?"},
      {"meeting_types:\n  1on1: {keywords: [x]}\n",
       "2:3: meeting_types.1on1: a type's name has lower-case letters (a-z) first, then also "
       "digits "
       "and \"_\"",
       "for example board_meeting"},
      {"meeting_types:\n  board:\n",
       "2:3: meeting_types.board: must be a map of keys and values, but is empty", ""},
      {type("keyword: [x]"), "4:5" + at + "keyword: unknown key", "did you mean \"keywords\"?"},
      {type("prep_hours: 3"), "4:5" + at + "prep_hours: unknown key", "allowed here: label"},
      {type("match: word"),
       "4:12" + at + "match: must be one of words, substring, regex, not \"word\"",
       "did you mean \"words\"?"},
      {type("late: never"), "4:11" + at + "late: must be one of send, shorten, drop, not \"never\"",
       "allowed here: send, shorten, drop"},
      {type("required_attendees_min: 3\n    required_attendees_max: 2"),
       "5:29" + at + "required_attendees_max: 2 is less than required_attendees_min (3)",
       "no meeting could ever match"},
      {type("required_attendees_min: -1"),
       "4:29" + at + "required_attendees_min: must be from 0 to 100000, not -1", ""},
      {type("required_attendees_min: ten"),
       "4:29" + at + "required_attendees_min: must be a whole number, not \"ten\"", ""},
      {type("prep_hours_before: -1"),
       "4:24" + at + "prep_hours_before: must be from 0 to 8760, not -1", ""},
      {type("prep_hours_before: 1e9"),
       "4:24" + at + "prep_hours_before: must be from 0 to 8760, not 1e9", ""},
      {type("prep_hours_before: nan"),
       "4:24" + at + "prep_hours_before: must be a number, not \"nan\"", ""},
      {type("prep_hours_before: 3h"),
       "4:24" + at + "prep_hours_before: must be a number, not \"3h\"", ""},
      {type("prep_hours_before: \"3\""),
       "4:24" + at + "prep_hours_before: must be a number, not the text \"3\"", ""},
      {type("reminder_hours_before: inf"),
       "4:28" + at + "reminder_hours_before: must be from 0 to 8760, not inf", ""},
      {type("label: ''"), "4:12" + at + "label: must not be empty", "leave"},
      {type("examples: {title: x}"), "4:15" + at + "examples: must be a list, but is a map", ""},
      {type("examples: [{titl: x}]"), "4:17" + at + "examples[0].titl: unknown key",
       "did you mean \"title\"?"},
      {type("examples: [{attendees: 3}]"),
       "4:16" + at + "examples[0]: needs a title or a description", ""},
      {type("examples: [{title: x, attendees: many}]"),
       "4:38" + at + "examples[0].attendees: must be a whole number, not \"many\"", ""},
      {type("examples: [{title: x, attendees: [a, [b]]}]"),
       "4:42" + at + "examples[0].attendees[1]: must be text, but is a list", ""},
      {type("examples: [{title: x, not: 1}]"),
       "4:32" + at + "examples[0].not: must be true or false, not \"1\"", ""},
      {"meeting_types:\n  a: {keywords: [x, \" \"]}\n",
       "2:21: meeting_types.a.keywords[1]: an empty keyword would match everything", ""},
      {"meeting_types:\n  a: {keywords: x}\n",
       "2:17: meeting_types.a.keywords: must be a list, but is text", ""},
      {"meeting_types:\n  a: {keywords: [x, ~]}\n",
       "2:21: meeting_types.a.keywords[1]: must be text, but is empty", ""},
  };
  for (const Case& item : cases) {
    CAPTURE(item.text);
    const auto error = testing::error_of([&] { load_rules(item.text, "r.yaml"); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::configuration);
    CHECK(error->message() == "r.yaml:" + item.message);
    CHECK(error->hint().substr(0, item.hint.size()) == item.hint);
    CHECK(error->hint().empty() == item.hint.empty());
  }
}

TEST_CASE("the built-in rules are those that the house promises") {
  const Rules rules = load_rules(std::string(sample_rules()), "built-in rules");
  struct Promise {
    std::string name;
    std::vector<std::string> keywords;
    std::optional<int> least;
    std::optional<int> most;
    int hours_before;
  };
  const std::vector<Promise> promises{
      {"leadership_meeting",
       {"leadership", "leadership team", "LT meeting", "LT sync"},
       10,
       {},
       72},
      {"one_on_one", {"1-1", "1:1", "one on one", "1-on-1"}, {}, 3, 24},
      {"staff_meeting", {"staff meeting", "all hands", "team meeting"}, 15, {}, 48},
      {"qbr", {"QBR", "quarterly business review", "quarterly review"}, 20, {}, 336},
      {"incident_review", {"post-mortem", "incident review", "SEV", "outage review"}, {}, {}, 2},
      {"executive_meeting", {"executive", "exec team", "CIO", "CEO"}, 5, {}, 96},
      {"default", {}, {}, {}, 24},
  };
  REQUIRE(rules.types.size() == promises.size());
  for (std::size_t i = 0; i < promises.size(); ++i) {
    const MeetingType& type = rules.types[i];
    CAPTURE(type.name);
    CHECK(type.name == promises[i].name);
    CHECK(type.keywords == promises[i].keywords);
    CHECK(type.attendees_min == promises[i].least);
    CHECK(type.attendees_max == promises[i].most);
    CHECK(type.prep_lead == Seconds{hours{promises[i].hours_before}});
    CHECK(type.match == MatchMode::words);
    CHECK(type.examples.size() >= 2);
    CHECK(type.prep_questions.size() >= 3);
    CHECK(type.prep_questions.size() <= 5);
    CHECK(type.agenda.size() >= 3);
    CHECK(type.required_context.empty());
    int shares = 0;
    for (const AgendaPart& part : type.agenda) shares += part.share;
    CHECK(shares == 100);
  }
}

TEST_CASE("shipped files: what is built in is what is shipped, and the demo's rules load") {
  const auto content = [](const std::string& path) {
    std::ifstream in(EXECASSIST_SOURCE_DIR "/config/" + path);
    return std::string{std::istreambuf_iterator<char>(in), {}};
  };
  CHECK(content("meeting_types.yaml") == sample_rules());
  CHECK(content("config.yaml") == sample_config());
  for (const std::string path : {"default/agenda.md", "default/context-brief.md",
                                 "default/question-bank.md", "default/notes.md"}) {
    CHECK(sample_material(path) == content("materials/" + path));
  }
  for (const MeetingType& type : load_rules(std::string(sample_rules()), "r").types) {
    for (const std::string name : {"/question-bank.md", "/notes.md"}) {
      CHECK(sample_material(type.name + name) == content("materials/" + type.name + name));
    }
  }
  CHECK_FALSE(sample_material("default/agenda"));
  const Rules demo = load_rules(content("demo/meeting_types.yaml"), "demo");
  CHECK(demo.find("customer_meeting"));
  CHECK(demo.types.back().is_default());
}

}  // namespace
}  // namespace execassist::yaml
