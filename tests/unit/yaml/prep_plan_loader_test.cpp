#include "support/error_of.hpp"
#include "yaml/rules_loader.hpp"

#include <execassist/settings/samples.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::yaml {
namespace {

MeetingType loaded(const std::string& lines, const std::string& name = "board") {
  const std::string text = "meeting_types:\n  " + name + ":\n    keywords: [x]\n" + lines;
  return load_rules(text, "r.yaml").types.at(0);
}

const MeetingType& built_in(const std::string& name) {
  static const Rules rules = load_rules(std::string(sample_rules()), "built-in");
  return *rules.find(name);
}

TEST_CASE("questions, agenda and context, long and short") {
  const MeetingType type = loaded(
      "    prep_questions:\n"
      "      - {key: outcome, ask: 'What for?', agenda: true}\n"
      "      - 'Who must be heard?'\n"
      "      - 'Who must be heard!'\n"
      "      - {ask: '!'}\n"
      "    agenda: [Open, {title: Talk, share: 5}]\n"
      "    required_context: [budget, big_rocks]\n");
  REQUIRE(type.prep_questions.size() == 4);
  CHECK(type.prep_questions[0].key == "outcome");
  CHECK(type.prep_questions[0].text == "What for?");
  CHECK(type.prep_questions[0].for_agenda);
  CHECK(type.prep_questions[1].key == "who_must_be_heard");
  CHECK_FALSE(type.prep_questions[1].for_agenda);
  CHECK(type.prep_questions[2].key == "who_must_be_heard_2");
  CHECK(type.prep_questions[3].key == "question");
  REQUIRE(type.agenda.size() == 2);
  CHECK(type.agenda[0].title == "Open");
  CHECK(type.agenda[0].share == 1);
  CHECK(type.agenda[1].share == 5);
  CHECK(type.required_context == std::vector<std::string>{"budget", "big_rocks"});
  REQUIRE(type.required_context_positions.size() == 2);
  CHECK(type.required_context_positions[0].line == 10);
  CHECK(type.required_context_positions[0].column == 24);
  CHECK(type.required_context_positions[1].line == 10);
  CHECK(type.required_context_positions[1].column == 32);
}

TEST_CASE("missing: those of the built-in type of that name, else of the built-in default") {
  CHECK(loaded("", "qbr").prep_questions.at(0).text == built_in("qbr").prep_questions.at(0).text);
  CHECK(loaded("", "qbr").agenda.size() == built_in("qbr").agenda.size());
  CHECK(loaded("").prep_questions.at(0).key == "outcome");
  CHECK(loaded("").agenda.at(0).title == built_in("default").agenda.at(0).title);
  const MeetingType one = loaded("    agenda: [A]\n", "qbr");
  CHECK(one.agenda.size() == 1);
  CHECK(one.prep_questions.size() == built_in("qbr").prep_questions.size());
  const MeetingType none =
      loaded("    prep_questions: []\n    agenda: []\n    required_context: []\n", "qbr");
  CHECK(none.prep_questions.empty());
  CHECK(none.agenda.empty());
  CHECK(none.required_context.empty());
}

TEST_CASE("what must not be said") {
  struct Case {
    std::string lines;
    std::string message;
  };
  std::string many = "    prep_questions: [";
  for (int i = 0; i < 13; ++i) many += "q" + std::to_string(i) + ", ";
  const std::string at = "r.yaml:4:";
  const std::vector<Case> cases{
      {many + "]\n", "prep_questions: has 13 items; at most 12 are allowed"},
      {"    prep_questions: what\n", "prep_questions: must be a list"},
      {"    prep_questions: [{key: a}]\n", "prep_questions[0].ask: is missing"},
      {"    prep_questions: [{ask: a, agend: true}]\n", "prep_questions[0].agend: unknown key"},
      {"    prep_questions: [{key: A b, ask: a}]\n", "must be up to 40 lower-case letters"},
      {"    prep_questions: [{key: a, ask: x}, {key: a, ask: y}]\n",
       "a second question with the key \"a\""},
      {"    prep_questions: [{ask: x, agenda: 3}]\n", "must be true or false"},
      {"    prep_questions: [~]\n", "prep_questions[0]: must be"},
      {"    prep_questions: [\"" + std::string(201, 'x') + "\"]\n", "is longer than 200"},
      {"    prep_questions: [\" \"]\n", "must not be empty"},
      {"    agenda: [{title: a, share: 0}]\n", "agenda[0].share: must be from 1 to 100, not 0"},
      {"    agenda: [{share: 3}]\n", "agenda[0].title: is missing"},
      {"    required_context: [a, a]\n", "required_context[1]: named a second time"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.lines);
    const auto error = testing::error_of([&] { loaded(one.lines); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::configuration);
    CHECK(error->message().substr(0, at.size()) == at);
    CHECK(error->message().find(one.message) != std::string::npos);
  }
}

}  // namespace
}  // namespace execassist::yaml
