#include "app/preparation.hpp"

#include "app_fixture.hpp"

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;
using State = NotificationState;
using Status = MeetingStatus;

TEST_CASE("a preparation starts from its trigger to the start of the meeting") {
  const Instant start = kNow + days{3};
  struct Case {
    std::string name;
    Seconds before_start;
    bool triggers;
  };
  const std::vector<Case> cases{{"a second too early", hours{24} + Seconds{1}, false},
                                {"exactly", hours{24}, true},
                                {"late", hours{3}, true},
                                {"a second before the start", Seconds{1}, true},
                                {"at the start", Seconds{0}, false},
                                {"after the start", -Seconds{1}, false}};
  for (const Case& each : cases) {
    CAPTURE(each.name);
    App app;
    app.put(facts_of("a", start));
    app.sync();
    app.advance_to(start - each.before_start);
    const auto report = trigger_preps(app.scope);
    CHECK(report.triggered.size() == (each.triggers ? 1 : 0));
    const Meeting meeting = app.meeting("a");
    CHECK((meeting.state.status == Status::prep_scheduled) == each.triggers);
    CHECK(app.outbox().size() == (each.triggers ? 1 : 0));
    if (each.triggers) CHECK(meeting.state.notification_id == app.outbox()[0].notification_id);
    CHECK(trigger_preps(app.scope).triggered.empty());
    CHECK(app.outbox().size() == (each.triggers ? 1 : 0));
  }
}

TEST_CASE("what is not prepared is skipped, with the reason") {
  struct Case {
    std::string name;
    std::function<void(MeetingFacts&)> make;
    std::string reason;
  };
  const std::vector<Case> cases{
      {"declined", [](MeetingFacts& f) { f.own_response = Response::declined; }, "declined"},
      {"free", [](MeetingFacts& f) { f.transparent = true; }, "marked as free"},
      {"all day", [](MeetingFacts& f) { f.all_day = true; }, "an all-day entry"},
      {"focus time", [](MeetingFacts& f) { f.entry = EntryKind::focus_time; }, "focus time"},
      {"its type", [](MeetingFacts& f) { f.title = "Lunch"; }, "the type lunch is not prepared"}};
  for (const Case& each : cases) {
    CAPTURE(each.name);
    App app;
    MeetingFacts facts = facts_of("a", kNow + hours{5});
    each.make(facts);
    app.put(facts);
    app.sync();
    const auto report = trigger_preps(app.scope);
    CHECK(report.triggered.empty());
    REQUIRE(report.skipped.size() == 1);
    CHECK(report.skipped[0].meeting_id == app.meeting("a").meeting_id);
    CHECK(report.skipped[0].reason == each.reason);
    CHECK(app.outbox().empty());
  }
}

TEST_CASE("what went silent while its calendar was away is announced when it is back") {
  App app;
  app.announced(facts_of("a", kNow + hours{5}));
  const auto calendars = app.ada().calendars;
  app.ada().calendars.clear();
  CHECK(deliver(app.scope, {}).suppressed == 1);
  CHECK(trigger_preps(app.scope).triggered.empty());

  app.ada().calendars = calendars;
  CHECK(trigger_preps(app.scope).triggered.size() == 1);
  CHECK(deliver(app.scope, {}).sent == 1);
  CHECK(trigger_preps(app.scope).triggered.empty());
  CHECK(app.first().received.size() == 1);
}

TEST_CASE("meetings of a calendar that left the configuration are not prepared") {
  App app;
  app.put(facts_of("a", kNow + hours{5}));
  app.sync();
  app.ada().calendars.clear();
  auto report = trigger_preps(app.scope);
  CHECK(report.triggered.empty());
  REQUIRE(report.skipped.size() == 1);
  CHECK(report.skipped[0].reason == "its calendar is not in the configuration any more");
  app.settings.users.clear();
  CHECK(trigger_preps(app.scope).triggered.empty());
  CHECK(app.outbox().empty());
}

TEST_CASE("a quiet first run announces only what comes later") {
  App app;
  app.settings.notify.first_run = FirstRun::quiet;
  app.put(facts_of("due", kNow + hours{5}));
  app.put(facts_of("later", kNow + hours{25}));
  auto report = app.tick();
  CHECK(report.prep.triggered.size() == 1);
  CHECK(app.only(Kind::prep).state == State::suppressed);
  CHECK(app.only(Kind::prep).reason == "the first sync is quiet (notify.first_run)");

  app.advance(hours{1});
  app.put(facts_of("new", kNow + hours{6}));
  report = app.tick();
  CHECK(report.prep.triggered.size() == 2);
  CHECK(report.notify.sent == 2);
}

