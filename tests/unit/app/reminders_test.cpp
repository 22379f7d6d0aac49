#include "app/reminders.hpp"

#include "app_fixture.hpp"

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;
using State = NotificationState;

const Instant kStart = kNow + hours{30};

int reminded(App& app) {
  const auto& received = app.first().received;
  return static_cast<int>(std::count_if(received.begin(), received.end(), [](const auto& each) {
    return each.message.kind == Kind::reminder;
  }));
}

TEST_CASE("a reminder somebody asked for fires once, when it is due") {
  App app;
  app.put(facts_of("a", kStart));
  app.sync();
  const Reminder added = add_reminder(app.scope, app.meeting("a"), kNow + hours{1});
  CHECK(added.origin == "added");
  app.advance(hours{1} - Seconds{1});
  CHECK(remind(app.scope).due == 0);
  app.advance(Seconds{1});
  auto report = remind(app.scope);
  CHECK(report.due == 1);
  CHECK(report.delivery.sent == 1);
  CHECK(remind(app.scope).due == 0);
  CHECK(reminded(app) == 1);
  REQUIRE(app.reminders().size() == 1);
  CHECK(app.reminders()[0].state == ReminderState::fired);
}

TEST_CASE("two reminders of one meeting both fire") {
  App app;
  app.put(facts_of("a", kStart));
  app.sync();
  add_reminder(app.scope, app.meeting("a"), kNow + hours{1});
  add_reminder(app.scope, app.meeting("a"), kNow + hours{1});
  app.advance(hours{1});
  CHECK(remind(app.scope).delivery.sent == 2);
}

TEST_CASE("a snooze fires once") {
  App app;
  app.announced(facts_of("a", kNow + hours{20}));
  deliver(app.scope, {});
  snooze_prep(app.scope, app.meeting("a"), hours{2});
  app.advance(hours{2});
  CHECK(remind(app.scope).delivery.sent == 1);
  CHECK(remind(app.scope).delivery.sent == 0);
}

