#include "app/prep_sessions.hpp"

#include "session_fixture.hpp"

#include <functional>
#include <set>

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;
using State = NotificationState;
using Status = MeetingStatus;
using Words = std::vector<std::string>;

std::vector<Notification> open_questions(const App& app) { return app.waiting(Kind::question); }

}  // namespace

TEST_CASE("a session begins with its meeting's preparation, and asks what its type says") {
  SessionApp app;
  const Meeting meeting = app.told();
  const SessionResult result = app.open(meeting);
  CHECK(result.changed);
  CHECK_FALSE(result.refusal);
  CHECK(result.said == "Begun at question 1 of 3.");
  CHECK(result.meeting.state.status == Status::prep_in_progress);
  REQUIRE(result.session);
  const PrepSession stored = app.session(meeting);
  CHECK(stored.session_id == result.session->session_id);
  CHECK(stored.questions.size() == 3);
  CHECK(stored.questions[0].text == "default question 1");
  CHECK(stored.place == SessionPlace::terminal);
  CHECK(app.outbox(Kind::question).empty());
  REQUIRE(app.log_of(meeting).size() == 1);
  CHECK(app.log_of(meeting)[0].step == "session");
  CHECK(app.log_of(meeting)[0].cause == "prep start");
  const auto history = store::MeetingRepository(app.database).history(meeting.meeting_id);
  CHECK(history.back().cause == "user: prep start");
  CHECK(app.builds_of(meeting).empty());
}

TEST_CASE("the questions are a copy: edited rules do not tear a session apart") {
  SessionApp app;
  const Meeting meeting = app.told("one", "leadership");
  app.open(meeting);
  app.rules.types.clear();
  CHECK(app.answer(meeting, "yes").changed);
  CHECK(app.session(meeting).questions[1].text == "leadership_meeting question 2");
}

TEST_CASE("a type that the rules do not know any more asks what the default asks") {
  SessionApp app;
  const Meeting meeting = app.told("one", "leadership");
  app.rules.types.erase(app.rules.types.begin());
  CHECK(app.open(meeting).session->questions[0].text == "default question 1");
}

TEST_CASE("without anything to ask the meeting is prepared at once") {
  SessionApp app;
  const Meeting meeting = app.told("one", "exact");
  const SessionResult result = app.open(meeting, kSlack);
  CHECK(result.changed);
  CHECK(result.said == "There is nothing to ask about it. The preparation is finished.");
  CHECK(result.meeting.state.status == Status::prep_completed);
  CHECK(result.meeting.state.prep_outcome == PrepOutcome::prepared);
  CHECK(app.session(meeting).state == SessionState::finished);
  CHECK(app.builds_of(meeting) == Words{"the preparation is finished"});
  CHECK(app.outbox(Kind::question).empty());
  CHECK(app.open(meeting).refusal);
}

TEST_CASE("to start again goes on with what is open") {
  SessionApp app;
  const Meeting meeting = app.told();
  const PrepSession first = *app.open(meeting).session;
  const SessionResult again = app.open(meeting);
  CHECK_FALSE(again.changed);
  CHECK_FALSE(again.refusal);
  CHECK(again.session->session_id == first.session_id);
  CHECK(again.said == "The session is under way: question 1 of 3 waits.");
  const SessionResult elsewhere = app.open(meeting, kSlack);
  CHECK(elsewhere.changed);
  CHECK(elsewhere.session->session_id == first.session_id);
  CHECK(elsewhere.session->place == SessionPlace::slack);
  CHECK(open_questions(app).size() == 1);
}

TEST_CASE("fifty clicks on the start button have one effect") {
  SessionApp app;
  const Meeting meeting = app.told();
  int changed = 0;
  for (int click = 0; click < 50; ++click) changed += app.open(meeting, kSlack).changed ? 1 : 0;
  CHECK(changed == 1);
  CHECK(app.outbox(Kind::question).size() == 1);
  CHECK(app.log_of(meeting).size() == 1);
  CHECK(app.session(meeting).version == 1);
}