TEST_CASE("what falls due in quiet hours that outlast its start is announced just before them") {
  struct Case {
    std::string name;
    std::string now;
    bool triggers;
  };
  // Quiet from 22:00 to 07:00; the meeting is at 06:00, its trigger at 04:00.
  const std::vector<Case> cases{{"too early", "2026-11-22T21:49:59Z", false},
                                {"ten minutes before", "2026-11-22T21:50:00Z", true},
                                {"a moment before", "2026-11-22T21:59:59Z", true},
                                {"missed: it waits for its trigger", "2026-11-22T22:00:00Z", false},
                                {"at the trigger", "2026-11-23T04:00:00Z", true}};
  for (const Case& each : cases) {
    CAPTURE(each.name);
    App app;
    app.ada().user.quiet_hours = QuietHours{hours{22}, hours{7}};
    app.rules.types.back().prep_lead = hours{2};
    app.put(facts_of("a", at("2026-11-23T06:00:00Z")));
    app.sync();
    app.advance_to(at(each.now));
    CHECK(trigger_preps(app.scope).triggered.size() == (each.triggers ? 1 : 0));
    CHECK(deliver(app.scope, {}).sent == (each.triggers ? 1 : 0));
  }
}

TEST_CASE("without a reaction the preparation ends at its deadline") {
  App app;
  app.announced(facts_of("a", kNow + hours{24}));
  app.advance(hours{30});
  app.advance(-hours{30});
  deliver(app.scope, {});
  // 24 h after the notification, or a quarter of the lead before the start: 18 h from now.
  app.advance(hours{18} - Seconds{1});
  CHECK(trigger_preps(app.scope).unanswered == 0);
  app.advance(Seconds{1});
  CHECK(trigger_preps(app.scope).unanswered == 1);
  const Meeting meeting = app.meeting("a");
  CHECK(meeting.state.status == Status::prep_completed);
  CHECK(meeting.state.prep_outcome == PrepOutcome::no_reaction);
  CHECK(start_prep(app.scope, meeting).state.status == Status::prep_in_progress);
}

TEST_CASE("a snooze moves the deadline, an undelivered notification has none") {
  App app;
  app.announced(facts_of("a", kNow + hours{24}));
  app.advance(hours{20});
  CHECK(trigger_preps(app.scope).unanswered == 0);
  app.advance(-hours{20});
  deliver(app.scope, {});
  snooze_prep(app.scope, app.meeting("a"), hours{20});
  app.advance(hours{19});
  CHECK(trigger_preps(app.scope).unanswered == 0);
}

TEST_CASE("what has ended is completed, and nothing more is said about it") {
  App app;
  const Meeting meeting = app.announced(facts_of("a", kNow + hours{5}));
  CHECK(deliver(app.scope, {}).sent == 1);
  add_reminder(app.scope, meeting, kNow + hours{4});
  app.advance(hours{6} - Seconds{1});
  CHECK(trigger_preps(app.scope).completed == 0);
  app.advance(Seconds{1});
  CHECK(trigger_preps(app.scope).completed == 1);
  CHECK(app.meeting("a").state.status == Status::completed);
  CHECK(app.only(Kind::prep).state == State::sent);
  REQUIRE(app.reminders().size() == 1);
  CHECK(app.reminders()[0].state == ReminderState::cancelled);
  CHECK(app.reminders()[0].reason == "the meeting is over");
  CHECK(trigger_preps(app.scope).completed == 0);
}

TEST_CASE("many meetings fall due at once") {
  App app;
  for (int i = 0; i < 230; ++i) app.put(facts_of("m" + std::to_string(i), kNow + hours{5}));
  app.sync();
  CHECK(trigger_preps(app.scope).triggered.size() == 230);
  CHECK(app.outbox().size() == 230);
  app.advance(hours{6});
  CHECK(trigger_preps(app.scope).completed == 230);
}

