#include "notify/standing.hpp"

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
  Standing standing;

  Scene() {
    meeting.meeting_id = kId;
    meeting.facts.title = "Leadership sync";
    meeting.facts.source = "manual";
    meeting.facts.start = kStart;
    meeting.facts.end = kStart + 1h;
    meeting.state.status = MeetingStatus::prep_scheduled;
    meeting.state.prep_trigger_time = kStart - 72h;
    user.time_zone = *Zone::find("Europe/London");
    session.questions.resize(4);
    session.questions[0].answer = session.questions[2].answer = "yes";
  }

  MeetingInWords about() const { return {meeting, user, "Leadership Meeting", kStart - 48h}; }
  Message offer() const { return standing_offer(prep_message(about(), false), about(), standing); }
  Message news() const {
    Message today{"Your materials: Leadership sync", "The agenda\n"};
    today.content.headline = "Materials";
    today.content.sections = {{{{{"The agenda"}}}}};
    today.content.buttons = {{"open", "Open", kId}};
    return standing_news(today, about(), standing);
  }
};

Lines lines_of(const MessageSection& section) {
  Lines lines;
  for (const TextLine& line : section.lines) {
    std::string text;
    for (const TextRun& run : line) {
      text += run.strong ? "*" + run.text + "*" : run.code ? "`" + run.text + "`" : run.text;
    }
    lines.push_back(text);
  }
  return lines;
}

Lines actions_of(const Message& message) {
  Lines actions;
  for (const MessageButton& button : message.content.buttons) {
    CHECK(button.value == kId);
    actions.push_back(button.action + "/" + button.label);
  }
  return actions;
}

const std::string kStartButton = "start_prep/Start Prep Session";

TEST_CASE("standing: an open offer is the notice as it was") {
  Scene scene;
  const Message notice = prep_message(scene.about(), false);
  const Message drawn = scene.offer();
  CHECK(drawn.text == notice.text);
  CHECK(drawn.content.headline == notice.content.headline);
  CHECK(drawn.content.sections.size() == notice.content.sections.size());
  CHECK(actions_of(drawn) ==
        Lines{kStartButton, "remind_later/Remind Me in 2 Hours", "skip_prep/Skip"});
}

TEST_CASE("standing: what is not open is one strong line below the meeting") {
  struct Case {
    std::string name;
    std::function<void(Scene&)> then;
    std::string line;
    Lines actions;
  };
  const std::string materials = " Materials: `execassist prep materials " + kId + "`";
  const auto completed = [](PrepOutcome outcome) {
    return [outcome](Scene& s) {
      s.meeting.state.status = MeetingStatus::prep_completed;
      s.meeting.state.prep_outcome = outcome;
    };
  };
  const auto under_way = [](Scene& s) {
    s.meeting.state.status = MeetingStatus::prep_in_progress;
    s.standing.session = &s.session;
  };
  for (const auto& [name, then, line, actions] : {
           Case{"snoozed",
                [](Scene& s) { s.standing.snoozed_until = kStart - 46h; },
                "*You snoozed this: reminder at Saturday, January 13 at 4:00 PM GMT.*",
                {kStartButton, "skip_prep/Skip"}},
           Case{"under way",
                under_way,
                "*Preparation under way: 2 of 4 questions answered.*",
                {"start_prep/Continue"}},
           Case{"one question",
                [&](Scene& s) {
                  under_way(s);
                  s.session.questions.resize(1);
                },
                "*Preparation under way: 1 of 1 question answered.*",
                {"start_prep/Continue"}},
           Case{"paused",
                [&](Scene& s) {
                  under_way(s);
                  s.session.state = SessionState::paused;
                },
                "*Preparation paused: 2 of 4 questions answered.*",
                {"start_prep/Continue"}},
           Case{"begun without a session",
                [](Scene& s) { s.meeting.state.status = MeetingStatus::prep_in_progress; },
                "*Preparation under way.*",
                {"start_prep/Continue"}},
           Case{"a session of the round before",
                [&](Scene& s) {
                  under_way(s);
                  s.session.round = 7;
                },
                "*Preparation under way.*",
                {"start_prep/Continue"}},
           Case{
               "prepared by hand", completed(PrepOutcome::prepared), "*Prepared.*" + materials, {}},
           Case{"prepared in a session",
                [&](Scene& s) {
                  completed(PrepOutcome::prepared)(s);
                  s.session.state = SessionState::finished;
                  s.session.ended_at = kStart - 47h;
                  s.standing.session = &s.session;
                },
                "*Prepared on Saturday, January 13 at 3:00 PM GMT.*" + materials,
                {}},
           Case{"skipped", completed(PrepOutcome::skipped), "*Skipped.*", {}},
           Case{"no reaction",
                [&](Scene& s) {
                  completed(PrepOutcome::no_reaction)(s);
                  s.standing.deadline = kStart - 47h;
                },
                "*No reaction by Saturday, January 13 at 3:00 PM GMT: materials were written "
                "anyway.*" +
                    materials,
                {kStartButton}},
           Case{"cancelled",
                [](Scene& s) { s.meeting.state.status = MeetingStatus::cancelled; },
                "*Cancelled: there is nothing more to prepare.*",
                {}},
           Case{"over",
                [](Scene& s) { s.meeting.state.status = MeetingStatus::completed; },
                "*Over.*",
                {}},
           Case{"over, though nobody has noted it",
                [&](Scene& s) {
                  under_way(s);
                  s.meeting.facts.start = kStart - 60h;
                  s.meeting.facts.end = kStart - 48h;
                },
                "*Over.*",
                {}},
           Case{"announced anew later",
                [](Scene& s) {
                  s.meeting.state.status = MeetingStatus::classified;
                  s.meeting.state.round = 1;
                  s.standing.moved = true;
                },
                "*Moved to Monday, January 15 at 2:00 PM GMT. It will be announced again in "
                "time.*",
                {}},
           Case{"on again",
                [](Scene& s) {
                  s.meeting.state.status = MeetingStatus::classified;
                  s.meeting.state.round = 1;
                },
                "*It will be announced again in time.*",
                {}},
           Case{"not prepared any more",
                [](Scene& s) {
                  s.meeting.state.status = MeetingStatus::classified;
                  s.meeting.state.round = 1;
                  s.meeting.state.prep_trigger_time.reset();
                },
                "*It is not prepared any more.*",
                {}},
           Case{"announced anew already",
                [](Scene& s) {
                  s.meeting.state.round = 1;
                  s.standing.moved = true;
                },
                "*Moved to Monday, January 15 at 2:00 PM GMT. There is a newer message about it.*",
                {}},
       }) {
    CAPTURE(name);
    Scene scene;
    then(scene);
    const Message drawn = scene.offer();
    CHECK(drawn.content.headline == "Meeting Prep Reminder");
    REQUIRE(drawn.content.sections.size() == 2);
    const Lines meeting = lines_of(drawn.content.sections[0]);
    REQUIRE(meeting.size() == 4);
    CHECK(meeting[0] == "Leadership Meeting:");
    CHECK(meeting[1] == "*Leadership sync*");
    CHECK(lines_of(drawn.content.sections[1]) == Lines{line});
    CHECK(actions_of(drawn) == actions);
    CHECK(drawn.content.footer == Lines{"Entered by hand."});
    CHECK(drawn.text.find("Leadership sync") != std::string::npos);
    CHECK(drawn.text.find("prep skip") == std::string::npos);
  }
}