TEST_CASE("what the meeting's state forbids is said, and nothing happens") {
  struct Case {
    std::string name;
    std::string why;
    std::function<void(SessionApp&, const Meeting&)> before;
  };
  const Case cases[] = {
      {"skipped", "its preparation was skipped",
       [](SessionApp& app, const Meeting& meeting) { skip_prep(app.scope, meeting); }},
      {"prepared", "its preparation is finished already",
       [](SessionApp& app, const Meeting& meeting) { app.finish(meeting); }},
      {"over, and nobody has noticed", "the meeting is over",
       [](SessionApp& app, const Meeting&) { app.advance(days{1} + hours{1}); }},
      {"cancelled", "the meeting is cancelled",
       [](SessionApp& app, const Meeting&) {
         app.take_away("one");
         app.sync();
       }},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    SessionApp app;
    const Meeting meeting = app.told();
    each.before(app, meeting);
    const MeetingState before = app.now_of(meeting).state;
    const std::size_t lines = app.log_of(meeting).size();
    const SessionResult result = app.open(meeting, kSlack);
    CHECK_FALSE(result.changed);
    REQUIRE(result.refusal);
    CHECK(result.refusal->why == each.why);
    CHECK(result.said.ends_with("."));
    CHECK(app.now_of(meeting).state == before);
    CHECK(app.log_of(meeting).size() == lines);
    CHECK(app.outbox(Kind::question).empty());
  }
  SessionApp app;
  CHECK(error_of([&] { app.open(Meeting{}); })->kind() == ErrorKind::not_found);
  const Meeting untouched = app.told();
  const SessionResult result = app.answer(untouched, "x");
  REQUIRE(result.refusal);
  CHECK(result.refusal->hint == "execassist prep start " + untouched.meeting_id);
  CHECK_FALSE(result.session);
}

TEST_CASE("nobody who comes late is turned away") {
  SessionApp app;
  const Meeting meeting = app.told();
  app.advance(hours{20});
  trigger_preps(app.scope);
  REQUIRE(app.now_of(meeting).state.prep_outcome == PrepOutcome::no_reaction);
  CHECK(app.builds_of(meeting) == Words{"no reaction by the deadline"});
  CHECK(app.open(meeting, kSlack).changed);
  CHECK(app.finish(meeting, kSlack).changed);
  CHECK(app.builds_of(meeting) ==
        Words{"no reaction by the deadline", "the preparation is finished"});
}

TEST_CASE("answers are stored one by one, and the last one ends the preparation") {
  SessionApp app;
  const Meeting meeting = app.told();
  app.open(meeting);
  app.advance(minutes{1});
  CHECK(app.answer(meeting, "one\nand \x1b[31mmore").said == "Question 1 of 3 answered.");
  CHECK(app.session(meeting).questions[0].answer == "one\nand more");
  CHECK(app.session(meeting).questions[0].answered_at == app.now());
  CHECK_FALSE(app.answer(meeting, " \n ").changed);
  CHECK(app.pass_over(meeting).said == "Question 2 of 3 passed over.");
  CHECK(app.back(meeting).said == "Back at question 2 of 3.");
  CHECK(app.answer(meeting, "two").changed);
  CHECK(app.now_of(meeting).state.status == Status::prep_in_progress);
  const SessionResult last = app.answer(meeting, "three", kSlack);
  CHECK(last.said == "Question 3 of 3 answered. The preparation is finished.");
  CHECK(last.meeting.state.status == Status::prep_completed);
  CHECK(last.meeting.state.prep_outcome == PrepOutcome::prepared);
  CHECK(app.session(meeting).state == SessionState::finished);
  CHECK(app.session(meeting).questions[2].answered_in == SessionPlace::slack);
  CHECK(app.builds_of(meeting) == Words{"the preparation is finished"});
  CHECK(store::MeetingRepository(app.database).history(meeting.meeting_id).back().cause ==
        "user: the prep session is finished");
  CHECK(app.log_of(meeting).size() == 6);
  const SessionResult after = app.answer(meeting, "four");
  CHECK(after.refusal);
  CHECK(app.builds_of(meeting).size() == 1);
}

TEST_CASE("what is rolled back has not happened") {
  SessionApp app;
  const Meeting meeting = app.told();
  {
    auto transaction = app.database.begin();
    open_session(app.scope, transaction, meeting.meeting_id, kSlack);
  }
  CHECK(app.now_of(meeting).state == meeting.state);
  CHECK(app.outbox(Kind::question).empty());
  CHECK(app.log_of(meeting).empty());
  CHECK(app.open(meeting, kSlack).changed);
}

