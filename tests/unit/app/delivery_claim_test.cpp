#include "app/delivery.hpp"
#include "app_fixture.hpp"

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;
using Outcome = AttemptOutcome;
using State = NotificationState;

const Instant kStart = kNow + hours{5};

TEST_CASE("quiet hours defer to their end, unless the meeting starts first") {
  struct Case {
    std::string name;
    std::string start;
    bool waits;
  };
  const std::vector<Case> cases{{"the meeting is after them", "2026-11-21T13:00:00Z", true},
                                {"it starts as they end", "2026-11-21T12:00:00Z", false},
                                {"it starts in them", "2026-11-21T11:00:00Z", false}};
  for (const Case& each : cases) {
    CAPTURE(each.name);
    App app;
    app.ada().user.quiet_hours = QuietHours{hours{9}, hours{12}};
    app.announced(facts_of("a", at(each.start)));
    const auto report = deliver(app.scope, {});
    CHECK(report.deferred == (each.waits ? 1 : 0));
    CHECK(report.sent == (each.waits ? 0 : 1));
    app.advance_to(at("2026-11-21T12:00:00Z"));
    deliver(app.scope, {});
    CHECK(app.first().received.size() == 1);
    CHECK(app.only(Kind::prep).attempts.size() == 1);
  }
}

TEST_CASE("late: sent whole, shortened or dropped, as the type says") {
  struct Case {
    std::string title;
    State state;
    std::string says;
  };
  const std::vector<Case> cases{{"exact", State::sent, "What can be prepared"},
                                {"Weekly review", State::sent, "Starting soon"},
                                {"board", State::suppressed, ""}};
  for (const Case& each : cases) {
    CAPTURE(each.title);
    App app;
    app.announced(facts_of("a", kStart, hours{1}, each.title));
    app.advance_to(kStart - minutes{15} + Seconds{1});
    const auto report = deliver(app.scope, {});
    const Notification notification = app.only(Kind::prep);
    CHECK(notification.state == each.state);
    CHECK(contains(notification.state == State::sent ? notification.text : notification.reason,
                   notification.state == State::sent ? each.says : "late"));
    CHECK(report.suppressed == (each.state == State::suppressed ? 1 : 0));
    CHECK(app.outbox(Kind::alert).empty());
  }
}

TEST_CASE("what could not be said before the meeting began is dead, and somebody is told") {
  App app;
  app.announced(facts_of("a", kStart));
  app.advance_to(kStart);
  const auto report = deliver(app.scope, {});
  CHECK(report.dead == 1);
  CHECK(report.sent == 1);
  CHECK(app.only(Kind::prep).state == State::dead);
  CHECK(app.only(Kind::prep).attempts.empty());
  CHECK(app.only(Kind::alert).state == State::sent);
}