TEST_CASE("standing: a move is said beside what stands, and takes no offer away") {
  Scene scene;
  scene.standing.moved = true;
  const std::string moved = "*Moved to Monday, January 15 at 2:00 PM GMT.*";
  const Message open = scene.offer();
  CHECK(open.content.buttons.size() == 3);
  CHECK(lines_of(open.content.sections.back()) == Lines{moved});
  CHECK(open.text.ends_with("Moved to Monday, January 15 at 2:00 PM GMT.\n"));

  scene.meeting.state.status = MeetingStatus::prep_in_progress;
  CHECK(lines_of(scene.offer().content.sections.back()) ==
        Lines{"*Preparation under way.*", moved});
  scene.meeting.state.status = MeetingStatus::cancelled;
  CHECK(lines_of(scene.offer().content.sections.back()).size() == 1);
}

TEST_CASE("standing: an escalation that nobody need answer any more does not reproach") {
  Scene scene;
  const auto drawn = [&] {
    return standing_offer(escalation_message(scene.about(), "sms"), scene.about(), scene.standing);
  };
  CHECK(drawn().text.find("not answered") != std::string::npos);
  scene.meeting.state.status = MeetingStatus::prep_completed;
  scene.meeting.state.prep_outcome = PrepOutcome::skipped;
  CHECK(drawn().text.find("not answered") == std::string::npos);
  CHECK(drawn().content.sections.size() == 2);
}

TEST_CASE("standing: news stay, with what happened since") {
  Scene scene;
  CHECK(scene.news().content.sections.size() == 1);
  scene.standing.moved = true;
  CHECK(lines_of(scene.news().content.sections.back()) ==
        Lines{"*Moved to Monday, January 15 at 2:00 PM GMT.*"});
  CHECK(scene.news().content.buttons.size() == 1);
  scene.meeting.state.status = MeetingStatus::cancelled;
  const Message off = scene.news();
  CHECK(lines_of(off.content.sections.front()) == Lines{"The agenda"});
  CHECK(lines_of(off.content.sections.back()) ==
        Lines{"*Cancelled: there is nothing more to prepare.*"});
  CHECK(off.content.buttons.empty());
  CHECK(off.text == "The agenda\n\nCancelled: there is nothing more to prepare.\n");
}

TEST_CASE("standing: a hostile title stays one line") {
  Scene scene;
  scene.meeting.facts.title = "<!channel>\n<b>x</b>\x1b[2J\r\n*Skipped.*";
  scene.meeting.state.status = MeetingStatus::cancelled;
  const Message drawn = scene.offer();
  CHECK(lines_of(drawn.content.sections[0])[1] == "*<!channel> <b>x</b> *Skipped.**");
  CHECK(drawn.text.find('\x1b') == std::string::npos);
}

}  // namespace
}  // namespace execassist::notify
