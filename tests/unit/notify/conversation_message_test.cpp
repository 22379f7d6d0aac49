#include "notify/conversation_message.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::notify {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

constexpr Instant kStart = std::chrono::sys_days{2024y / 1 / 15} + 14h;
const std::string kId = "abcd1234efgh5678";

struct Scene {
  Meeting meeting;
  User user;
  PrepSession session;

  Scene() {
    meeting.meeting_id = kId;
    meeting.facts.title = "Leadership sync";
    meeting.facts.start = kStart;
    meeting.facts.end = kStart + 1h;
    meeting.state.status = MeetingStatus::prep_in_progress;
    user.time_zone = *Zone::find("Europe/London");
    session.session_id = "s1";
    session.meeting_id = kId;
    session.place = SessionPlace::slack;
    session.version = 3;
    session.position = 1;
    for (const char* text : {"What is it for?", "Who decides?", "What could go wrong?"}) {
      SessionQuestion question;
      question.key = question.text = text;
      session.questions.push_back(question);
    }
    session.questions[0].answer = "The budget\nof next year";
  }

  Message asked(std::size_t position, bool latest = true) const {
    return question_message({meeting, user, "Leadership Meeting", kStart - 3h}, session, position,
                            latest);
  }
};

Lines lines_of(const MessageContent& content) {
  Lines lines;
  for (const MessageSection& section : content.sections) {
    for (const TextLine& line : section.lines) {
      std::string text;
      for (const TextRun& run : line) text += run.strong ? "*" + run.text + "*" : run.text;
      lines.push_back(text);
    }
    lines.insert(lines.end(), section.bullets.begin(), section.bullets.end());
  }
  return lines;
}

bool says(const Message& message, const std::string& text) {
  const auto lines = lines_of(message.content);
  return std::any_of(lines.begin(), lines.end(),
                     [&](const std::string& line) { return line.find(text) != std::string::npos; });
}

TEST_CASE("question: the one that waits, with its progress and its buttons") {
  const Message message = Scene().asked(1);
  CHECK(message.subject == "Question 2 of 3: Leadership sync");
  CHECK(message.content.headline == "Leadership sync");
  CHECK(lines_of(message.content) == Lines{"Leadership Meeting. Question 2 of 3", "*Who decides?*",
                                           "So far:", "What is it for? The budget of next year"});
  REQUIRE(message.content.buttons.size() == 3);
  const char* const actions[] = {"question_back", "question_skip", "finish_prep"};
  const char* const labels[] = {"Back", "Skip", "Finish"};
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(message.content.buttons[i].action == actions[i]);
    CHECK(message.content.buttons[i].label == labels[i]);
    CHECK(message.content.buttons[i].value == kId + ":3");
  }
  CHECK(message.content.footer == Lines{"Reply here with your answer. Or: back, skip, finish."});
  CHECK(message.text ==
        "Question 2 of 3: Leadership sync\n\nLeadership Meeting. Question 2 of 3\nWho decides?\n\n"
        "So far:\n  - What is it for? The budget of next year\n\n"
        "Reply here with your answer. Or: back, skip, finish.\n");
}

TEST_CASE("question: the first one has nothing before it") {
  Scene scene;
  scene.session.position = 0;
  scene.session.questions[0].answer.reset();
  CHECK(lines_of(scene.asked(0).content) ==
        Lines{"Leadership Meeting. Question 1 of 3", "*What is it for?*"});
}