TEST_CASE("in Slack each question goes out once for each version, and none that waits no more") {
  SessionApp app;
  const Meeting meeting = app.told();
  const PrepSession session = *app.open(meeting, kSlack).session;
  Notification question = app.only(Kind::question);
  CHECK(question.variant == session.session_id + ":1");
  CHECK(question.meeting_id == meeting.meeting_id);
  CHECK(question.user_id == "ada");
  CHECK(question.occurrence == occurrence_key(meeting));
  CHECK(question.round == meeting.state.round);
  CHECK(question.expires_at == meeting.facts.end);
  CHECK(question.text == "Question 1 of 3: default question 1");
  CHECK(question.state == State::pending);

  app.answer(meeting, "one", kSlack, 1);
  REQUIRE(open_questions(app).size() == 1);
  CHECK(open_questions(app)[0].variant == session.session_id + ":2");
  const auto first = store::OutboxRepository(app.database).load(question.notification_id);
  CHECK(first->state == State::suppressed);

  CHECK_FALSE(app.answer(meeting, "again", kSlack, 1).changed);
  CHECK_FALSE(app.answer(meeting, "", kSlack, 2).changed);
  CHECK(app.outbox(Kind::question).size() == 2);
  app.pass_over(meeting, kSlack, 2);
  app.back(meeting, kSlack, 3);
  CHECK(app.outbox(Kind::question).size() == 4);
  CHECK(open_questions(app)[0].variant == session.session_id + ":4");

  // Taken up in the terminal: Slack asks no more.
  CHECK(app.open(meeting).changed);
  CHECK(open_questions(app).empty());
  app.answer(meeting, "two");
  CHECK(app.outbox(Kind::question).size() == 4);
  app.finish(meeting, kSlack);
  CHECK(app.outbox(Kind::question).size() == 4);
  CHECK(open_questions(app).empty());
  std::set<std::string> variants;
  for (const Notification& each : app.outbox(Kind::question)) variants.insert(each.variant);
  CHECK(variants.size() == 4);
}

TEST_CASE("clicks out of order say what waits, and change nothing") {
  SessionApp app;
  const Meeting meeting = app.told();
  app.open(meeting, kSlack);
  app.answer(meeting, "one", kSlack, 1);
  const PrepSession before = app.session(meeting);
  for (const int version : {1, 3, 0, -1, 2147483647}) {
    CAPTURE(version);
    for (const SessionResult& result :
         {app.answer(meeting, "x", kSlack, version), app.pass_over(meeting, kSlack, version),
          app.back(meeting, kSlack, version)}) {
      CHECK_FALSE(result.changed);
      CHECK(contains(result.said, "question 2 of 3 waits now"));
      CHECK(result.session->version == before.version);
    }
  }
  CHECK(app.session(meeting).questions == before.questions);
}

TEST_CASE("whatever ends the preparation ends its session") {
  struct Case {
    std::string name;
    SessionState state;
    std::string why;
    std::function<void(SessionApp&, const Meeting&)> act;
  };
  const Case cases[] = {
      {"prep skip", SessionState::abandoned, "the preparation was skipped",
       [](SessionApp& app, const Meeting& meeting) { skip_prep(app.scope, meeting); }},
      {"cancelled", SessionState::abandoned, "the meeting is cancelled",
       [](SessionApp& app, const Meeting&) {
         app.take_away("one");
         app.sync();
       }},
      {"over", SessionState::abandoned, "the meeting is over",
       [](SessionApp& app, const Meeting&) {
         app.advance(days{2});
         trigger_preps(app.scope);
       }},
      {"finished without the session", SessionState::finished, "the preparation is finished",
       [](SessionApp& app, const Meeting& meeting) { finish_prep(app.scope, meeting); }},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    SessionApp app;
    const Meeting meeting = app.told();
    app.open(meeting, kSlack);
    app.answer(meeting, "one", kSlack);
    const int version = app.session(meeting).version;
    each.act(app, meeting);
    const PrepSession session = app.session(meeting);
    CHECK(session.state == each.state);
    CHECK(session.version > version);
    CHECK(session.ended_at == app.now());
    CHECK(session.questions[0].answer == "one");
    CHECK(open_questions(app).empty());
    CHECK(app.log_of(meeting).back().cause == each.why);
    CHECK(contains(app.log_of(meeting).back().outcome, "1 of 3 questions answered"));
    CHECK(app.answer(meeting, "two", kSlack).refusal);
    CHECK(app.builds_of(meeting).size() == (each.state == SessionState::finished ? 1 : 0));
    CHECK_FALSE(session_waiting_in_slack(app.scope, "ada"));
  }
}

