#include "app/slack_clicks.hpp"

#include "slack_fixture.hpp"

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;
using Status = MeetingStatus;

const Instant kStart = kNow + hours{20};

TEST_CASE("a click's value: a meeting, perhaps with the version of its session") {
  struct Case {
    std::string value;
    std::string id;
    std::optional<int> version;
  };
  for (const auto& [value, id, version] :
       {Case{"4f1k", "4f1k", {}}, Case{"4f1k:0", "4f1k", 0}, Case{"4f1k:17", "4f1k", 17},
        Case{"a-B_9:3", "a-B_9", 3}}) {
    CAPTURE(value);
    const auto parsed = parse_click_value(value);
    REQUIRE(parsed);
    CHECK(parsed->meeting_id == id);
    CHECK(parsed->version == version);
  }
  for (const std::string& none :
       {std::string{}, std::string(":1"), std::string("4f1k:"), std::string("4f1k:x"),
        std::string("4f1k:-1"), std::string("4f1k:+1"), std::string("4f1k: 1"),
        std::string("4f1k:1:2"), std::string("4f1k:99999999999999999999"), std::string("a b"),
        std::string("a\nb"), std::string("a'; DROP TABLE outbox; --"), std::string("../x"),
        std::string("a%"), std::string(65, 'a'), std::string(100'000, 'a'), std::string("a\0b", 3),
        std::string("<!channel>"), std::string("\xFF\xFE")}) {
    CAPTURE(none);
    CHECK_FALSE(parse_click_value(none));
  }
}

TEST_CASE("start: the session begins, the question comes, the notice shows it") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  const auto result = app.click("start_prep", meeting.meeting_id);
  CHECK(contains(result.outcome, "start_prep: done"));
  CHECK(result.said.empty());
  CHECK(app.state(meeting).status == Status::prep_in_progress);
  REQUIRE(app.session(meeting));
  CHECK(app.session(meeting)->place == SessionPlace::slack);
  CHECK(deliver(app.scope, {}).sent == 1);
  const OutgoingMessage& question = app.shown(Kind::question);
  CHECK(says(question.content, "Question 1 of 3"));
  CHECK(says(question.content, "What about outcome?"));
  CHECK(question.content.buttons.at(0).value ==
        meeting.meeting_id + ":" + std::to_string(app.session(meeting)->version));
  CHECK(app.first().received.empty());

  CHECK(redraw_due(app.scope) >= 1);
  const OutgoingMessage& notice = app.shown(Kind::prep);
  CHECK(says(notice.content, "Preparation under way: 0 of 3 questions answered."));
  CHECK_FALSE(has_button(notice.content, "skip_prep"));
}

TEST_CASE("fifty clicks on one button have one effect, and all the others say what is so") {
  struct Case {
    std::string action;
    std::string says;
    std::size_t questions;
    std::size_t reminders;
    Status status;
  };
  for (const auto& [action, words, questions, reminders, status] :
       {Case{"start_prep", "Already started at 09:30.", 1, 0, Status::prep_in_progress},
        Case{"remind_later", "You snoozed this already: the reminder comes at 11:30.", 0, 1,
             Status::prep_scheduled},
        Case{"skip_prep", "Its preparation was skipped.", 0, 0, Status::prep_completed},
        Case{"finish_prep", "Its preparation is finished already.", 0, 0,
             Status::prep_completed}}) {
    CAPTURE(action);
    SlackApp app;
    app.ada().user.time_zone = Zone::utc();
    const Meeting meeting = app.told(facts_of("a", kStart));
    const std::size_t before = app.history(meeting).size();
    CHECK(contains(app.click(action, meeting.meeting_id).outcome, ": done"));
    for (int i = 1; i < 50; ++i) {
      const auto again = app.click(action, meeting.meeting_id);
      CHECK(contains(again.outcome, "nothing done"));
      CHECK(contains(again.said, words));
    }
    CHECK(app.outbox(Kind::question).size() == questions);
    CHECK(app.reminders().size() == reminders);
    CHECK(app.state(meeting).status == status);
    CHECK(app.history(meeting).size() <= before + 1);
    CHECK(app.outbox(Kind::reply).empty());
  }
}