TEST_CASE("question: once it does not wait any more it says what became of it, without buttons") {
  struct Case {
    std::string name;
    std::function<void(Scene&)> then;
    std::string says;
  };
  for (const auto& [name, then, what] : {
           Case{"answered",
                [](Scene& s) {
                  s.session.questions[1].answer = "Ada";
                  s.session.position = 2;
                },
                "*Your answer: *Ada"},
           Case{"passed over",
                [](Scene& s) {
                  s.session.questions[1].skipped = true;
                  s.session.position = 2;
                },
                "*Passed over.*"},
           Case{"gone back from", [](Scene& s) { s.session.position = 0; }, "*Not answered yet.*"},
           Case{"finished", [](Scene& s) { s.session.state = SessionState::finished; },
                "*The session is over: it is finished.*"},
           Case{"skipped",
                [](Scene& s) {
                  s.session.state = SessionState::abandoned;
                  s.meeting.state.prep_outcome = PrepOutcome::skipped;
                },
                "*The session is over: the preparation was skipped.*"},
           Case{"cancelled",
                [](Scene& s) {
                  s.session.state = SessionState::abandoned;
                  s.meeting.state.status = MeetingStatus::cancelled;
                },
                "*The session is over: the meeting is cancelled.*"},
           Case{"ended",
                [](Scene& s) {
                  s.session.state = SessionState::abandoned;
                  s.meeting.facts.end = kStart - 4h;
                },
                "*The session is over: the meeting is over.*"},
       }) {
    CAPTURE(name);
    Scene scene;
    then(scene);
    const Message message = scene.asked(1);
    CHECK(says(message, what));
    CHECK(says(message, "*Who decides?*"));
    CHECK(message.content.buttons.empty());
    CHECK(message.content.footer.empty());
    CHECK(position_in(message.text) == 1);
  }
}

TEST_CASE("question: an answered one of a session that is over keeps its answer") {
  Scene scene;
  scene.session.questions[1].answer = "Ada";
  scene.session.state = SessionState::finished;
  scene.session.position = 3;
  CHECK(says(scene.asked(1), "*Your answer: *Ada"));
  CHECK(says(scene.asked(1), "The session is over"));
}

TEST_CASE("question: asked again below, in the terminal, or paused") {
  Scene scene;
  const Message older = scene.asked(1, false);
  CHECK(says(older, "It is asked again below."));
  CHECK(older.content.buttons.empty());

  scene.session.place = SessionPlace::terminal;
  const Message elsewhere = scene.asked(1);
  CHECK(says(elsewhere, "It goes on in the terminal."));
  REQUIRE(elsewhere.content.buttons.size() == 1);
  CHECK(elsewhere.content.buttons[0].action == "start_prep");
  CHECK(elsewhere.content.buttons[0].value == kId);

  scene.session.place = SessionPlace::slack;
  scene.session.state = SessionState::paused;
  const Message paused = scene.asked(1);
  CHECK(paused.content.buttons.size() == 3);
  CHECK(paused.content.footer[0] == "Paused: any answer goes on with it.");
}

TEST_CASE("question: gone back to, it shows the answer that it has") {
  Scene scene;
  scene.session.position = 0;
  const Message message = scene.asked(0);
  CHECK(says(message, "Your answer so far: The budget of next year"));
  CHECK(message.content.buttons.size() == 3);
}

TEST_CASE("question: nothing from outside adds a line or a control character") {
  const std::string hostile =
      "<!channel>\n\x1b[31m<script>alert(1)</script>\r\n*b* \xE2\x80\xAEtxt\x07 " +
      std::string(20'000, 'x');
  Scene scene;
  scene.meeting.facts.title = hostile;
  scene.session.questions[0].answer = hostile;
  scene.session.questions[1].answer = hostile;
  for (const auto state : {SessionState::active, SessionState::finished}) {
    scene.session.state = state;
    const Message message = scene.asked(1);
    for (const std::string& line : lines_of(message.content)) {
      CHECK(line == one_line(line));
      CHECK(line.size() < 3000);
    }
    CHECK(message.content.headline == one_line(message.content.headline));
    CHECK(split(message.text, '\n').size() < 15);
    CHECK(position_in(message.text) == 1);
  }
}

TEST_CASE("question: which one a text asks") {
  CHECK(position_in("Question 2 of 4: x") == 1);
  CHECK(position_in("Question 12 of 12: Question 1 of 9") == 11);
  for (const char* none :
       {"", "Question ", "Question 0 of 4", "Question -1 of 4", "Question x", "question 2 of 4",
        "2 of 4", "Question 2", " Question 2 of 4", "Question 99999999999999999999999 of 4"}) {
    CAPTURE(none);
    CHECK_FALSE(position_in(none));
  }
}

TEST_CASE("reply: lines as they are, safe") {
  const Message message = reply_message("Preparing Sync.\n\nWhat is it for?\x1b[2J\n");
  CHECK(message.subject == "Preparing Sync.");
  CHECK(lines_of(message.content) == Lines{"Preparing Sync.", "What is it for?"});
  CHECK(message.content.buttons.empty());
  CHECK(reply_message("\n \n").content.empty());
}

}  // namespace
}  // namespace execassist::notify
