// What the time does to prep sessions, and which messages they have drawn anew.
#include "app/prep_sessions.hpp"
#include "session_fixture.hpp"
#include "store/build_repository.hpp"

#include <functional>

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;
using State = NotificationState;
using Status = MeetingStatus;
using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("an idle session pauses, with one nudge in its life; any answer resumes it") {
  SessionApp app;
  const Meeting meeting = app.told();
  const PrepSession session = *app.open(meeting, kSlack).session;
  app.advance(minutes{30} - Seconds{1});
  CHECK(pause_idle_sessions(app.scope) == 0);
  app.advance(Seconds{1});
  app.redraws_done();
  CHECK(pause_idle_sessions(app.scope) == 1);
  CHECK(pause_idle_sessions(app.scope) == 0);
  CHECK(app.session(meeting).state == SessionState::paused);
  CHECK(app.session(meeting).nudged);
  CHECK(app.now_of(meeting).state.status == Status::prep_in_progress);
  const Notification nudge = app.only(Kind::nudge);
  CHECK(nudge.variant == session.session_id);
  CHECK(nudge.expires_at == meeting.facts.start);
  CHECK(nudge.meeting_id == meeting.meeting_id);
  CHECK(contains(nudge.text, "Weekly review"));
  CHECK(app.log_of(meeting).back().cause == "no answer for 30 min");
  CHECK(app.log_of(meeting).back().outcome == "paused at question 1 of 3");

  CHECK(app.answer(meeting, "one", kSlack, session.version).changed);
  CHECK(app.waiting(Kind::nudge).empty());  // not delivered yet, and needless now
  app.advance(hours{1});
  CHECK(pause_idle_sessions(app.scope) == 1);
  CHECK(app.outbox(Kind::nudge).size() == 1);
  CHECK(app.open(meeting).said == "Resumed at question 2 of 3.");
}

TEST_CASE("nobody is nudged about a meeting that has begun, nor for another user's job") {
  SessionApp app;
  const Meeting meeting = app.told();
  app.advance(hours{23} + minutes{45});
  app.open(meeting);
  app.advance(minutes{30});
  app.scope.user_id = "bob";
  CHECK(pause_idle_sessions(app.scope) == 0);
  app.scope.user_id = "ada";
  CHECK(pause_idle_sessions(app.scope) == 1);
  CHECK(app.outbox(Kind::nudge).empty());
}

TEST_CASE("the time until a pause is a setting") {
  SessionApp app;
  app.settings.prep.session_idle = hours{2};
  const Meeting meeting = app.told();
  app.open(meeting);
  app.advance(hours{1});
  trigger_preps(app.scope);
  CHECK(app.session(meeting).state == SessionState::active);
  app.advance(hours{1});
  trigger_preps(app.scope);
  CHECK(app.session(meeting).state == SessionState::paused);
}

TEST_CASE("what began ends in time for its materials, unless the person is at it") {
  SessionApp app;
  const Meeting meeting = app.told();  // begun 24 h before: 6 h are left for its materials
  app.open(meeting, kSlack);
  app.answer(meeting, "one", kSlack);
  app.advance(hours{18} - Seconds{1});
  trigger_preps(app.scope);
  CHECK(app.session(meeting).state == SessionState::paused);
  CHECK(app.now_of(meeting).state.status == Status::prep_in_progress);
  app.answer(meeting, "two", kSlack);
  app.advance(Seconds{1});
  trigger_preps(app.scope);
  CHECK(app.now_of(meeting).state.status == Status::prep_in_progress);
  app.advance(minutes{9});
  trigger_preps(app.scope);
  CHECK(app.now_of(meeting).state.status == Status::prep_in_progress);
  app.advance(minutes{1});
  trigger_preps(app.scope);
  const MeetingState state = app.now_of(meeting).state;
  CHECK(state.status == Status::prep_completed);
  CHECK(state.prep_outcome == PrepOutcome::prepared);
  CHECK(app.session(meeting).state == SessionState::finished);
  CHECK(app.builds_of(meeting) == Words{"begun, and not finished by the deadline"});
  CHECK(app.log_of(meeting).back().cause == "begun, and not finished by the deadline");
  CHECK(app.log_of(meeting).back().outcome == "ended with 2 of 3 questions answered");
  CHECK(app.waiting(Kind::nudge).empty());
  CHECK(app.waiting(Kind::question).empty());
}