TEST_CASE("reminders that make no sense are refused") {
  struct Case {
    std::string name;
    std::function<void(App&)> before;
    Instant at;
    std::string why;
  };
  const std::vector<Case> cases{
      {"now", [](App&) {}, kNow, "in the past"},
      {"past", [](App&) {}, kNow - hours{1}, "in the past"},
      {"at the start", [](App&) {}, kStart, "after the start"},
      {"cancelled",
       [](App& app) {
         app.take_away("a");
         app.sync();
       },
       kNow + hours{1}, "cancelled"},
      {"begun", [](App& app) { app.advance_to(kStart); }, kStart + hours{1}, "has begun"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    App app;
    app.put(facts_of("a", kStart));
    app.sync();
    each.before(app);
    const auto error = error_of([&] { add_reminder(app.scope, app.meeting("a"), each.at); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::refused);
    CHECK(contains(error->message(), each.why));
    CHECK(app.reminders().empty());
  }
}

TEST_CASE("a reminder is cancelled by its id or a prefix of it") {
  App app;
  app.put(facts_of("a", kStart));
  app.sync();
  const std::string id = add_reminder(app.scope, app.meeting("a"), kNow + hours{1}).reminder_id;
  const auto kind_of = [&](const std::string& prefix) {
    const auto error = error_of([&] { cancel_reminder(app.scope, prefix); });
    return error ? error->kind() : ErrorKind::failed;
  };
  CHECK(kind_of(id.substr(0, 3)) == ErrorKind::usage);
  CHECK(kind_of("nobody") == ErrorKind::not_found);
  app.scope.user_id = "bob";
  CHECK(kind_of(id) == ErrorKind::not_found);
  app.scope.user_id.reset();
  CHECK(cancel_reminder(app.scope, id.substr(0, 8)).state == ReminderState::cancelled);
  CHECK(kind_of(id) == ErrorKind::refused);
  app.advance(hours{2});
  CHECK(remind(app.scope).due == 0);
}

TEST_CASE("a reminder ends with its meeting, or when the meeting moves ahead of it") {
  App app;
  app.put(facts_of("a", kStart));
  app.sync();
  add_reminder(app.scope, app.meeting("a"), kNow + hours{10});
  SUBCASE("cancelled") {
    app.take_away("a");
    app.sync();
    CHECK(app.reminders()[0].reason == "the meeting is cancelled");
  }
  SUBCASE("moved ahead") {
    app.put(facts_of("a", kNow + hours{5}));
    app.sync();
    app.advance(hours{10});
    CHECK(remind(app.scope).due == 0);
    CHECK(app.outbox(Kind::alert).empty());
  }
  CHECK(app.reminders()[0].state == ReminderState::cancelled);
}

TEST_CASE("when the automatic reminder of a meeting falls due") {
  struct Case {
    std::string title;
    std::optional<Seconds> before;
    std::function<void(Meeting&)> make;
  };
  const std::vector<Case> cases{
      {"Weekly review", hours{2}, [](Meeting&) {}},
      {"board", hours{4}, [](Meeting&) {}},
      {"Lunch", std::nullopt, [](Meeting&) {}},
      {"Weekly review", std::nullopt, [](Meeting& m) { m.state.duplicate_of = "x"; }},
      {"Weekly review", std::nullopt, [](Meeting& m) { m.state.unprepared_reason = "declined"; }},
      {"Weekly review", std::nullopt, [](Meeting& m) { m.state.meeting_type.reset(); }},
      {"Weekly review", hours{2}, [](Meeting& m) { m.state.meeting_type = "left the rules"; }},
  };
  for (const Case& each : cases) {
    CAPTURE(each.title);
    App app;
    app.put(facts_of("a", kStart, hours{1}, each.title));
    app.sync();
    Meeting meeting = app.meeting("a");
    each.make(meeting);
    const auto due = automatic_reminder_at(app.rules, meeting);
    CHECK(due.has_value() == each.before.has_value());
    if (due && each.before) CHECK(*due == kStart - *each.before);
  }
}

// Told at once, so that the prep notice is long past when the reminder falls due.
struct Told : App {
  explicit Told(Instant start = kNow + hours{20}, const std::string& title = "Weekly review") {
    announced(facts_of("a", start, hours{1}, title));
    deliver(scope, {});
  }
};

TEST_CASE("the automatic reminder comes once, at its time") {
  Told app;
  app.advance(hours{18} - Seconds{1});
  CHECK(remind(app.scope).due == 0);
  app.advance(Seconds{1});
  CHECK(remind(app.scope).due == 1);
  app.advance(minutes{5});
  CHECK(remind(app.scope).due == 0);
  CHECK(reminded(app) == 1);
}

TEST_CASE("a missed automatic reminder still comes, but not after the start") {
  Told app;
  SUBCASE("an hour late") {
    app.advance(hours{19});
    CHECK(remind(app.scope).delivery.sent == 1);
  }
  SUBCASE("too late") {
    app.advance(hours{20});
    CHECK(remind(app.scope).due == 0);
    CHECK(app.outbox(Kind::reminder).empty());
  }
}

TEST_CASE("a move takes the automatic reminder along") {
  Told app;
  SUBCASE("before it fired") {
    app.put(facts_of("a", kNow + hours{23}));
    app.sync();
    app.advance(hours{18});
    CHECK(remind(app.scope).due == 0);
    app.advance(hours{3});
    CHECK(remind(app.scope).due == 1);
  }
  SUBCASE("after it fired: once for each revision") {
    app.advance(hours{18});
    CHECK(remind(app.scope).due == 1);
    app.put(facts_of("a", kNow + hours{23}));
    app.sync();
    CHECK(remind(app.scope).due == 0);
    app.advance(hours{3});
    CHECK(remind(app.scope).due == 1);
    CHECK(remind(app.scope).due == 0);
    CHECK(reminded(app) == 2);
  }
  SUBCASE("between its due time and its delivery") {
    app.advance(hours{18});
    app.first().script(AttemptOutcome::refused);
    app.second().script(AttemptOutcome::refused);
    CHECK(remind(app.scope).delivery.failed == 1);
    app.put(facts_of("a", kNow + hours{23}));
    app.sync();
    app.advance(minutes{5});
    CHECK(remind(app.scope).delivery.suppressed == 1);
    CHECK(reminded(app) == 0);
  }
}

TEST_CASE("no automatic reminder after a cancellation") {
  Told app;
  app.advance(hours{17});
  app.take_away("a");
  app.sync();
  app.advance(hours{1});
  CHECK(remind(app.scope).due == 0);
}

TEST_CASE("no automatic reminder within an hour of the prep notice") {
  struct Case {
    std::string name;
    Seconds notice_to_reminder;
    bool reminds;
  };
  const std::vector<Case> cases{{"an hour apart", hours{1}, false},
                                {"a second more", hours{1} + Seconds{1}, true},
                                {"at the same time", Seconds{0}, false}};
  for (const Case& each : cases) {
    CAPTURE(each.name);
    Told app(kNow + hours{2} + each.notice_to_reminder);
    app.advance(each.notice_to_reminder);
    CHECK(remind(app.scope).due == (each.reminds ? 1 : 0));
    app.advance(hours{1});
    remind(app.scope);
    CHECK(reminded(app) == (each.reminds ? 1 : 0));
  }
}

TEST_CASE("no automatic reminder within an hour of a snooze that came") {
  struct Case {
    std::string name;
    Seconds snoozed;  // the automatic reminder is due after 18 hours
    bool reminds;
  };
  const std::vector<Case> cases{{"an hour before", hours{17}, false},
                                {"a second more", hours{17} - Seconds{1}, true},
                                {"twenty minutes before", minutes{1060}, false},
                                {"at the same time", hours{18}, false}};
  for (const Case& each : cases) {
    CAPTURE(each.name);
    Told app;
    snooze_prep(app.scope, app.meeting("a"), each.snoozed);
    app.advance(each.snoozed);
    CHECK(remind(app.scope).delivery.sent == 1);
    app.advance(hours{18} - each.snoozed);
    CHECK(remind(app.scope).due == (each.reminds ? 1 : 0));
    app.advance(hours{1});
    CHECK(remind(app.scope).due == 0);
    CHECK(reminded(app) == (each.reminds ? 2 : 1));
  }
}

TEST_CASE("what is no snooze that came leaves the automatic reminder") {
  Told app;
  SUBCASE("a reminder that was added") {
    add_reminder(app.scope, app.meeting("a"), kNow + minutes{1060});
    app.advance(minutes{1060});
    CHECK(remind(app.scope).delivery.sent == 1);
  }
  SUBCASE("a snooze that is still to come") {
    snooze_prep(app.scope, app.meeting("a"), hours{18} + minutes{20});
  }
  SUBCASE("a snooze that reached nobody") {
    app.settings.notify.max_attempts = 1;
    snooze_prep(app.scope, app.meeting("a"), minutes{1060});
    app.advance(minutes{1060});
    app.first().script(AttemptOutcome::refused);
    app.second().script(AttemptOutcome::refused);
    CHECK(remind(app.scope).delivery.dead == 1);
  }
  app.advance_to(kNow + hours{18});
  CHECK(remind(app.scope).delivery.sent == 1);
}

TEST_CASE("a snooze and the automatic reminder that wait for the same morning: one message") {
  // Both would be heard of at 07:00: one asked for at 01:30, the other due at 05:30.
  Told app(at("2026-11-22T07:30:00Z"));
  app.ada().user.time_zone = Zone::utc();
  app.ada().user.quiet_hours = QuietHours{hours{22}, hours{7}};
  snooze_prep(app.scope, app.meeting("a"), hours{16});
  for (const char* time : {"2026-11-22T01:30:00Z", "2026-11-22T05:30:00Z", "2026-11-22T07:00:00Z",
                           "2026-11-22T07:20:00Z"}) {
    app.advance_to(at(time));
    remind(app.scope);
  }
  CHECK(reminded(app) == 1);
  CHECK(app.outbox(Kind::reminder).size() == 1);
}

TEST_CASE("a prep notice that nobody got does not stand in for the reminder") {
  App app;
  app.settings.notify.max_attempts = 1;
  app.announced(facts_of("a", kNow + hours{2}));
  app.first().script(AttemptOutcome::refused);
  app.second().script(AttemptOutcome::refused);
  CHECK(deliver(app.scope, {Kind::prep}).dead == 1);
  CHECK(remind(app.scope).delivery.sent == 1);
}

TEST_CASE("types set their own lead, or none") {
  SUBCASE("four hours") {
    Told app(kNow + hours{20}, "board");
    app.advance(hours{16});
    CHECK(remind(app.scope).due == 1);
  }
  SUBCASE("none") {
    App app;
    app.put(facts_of("a", kNow + hours{1}, hours{1}, "Lunch"));
    app.sync();
    CHECK(remind(app.scope).due == 0);
  }
}

TEST_CASE("no automatic reminder for a calendar that left the configuration") {
  Told app;
  app.advance(hours{18});
  app.ada().calendars.clear();
  CHECK(remind(app.scope).due == 0);
}

TEST_CASE("the list of reminders: asked for and automatic, by time") {
  App app;
  app.put(facts_of("a", kStart));
  app.put(facts_of("b", kStart + hours{1}));
  app.put(facts_of("lunch", kStart, hours{1}, "Lunch"));
  app.sync();
  const Reminder added = add_reminder(app.scope, app.meeting("b"), kNow + hours{1});
  const Reminder gone = add_reminder(app.scope, app.meeting("b"), kNow + hours{2});
  cancel_reminder(app.scope, gone.reminder_id);
  const auto views = list_reminders(app.scope);
  REQUIRE(views.size() == 3);
  REQUIRE(views[0].reminder);
  CHECK(views[0].reminder->reminder_id == added.reminder_id);
  CHECK_FALSE(views[1].reminder);
  CHECK(views[1].meeting.facts.external_id == "a");
  CHECK(views[1].remind_at == kStart - hours{2});
  CHECK(views[2].meeting.facts.external_id == "b");
  app.scope.user_id = "bob";
  CHECK(list_reminders(app.scope).empty());
}

}  // namespace
}  // namespace execassist::app::testing