TEST_CASE("remind later is the command's snooze: two hours, never after the start") {
  struct Case {
    Seconds ahead;
    std::optional<Seconds> after;
  };
  for (const auto& [ahead, after] :
       {Case{hours{20}, hours{2}}, Case{hours{2}, minutes{105}}, Case{minutes{16}, minutes{1}},
        Case{minutes{15}, std::nullopt}, Case{minutes{5}, std::nullopt}}) {
    SlackApp app;
    const Meeting meeting = app.told(facts_of("a", kNow + ahead));
    const auto result = app.click("remind_later", meeting.meeting_id);
    REQUIRE(app.reminders().size() == (after ? 1 : 0));
    if (!after) {
      CHECK(contains(result.said, "too soon to be reminded later"));
      continue;
    }
    CHECK(app.reminders()[0].remind_at == kNow + *after);
    CHECK(app.reminders()[0].origin == "snoozed");
    redraw_due(app.scope);
    CHECK(says(app.shown(Kind::prep).content, "You snoozed this: reminder at "));
    CHECK_FALSE(has_button(app.shown(Kind::prep).content, "remind_later"));
  }
}

TEST_CASE("once the reminder has come the notice offers again what is open") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  app.click("remind_later", meeting.meeting_id);
  redraw_due(app.scope);
  app.advance(hours{2});
  CHECK(remind(app.scope).due == 1);
  redraw_due(app.scope);
  CHECK(has_button(app.shown(Kind::prep).content, "remind_later"));
  CHECK_FALSE(says(app.shown(Kind::prep).content, "snoozed"));
  CHECK(contains(app.click("remind_later", meeting.meeting_id).outcome, ": done"));
  CHECK(app.reminders().size() == 2);
}

TEST_CASE("clicks on a session: each question once, whatever comes late, twice or out of order") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  app.click("start_prep", meeting.meeting_id);
  const auto seen = [&](int version) { return meeting.meeting_id + ":" + std::to_string(version); };
  const int first = app.session(meeting)->version;
  CHECK(contains(app.click("question_skip", seen(first)).outcome, ": done"));
  CHECK(app.session(meeting)->position == 1);
  const int second = app.session(meeting)->version;
  // The same click again, one that comes late, and one from a message that nobody ever saw.
  for (const auto& [action, version] :
       {std::pair{"question_skip", first}, std::pair{"question_back", first},
        std::pair{"question_skip", second + 1}, std::pair{"question_back", 99}}) {
    const auto late = app.click(action, seen(version));
    CHECK(contains(late.outcome, "nothing done"));
    CHECK_FALSE(late.said.empty());
    CHECK(app.session(meeting)->position == 1);
    CHECK(app.session(meeting)->version == second);
  }
  CHECK(contains(app.click("question_back", seen(second)).outcome, ": done"));
  CHECK(app.session(meeting)->position == 0);
  CHECK(contains(app.click("question_back", seen(app.session(meeting)->version)).outcome,
                 "nothing done"));
  CHECK(contains(app.click("finish_prep", seen(first)).outcome, ": done"));
  CHECK(app.session(meeting)->state == SessionState::finished);
  CHECK(app.state(meeting).prep_outcome == PrepOutcome::prepared);
  for (const char* action : {"question_back", "question_skip", "finish_prep", "start_prep",
                             "skip_prep", "remind_later"}) {
    const auto late = app.click(action, seen(second));
    CHECK(contains(late.outcome, "nothing done"));
    CHECK_FALSE(late.said.empty());
  }
}