TEST_CASE("a move leaves the session where it is; a new round starts anew") {
  SessionApp app;
  const Meeting meeting = app.told();
  app.open(meeting);
  app.answer(meeting, "one");
  app.put(facts_of("one", kNow + days{2}));
  app.sync();
  CHECK(app.now_of(meeting).state.status == Status::prep_in_progress);
  CHECK(app.session(meeting).open());

  app.take_away("one");
  app.sync();
  CHECK(app.session(meeting).state == SessionState::abandoned);
  app.put(facts_of("one", kNow + days{2}));
  app.sync();
  CHECK(app.now_of(meeting).state.round == 1);
  const SessionResult anew = app.open(meeting);
  CHECK(anew.changed);
  CHECK(anew.session->round == 1);
  CHECK(anew.session->position == 1);  // the first answer is known
  CHECK(anew.session->version > 2);
}

TEST_CASE("a copy of a meeting gets no materials of its own") {
  SessionApp app;
  app.settings.users[0] = user_named("ada", {"work", "home"});
  app.put(facts_of("one", kNow + days{1}), "home");
  app.listed["work"];
  app.tick();
  const Meeting at_home = app.meeting("one", "home");
  app.put(facts_of("one", kNow + days{1}), "work");
  app.sync();
  REQUIRE(app.now_of(at_home).state.duplicate_of);
  CHECK(app.open(at_home).refusal);
  app.advance(hours{20});
  trigger_preps(app.scope);
  CHECK(app.builds_of(at_home).empty());
}

TEST_CASE("without a session of its own a preparation can be finished, and begun again it cannot") {
  SessionApp app;
  const Meeting meeting = app.told();
  const SessionResult result = app.finish(meeting, {SessionPlace::slack, "the button in Slack"});
  CHECK(result.changed);
  CHECK_FALSE(result.session);
  CHECK(result.meeting.state.prep_outcome == PrepOutcome::prepared);
  CHECK(store::MeetingRepository(app.database).history(meeting.meeting_id).back().cause ==
        "user: the button in Slack");
  CHECK(app.finish(meeting).refusal->why == "its preparation is finished already");
  CHECK(app.builds_of(meeting).size() == 1);
}

TEST_CASE("of several sessions a direct message belongs to the one last touched in Slack") {
  SessionApp app;
  app.put(facts_of("two", kNow + days{1} + hours{1}));
  app.put(facts_of("three", kNow + days{1} + hours{2}));
  const Meeting one = app.told();
  const Meeting two = app.meeting("two");
  const Meeting three = app.meeting("three");
  CHECK_FALSE(session_waiting_in_slack(app.scope, "ada"));
  app.open(one, kSlack);
  app.advance(minutes{1});
  app.open(two, kSlack);
  app.advance(minutes{1});
  app.open(three);
  CHECK(session_waiting_in_slack(app.scope, "ada")->meeting_id == two.meeting_id);
  app.advance(minutes{1});
  app.answer(one, "x", kSlack);
  CHECK(session_waiting_in_slack(app.scope, "ada")->meeting_id == one.meeting_id);
  app.advance(hours{1});
  pause_idle_sessions(app.scope);
  CHECK(session_waiting_in_slack(app.scope, "ada")->meeting_id == one.meeting_id);
  CHECK_FALSE(session_waiting_in_slack(app.scope, "bob"));
}

TEST_CASE("hostile causes, titles and answers stay on their lines") {
  SessionApp app;
  const Meeting meeting = app.told("one", "<!channel>\n\x1b[2J<b>review</b>");
  app.open(meeting, {SessionPlace::slack, "a\nb\x1b[31m"});
  CHECK(app.log_of(meeting)[0].cause == "a b");
  app.answer(meeting,
             std::string("\x00 a\x1b[2J\r\n\xe2\x80\xae"
                         "b \xff",
                         16),
             kSlack);
  const std::string stored = app.session(meeting).questions[0].answer.value();
  CHECK(stored.find('\x1b') == std::string::npos);
  CHECK(stored.find('\0') == std::string::npos);
  CHECK(stored.find("\xe2\x80\xae") == std::string::npos);
  app.advance(hours{1});
  pause_idle_sessions(app.scope);
  CHECK(app.only(Kind::nudge).text.find('\n') == std::string::npos);
  CHECK(app.only(Kind::nudge).text.find('\x1b') == std::string::npos);
}

}  // namespace execassist::app::testing