TEST_CASE("what began late has until later; without a session the lead decides") {
  SessionApp app;
  const Meeting late = app.told();
  app.advance(hours{17});
  app.open(late);  // seven hours are left: until 1 h 45 min before
  app.advance(hours{5});
  trigger_preps(app.scope);
  CHECK(app.now_of(late).state.status == Status::prep_in_progress);
  app.advance(minutes{15});
  trigger_preps(app.scope);
  CHECK(app.now_of(late).state.prep_outcome == PrepOutcome::prepared);

  SessionApp plain;
  const Meeting meeting = plain.told();
  start_prep(plain.scope, meeting);
  plain.advance(hours{18} - Seconds{1});
  trigger_preps(plain.scope);
  CHECK(plain.now_of(meeting).state.status == Status::prep_in_progress);
  plain.advance(Seconds{1});
  trigger_preps(plain.scope);
  CHECK(plain.now_of(meeting).state.prep_outcome == PrepOutcome::prepared);
  CHECK(plain.builds_of(meeting) == Words{"begun, and not finished by the deadline"});
}

TEST_CASE("each change of a meeting or its session draws its Slack messages anew") {
  SessionApp app;
  app.ada().user.channels = {"slack"};
  app.edges.fake_channel("slack");
  const Meeting meeting = app.told();
  const auto drawn_by = [&](const std::function<void()>& act) {
    app.redraws_done();
    app.advance(Seconds{1});
    act();
    return app.redraws() > 0;
  };
  REQUIRE(app.only(Kind::prep).state == State::sent);
  CHECK(drawn_by([&] { snooze_prep(app.scope, meeting, hours{1}); }));
  CHECK(drawn_by([&] { app.open(meeting, kSlack); }));
  CHECK_FALSE(drawn_by([&] { app.open(meeting, kSlack); }));
  CHECK(drawn_by([&] { app.answer(meeting, "one"); }));
  CHECK_FALSE(drawn_by([&] { app.answer(meeting, " "); }));
  CHECK(drawn_by([&] { app.pass_over(meeting); }));
  CHECK(drawn_by([&] { app.back(meeting); }));
  CHECK(drawn_by([&] {
    app.advance(minutes{30});
    pause_idle_sessions(app.scope);
  }));
  CHECK(drawn_by([&] {
    app.put(facts_of("one", kNow + days{1} + hours{1}));
    app.sync();
  }));
  CHECK_FALSE(drawn_by([&] { app.sync(); }));
  CHECK(drawn_by([&] { app.finish(meeting); }));
  CHECK(drawn_by([&] {
    app.advance(days{2});
    trigger_preps(app.scope);
  }));
}

TEST_CASE("a session that is begun shortly before the start has ended when it starts") {
  SessionApp app;
  const Meeting meeting = app.told();
  app.advance(days{1} - minutes{5});
  app.open(meeting);
  app.answer(meeting, "one");
  trigger_preps(app.scope);
  CHECK(app.now_of(meeting).state.status == Status::prep_in_progress);
  app.advance(minutes{5});
  trigger_preps(app.scope);
  CHECK(app.now_of(meeting).state.prep_outcome == PrepOutcome::prepared);
  CHECK(app.session(meeting).questions[0].answer == "one");
  CHECK(app.builds_of(meeting).size() == 1);
}

TEST_CASE("materials come in time also where the notice has reached nobody, and once") {
  for (const bool quiet : {false, true}) {
    CAPTURE(quiet);
    SessionApp app;
    if (quiet) app.settings.notify.first_run = FirstRun::quiet;
    app.settings.notify.max_attempts = 100;
    app.first().unknown = app.second().unknown = {"ada"};  // refuses her
    app.put(facts_of("one", kNow + days{1}));
    app.tick();
    const Meeting meeting = app.meeting("one");
    REQUIRE(meeting.state.status == Status::prep_scheduled);
    app.advance(hours{18} - Seconds{1});
    trigger_preps(app.scope);
    CHECK(app.builds_of(meeting).empty());
    app.advance(Seconds{1});
    trigger_preps(app.scope);
    trigger_preps(app.scope);
    CHECK(app.builds_of(meeting) == Words{"the notice has reached nobody"});
    CHECK(store::BuildRepository(app.database).latest_of(meeting.meeting_id)->announce == !quiet);
    CHECK(app.now_of(meeting).state.status == Status::prep_scheduled);
    app.finish(meeting);  // whoever prepares after all gets what fits
    CHECK(app.builds_of(meeting).size() == 2);
  }
}

TEST_CASE("a meeting that was off for a while keeps its answers") {
  SessionApp app;
  const Meeting meeting = app.told();
  app.open(meeting);
  app.answer(meeting, "one");
  app.take_away("one");
  app.sync();
  REQUIRE(app.now_of(meeting).state.status == Status::cancelled);
  app.put(facts_of("one", kNow + days{1}));
  app.sync();
  const SessionResult again = app.open(meeting);
  CHECK(again.session->questions[0].answer == "one");
  CHECK_FALSE(again.session->questions[1].answer);
  CHECK(again.session->position == 1);
}

}  // namespace execassist::app::testing