TEST_CASE("five late clicks on Remind Me make one reminder, also when the preparation runs") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("one", kNow + hours{20}));
  app.click("start_prep", meeting.meeting_id);
  for (int i = 0; i < 5; ++i) app.click("remind_later", meeting.meeting_id);
  store::ReminderFilter filter;
  filter.meeting_id = meeting.meeting_id;
  CHECK(store::ReminderRepository(app.database).list(filter).size() == 1);
}

TEST_CASE("buttons of a session before have no effect on this one") {
  SlackApp app;
  const MeetingFacts facts = facts_of("one", kNow + hours{20});
  const Meeting meeting = app.told(facts);
  app.click("start_prep", meeting.meeting_id);
  app.take_away("one");
  app.sync();
  app.put(facts);
  app.sync();
  const std::string old = meeting.meeting_id + ":1";
  const auto status = [&] { return app.meeting("one").state.status; };
  CHECK(contains(app.click("finish_prep", old).outcome, "nothing done"));
  CHECK(status() == MeetingStatus::classified);
  app.click("start_prep", meeting.meeting_id);
  for (const char* button : {"question_skip", "question_back", "finish_prep"}) {
    CAPTURE(button);
    CHECK(contains(app.click(button, old).outcome, "nothing done"));
  }
  const auto session =
      store::PrepSessionRepository(app.database).latest_of(meeting.meeting_id).value();
  CHECK(session.open());
  CHECK(session.position == 0);
  CHECK_FALSE(session.questions[0].skipped);
}

TEST_CASE("questions drawn anew tell the story of the session") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  app.click("start_prep", meeting.meeting_id);
  deliver(app.scope, {});
  app.write("More budget");
  deliver(app.scope, {});
  app.click("question_skip",
            meeting.meeting_id + ":" + std::to_string(app.session(meeting)->version));
  deliver(app.scope, {});
  redraw_due(app.scope);
  std::vector<const OutgoingMessage*> questions;
  for (const auto& each : app.slack().received) {
    if (each.message.kind == Kind::question)
      questions.push_back(app.slack().shown(each.message_id));
  }
  REQUIRE(questions.size() == 3);
  CHECK(says(questions[0]->content, "Your answer: More budget"));
  CHECK(questions[0]->content.buttons.empty());
  CHECK(says(questions[1]->content, "Passed over."));
  CHECK(questions[1]->content.buttons.empty());
  CHECK(says(questions[2]->content, "What about people?"));
  CHECK(questions[2]->content.buttons.size() == 3);

  app.click("skip_prep", meeting.meeting_id);
  redraw_due(app.scope);
  CHECK(
      says(app.shown(Kind::question).content, "The session is over: the preparation was skipped."));
  CHECK(says(app.shown(Kind::prep).content, "Skipped."));
}

TEST_CASE("what the meeting forbids is said kindly") {
  struct Case {
    std::string name;
    std::function<void(SlackApp&)> then;
    std::string says;
  };
  const std::vector<Case> cases{
      {"over", [](SlackApp& app) { app.advance_to(kStart + hours{1}); }, "The meeting is over."},
      {"cancelled",
       [](SlackApp& app) {
         app.take_away("a");
         app.sync();
       },
       "The meeting is cancelled."}};
  for (const Case& each : cases) {
    CAPTURE(each.name);
    for (const char* action :
         {"start_prep", "remind_later", "skip_prep", "finish_prep", "question_back"}) {
      CAPTURE(action);
      SlackApp app;
      const Meeting meeting = app.told(facts_of("a", kStart));
      each.then(app);
      const auto before = app.state(meeting);
      const auto result = app.click(action, meeting.meeting_id);
      CHECK(result.said == each.says);
      CHECK(app.state(meeting) == before);
      CHECK_FALSE(app.session(meeting));
      // The message that still offered it is put right.
      CHECK(redraw_due(app.scope) >= 1);
      CHECK(app.shown(Kind::prep).content.buttons.empty());
    }
  }
}