using Act = std::function<void(App&)>;
void start(App& app) { start_prep(app.scope, app.meeting("a")); }
void finish(App& app) { finish_prep(app.scope, app.meeting("a")); }
void skip(App& app) { skip_prep(app.scope, app.meeting("a")); }
void snooze(App& app) { snooze_prep(app.scope, app.meeting("a"), hours{2}); }
void cancel(App& app) {
  app.take_away("a");
  app.sync();
}

struct ActionCase {
  std::string name;
  std::vector<Act> before;
  Act act;
  std::string refused;  // part of why; empty: it works
  Status ends_as;
};

TEST_CASE("what a person may do to a preparation, and when it is refused") {
  const std::vector<ActionCase> cases{
      {"start", {}, start, "", Status::prep_in_progress},
      {"start twice", {start}, start, "under way already", Status::prep_in_progress},
      {"finish", {start}, finish, "", Status::prep_completed},
      {"finish without a start", {}, finish, "", Status::prep_completed},
      {"finish twice", {finish}, finish, "finished already", Status::prep_completed},
      {"start after the finish", {finish}, start, "finished already", Status::prep_completed},
      {"skip", {}, skip, "", Status::prep_completed},
      {"skip twice", {skip}, skip, "was skipped", Status::prep_completed},
      {"snooze", {}, snooze, "", Status::prep_scheduled},
      {"snooze after the skip", {skip}, snooze, "was skipped", Status::prep_completed},
      {"start a cancelled one", {cancel}, start, "cancelled", Status::cancelled},
      {"skip a cancelled one", {cancel}, skip, "cancelled", Status::cancelled},
  };
  for (const ActionCase& each : cases) {
    CAPTURE(each.name);
    App app;
    app.announced(facts_of("a", kNow + hours{5}));
    for (const Act& act : each.before) act(app);
    const auto error = error_of([&] { each.act(app); });
    CHECK(error.has_value() == !each.refused.empty());
    if (error) {
      CHECK(error->kind() == ErrorKind::refused);
      CHECK(contains(error->message(), each.refused));
      CHECK(contains(error->message(), app.meeting("a").meeting_id));
    }
    CHECK(app.meeting("a").state.status == each.ends_as);
  }
}

TEST_CASE("whoever starts needs no notification any more") {
  for (const Act& act : {Act{start}, Act{finish}, Act{skip}, Act{snooze}}) {
    App app;
    app.announced(facts_of("a", kNow + hours{5}));
    act(app);
    CHECK(deliver(app.scope, {}).sent == 0);
    CHECK(app.only(Kind::prep).state == State::suppressed);
    CHECK_FALSE(app.only(Kind::prep).reason.empty());
  }
}

TEST_CASE("a meeting may be started before its announcement, which then does not come") {
  App app;
  app.put(facts_of("a", kNow + days{3}));
  app.sync();
  start(app);
  app.advance(days{2});
  CHECK(trigger_preps(app.scope).triggered.empty());
}

TEST_CASE("a snooze reminds later, but never after the start") {
  App app;
  app.announced(facts_of("a", kNow + hours{5}));
  SUBCASE("as asked") {
    const Reminder reminder = snooze_prep(app.scope, app.meeting("a"), hours{2});
    CHECK(reminder.remind_at == kNow + hours{2});
    CHECK(reminder.origin == "snoozed");
    CHECK(app.reminders().size() == 1);
  }
  SUBCASE("15 minutes before the start at the latest") {
    CHECK(snooze_prep(app.scope, app.meeting("a"), days{2}).remind_at ==
          kNow + hours{5} - minutes{15});
  }
  SUBCASE("refused when that is past") {
    app.advance(hours{5} - minutes{15});
    const auto error = error_of([&] { snooze(app); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::refused);
    CHECK(contains(error->message(), "too soon"));
    CHECK(app.reminders().empty());
  }
  SUBCASE("by the meeting as it is now, not as it was named") {
    const Meeting named = app.meeting("a");
    app.put(facts_of("a", kNow + hours{1}));
    app.sync();
    CHECK(snooze_prep(app.scope, named, hours{2}).remind_at == kNow + minutes{45});
  }
  SUBCASE("a meeting that is not there") {
    Meeting nobody = app.meeting("a");
    nobody.meeting_id = "nobody";
    const auto error = error_of([&] { snooze_prep(app.scope, nobody, hours{2}); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::not_found);
  }
}

}  // namespace
}  // namespace execassist::app::testing