// Something happens after the message was leased and before it is claimed: here, while the one
// before it in the batch goes out.
TEST_CASE("what is overtaken between lease and claim is suppressed") {
  struct Case {
    std::string name;
    std::function<void(App&)> meanwhile;
    std::string reason;
  };
  const std::vector<Case> cases{
      {"cancelled",
       [](App& app) {
         app.take_away("b");
         app.sync();
       },
       "the meeting is cancelled"},
      {"moved away",
       [](App& app) {
         app.put(facts_of("b", kNow + days{6}));
         app.sync();
       },
       "the meeting moved"},
      {"started", [](App& app) { start_prep(app.scope, app.meeting("b")); },
       "the preparation has begun"},
      {"skipped", [](App& app) { skip_prep(app.scope, app.meeting("b")); },
       "the preparation is over"},
      {"declined",
       [](App& app) {
         MeetingFacts facts = facts_of("b", kStart + hours{1});
         facts.own_response = Response::declined;
         app.put(facts);
         app.sync();
       },
       "not prepared any more: declined"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    App app;
    app.put(facts_of("a", kStart));
    app.put(facts_of("b", kStart + hours{1}));
    app.sync();
    trigger_preps(app.scope);
    app.first().during_send = [&] {
      app.first().during_send = nullptr;
      REQUIRE(app.outbox(Kind::prep).size() == 2);
      each.meanwhile(app);
    };
    deliver(app.scope, {Kind::prep});
    REQUIRE(app.first().received.size() == 1);
    const std::string about_b = app.meeting("b").meeting_id;
    for (const Notification& notification : app.outbox(Kind::prep)) {
      if (notification.meeting_id != about_b) continue;
      CHECK(notification.state == State::suppressed);
      CHECK(notification.reason == each.reason);
    }
    CHECK(app.outbox(Kind::change).empty());  // it was never told
  }
}

TEST_CASE("what leaves the configuration is suppressed quietly") {
  struct Case {
    std::string name;
    std::function<void(App&)> meanwhile;
    std::string reason;
  };
  const std::vector<Case> cases{{"the calendar", [](App& app) { app.ada().calendars.clear(); },
                                 "the calendar is not in the configuration any more"},
                                {"the user", [](App& app) { app.settings.users.clear(); },
                                 "the user is not in the configuration any more"}};
  for (const Case& each : cases) {
    CAPTURE(each.name);
    App app;
    app.announced(facts_of("a", kStart));
    each.meanwhile(app);
    CHECK(deliver(app.scope, {}).suppressed == 1);
    CHECK(app.only(Kind::prep).state == State::suppressed);
    CHECK(app.only(Kind::prep).reason == each.reason);
    CHECK(app.first().calls == 0);
  }
}

TEST_CASE("a meeting that is cancelled while its message is out is told to be cancelled") {
  App app;
  app.announced(facts_of("a", kStart));
  app.first().during_send = [&] {
    app.first().during_send = nullptr;
    app.take_away("a");
    app.sync();
  };
  CHECK(deliver(app.scope, {}).sent == 2);
  REQUIRE(app.first().received.size() == 2);
  CHECK(contains(app.first().received[1].message.subject, "Cancelled"));
}

TEST_CASE("what nobody can be reached for is suppressed too when it is overtaken") {
  App app;
  app.first().has_address = app.second().has_address = false;
  app.announced(facts_of("a", kStart));
  CHECK(deliver(app.scope, {}).failed == 1);
  app.ada().calendars.clear();
  app.advance(hours{1});
  CHECK(deliver(app.scope, {}).suppressed == 1);
  CHECK(app.outbox(Kind::alert).empty());
}

TEST_CASE("shadow mode decides and records, but sends nothing") {
  App app;
  app.settings.notify.enabled = false;
  app.announced(facts_of("a", kStart));
  CHECK(deliver(app.scope, {}).suppressed == 1);
  CHECK(app.first().calls == 0);
  CHECK(contains(app.only(Kind::prep).reason, "shadow mode"));
  CHECK(contains(app.only(Kind::prep).reason, "first would be tried first"));
  CHECK(deliver_test(app.scope, std::nullopt).sent == 2);  // somebody asked for that one
}

TEST_CASE("a test message goes to each user over each channel, or through one channel alone") {
  App app;
  app.settings.users.push_back(user_named("bob", {}));
  SUBCASE("everybody") {
    CHECK(deliver_test(app.scope, std::nullopt).sent == 4);
    CHECK(app.first().received.size() == 2);
    CHECK(app.second().received.size() == 2);
  }
  SUBCASE("one channel") {
    app.scope.user_id = "bob";
    const auto report = deliver_test(app.scope, "second");
    CHECK(report.sent == 1);
    CHECK(app.second().received.size() == 1);
    CHECK(app.second().received[0].user_id == "bob");
    CHECK(app.first().calls == 0);
  }
  SUBCASE("no fallback from that one, no second try, no alert") {
    app.scope.user_id = "ada";
    app.second().script(Outcome::refused, "no such number");
    const auto report = deliver_test(app.scope, "second");
    CHECK(report.dead == 1);
    REQUIRE(report.notifications.size() == 1);
    CHECK(contains(report.notifications[0].reason, "no such number"));
    CHECK(app.first().calls == 0);
    CHECK(app.outbox(Kind::alert).empty());
  }
  SUBCASE("a channel that this build lacks") {
    app.scope.user_id = "ada";
    const auto report = deliver_test(app.scope, "pigeon");
    CHECK(report.dead == 1);
    CHECK(contains(report.notifications[0].reason, "no channel pigeon"));
  }
}

TEST_CASE("a dead letter can be tried again while its meeting is ahead") {
  App app;
  app.settings.notify.max_attempts = 1;
  app.announced(facts_of("a", kStart));
  const auto refusal = [&] {
    return error_of([&] { retry_dead(app.scope, app.only(Kind::prep)); });
  };
  REQUIRE(refusal());
  CHECK(refusal()->kind() == ErrorKind::refused);
  CHECK(contains(refusal()->message(), "it is pending, not dead"));

  app.first().script(Outcome::refused);
  app.second().script(Outcome::refused);
  CHECK(deliver(app.scope, {}).dead == 1);
  SUBCASE("it works now") {
    CHECK_FALSE(refusal());
    CHECK(deliver(app.scope, {}).sent == 1);
    CHECK(app.only(Kind::prep).state == State::sent);
  }
  SUBCASE("it dies again: another alert") {
    CHECK_FALSE(refusal());
    app.first().script(Outcome::refused);
    app.second().script(Outcome::refused);
    CHECK(deliver(app.scope, {}).dead == 1);
    CHECK(app.outbox(Kind::alert).size() == 2);
  }
  SUBCASE("the meeting has begun") {
    app.advance_to(kStart);
    REQUIRE(refusal());
    CHECK(contains(refusal()->message(), "has begun"));
  }
}

}  // namespace
}  // namespace execassist::app::testing