TEST_CASE("only the person and their delegates act, and a delegate is named") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  for (const char* action : {"start_prep", "remind_later", "skip_prep", "finish_prep"}) {
    const auto result = app.click(action, meeting.meeting_id, "U0EVE");
    CHECK(contains(result.outcome, "not by eve"));
    CHECK(contains(result.said, "somebody else's meeting"));
    CHECK_FALSE(contains(result.said, "Weekly review"));
  }
  CHECK(app.state(meeting).status == Status::prep_scheduled);
  CHECK(app.reminders().empty());
  CHECK_FALSE(next_redraw(app.scope));

  CHECK(contains(app.click("skip_prep", meeting.meeting_id, "U0BOB").outcome, ": done"));
  CHECK(app.state(meeting).prep_outcome == PrepOutcome::skipped);
  CHECK(contains(app.history(meeting).back().cause, "by bob"));

  SlackApp other;
  const Meeting begun = other.told(facts_of("a", kStart));
  other.click("start_prep", begun.meeting_id, "U0BOB");
  CHECK(contains(other.history(begun).back().cause, "by bob"));
  deliver(other.scope, {});
  CHECK(other.slack().received.back().user_id == "ada");  // the question goes to the person
  SlackApp own;
  const Meeting mine = own.told(facts_of("a", kStart));
  own.click("skip_prep", mine.meeting_id);
  CHECK_FALSE(contains(own.history(mine).back().cause, "by ada"));
}

TEST_CASE("clicks on nothing have no effect") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  struct Case {
    std::string action;
    std::string value;
    std::string outcome;
  };
  for (const auto& [action, value, outcome] :
       {Case{"launch_missiles", meeting.meeting_id, "unknown action: launch_missiles"},
        Case{"", meeting.meeting_id, "unknown action"},
        Case{"a\nb\x1b[31m" + std::string(5000, 'x'), meeting.meeting_id, "unknown action: a b"},
        Case{"start_prep", "", "names no meeting"},
        Case{"start_prep", meeting.meeting_id + "%", "names no meeting"},
        Case{"start_prep", "nosuchmeeting", "no such meeting"}}) {
    CAPTURE(action);
    const auto result = app.click(action, value);
    CHECK(contains(result.outcome, outcome));
    CHECK(result.outcome == one_line(result.outcome));
    CHECK(result.outcome.size() < 300);
  }
  CHECK(app.state(meeting).status == Status::prep_scheduled);
  // The number of a repeated button is not part of its name.
  CHECK(contains(app.click("skip_prep.17", meeting.meeting_id).outcome, "skip_prep: done"));
}

TEST_CASE("on a list that only one person sees, what was done is said") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  CHECK(app.click("skip_prep", meeting.meeting_id, "U0ADA", true).said ==
        "Skipped: Weekly review.");
}

TEST_CASE("an invitation's title changes nothing but its own line") {
  const std::string hostile =
      "<!channel> <b>x</b>\n\x1b[31m\x07 *y* `z` \xE2\x80\xAE"
      "evil";
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart, hours{1}, hostile));
  app.click("start_prep", meeting.meeting_id);
  deliver(app.scope, {});
  app.write("<!channel> fine\n\x1b[2Jsecond line");
  app.click("finish_prep", meeting.meeting_id);
  deliver(app.scope, {});
  redraw_due(app.scope);
  for (const auto& each : app.slack().received) {
    const OutgoingMessage& shown = *app.slack().shown(each.message_id);
    CHECK(shown.text == safe_block(shown.text));
    CHECK(shown.subject == one_line(shown.subject));
    for (const std::string& line : all_lines(shown.content)) CHECK(line == one_line(line));
  }
  CHECK(app.click("skip_prep", meeting.meeting_id, "U0ADA", true).said ==
        one_line(app.click("skip_prep", meeting.meeting_id, "U0ADA", true).said));
}

}  // namespace
}  // namespace execassist::app::testing
