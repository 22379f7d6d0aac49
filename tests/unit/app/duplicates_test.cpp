#include "app/sync_changes.hpp"
#include "app_fixture.hpp"

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;
using State = NotificationState;
using Status = MeetingStatus;

const Instant kStart = kNow + hours{5};  // its preparation is due at once

int changes_told(App& app) {
  return static_cast<int>(std::count_if(
      app.first().received.begin(), app.first().received.end(),
      [](const FakeChannel::Received& each) { return each.message.kind == Kind::change; }));
}

// Two calendars of one person, with the same meeting in both.
struct TwoCalendars : App {
  explicit TwoCalendars(Instant start = kStart) {
    settings.users[0] = user_named("ada", {"work", "home"});
    put(facts_of("a", start), "work");
    put(facts_of("a", start), "home");
    sync();
  }
};

TEST_CASE("of copies in two calendars only the first is prepared") {
  TwoCalendars app;
  CHECK_FALSE(app.meeting("a", "work").state.duplicate_of);
  CHECK(app.meeting("a", "home").state.duplicate_of == app.meeting("a", "work").meeting_id);
  const auto report = trigger_preps(app.scope);
  CHECK(report.triggered == std::vector<std::string>{app.meeting("a", "work").meeting_id});
  REQUIRE(report.skipped.size() == 1);
  CHECK(contains(report.skipped[0].reason, "a copy of"));
}

TEST_CASE("when the first copy goes, the other takes over in silence") {
  TwoCalendars app;
  SUBCASE("the preparation was told") {
    app.tick();
    start_prep(app.scope, app.meeting("a", "work"));
    app.take_away("a", "work");
    app.tick();
    const Meeting heir = app.meeting("a", "home");
    CHECK(app.meeting("a", "work").state.status == Status::cancelled);
    CHECK(heir.state.status == Status::prep_in_progress);
    CHECK_FALSE(heir.state.duplicate_of);
    CHECK(app.first().received.size() == 1);
  }
  SUBCASE("the preparation was waiting: it is not lost") {
    trigger_preps(app.scope);
    app.take_away("a", "work");
    app.tick();
    CHECK(app.meeting("a", "home").state.status == Status::prep_scheduled);
    REQUIRE(app.first().received.size() == 1);
    CHECK(app.first().received[0].message.kind == Kind::prep);
    CHECK(app.outbox(Kind::change).empty());
  }
  SUBCASE("nothing had happened yet") {
    app.take_away("a", "work");
    app.tick();
    CHECK(app.meeting("a", "home").state.status == Status::prep_scheduled);
    CHECK(app.first().received.size() == 1);
  }
  SUBCASE("reminders go over too") {
    add_reminder(app.scope, app.meeting("a", "work"), kNow + hours{1});
    app.take_away("a", "work");
    app.tick();
    app.advance(hours{1});
    app.tick();
    CHECK(app.only(Kind::reminder).state == State::sent);
    CHECK(app.only(Kind::reminder).meeting_id == app.meeting("a", "home").meeting_id);
  }
}

TEST_CASE("a copy that takes over tells what the person does not know yet") {
  TwoCalendars app;
  app.tick();
  SUBCASE("the notice of a move was waiting") {
    app.put(facts_of("a", kStart + hours{1}), "work");
    app.put(facts_of("a", kStart + hours{1}), "home");
    app.sync();
    app.take_away("a", "work");
  }
  SUBCASE("the copy stands elsewhere") {
    app.put(facts_of("a", kStart + hours{1}), "home");
    app.take_away("a", "work");
  }
  app.tick();
  app.tick();
  REQUIRE(changes_told(app) == 1);
  CHECK(contains(app.first().received.back().message.text, "3:30 PM"));
  CHECK(contains(app.first().received.back().message.text, "It was Saturday"));
  CHECK(contains(app.first().received.back().message.text, "2:30 PM"));
}

TEST_CASE("when both copies go, whoever was told hears of it once") {
  TwoCalendars app;
  app.tick();
  app.take_away("a", "work");
  app.take_away("a", "home");
  app.tick();
  CHECK(changes_told(app) == 1);
  CHECK(app.meeting("a", "home").state.status == Status::cancelled);
}

TEST_CASE("when both copies move, whoever was told hears of it once") {
  TwoCalendars app;
  app.tick();
  app.put(facts_of("a", kStart + hours{1}), "work");
  app.put(facts_of("a", kStart + hours{1}), "home");
  app.tick();
  CHECK(changes_told(app) == 1);
  CHECK(app.outbox(Kind::prep).size() == 1);
}

TEST_CASE("when the first calendar leaves the configuration, its copies stand for themselves") {
  TwoCalendars app;
  app.settings.users[0] = user_named("ada", {"home"});
  app.tick();
  CHECK_FALSE(app.meeting("a", "home").state.duplicate_of);
  CHECK(app.meeting("a", "home").state.status == Status::prep_scheduled);
  CHECK(app.first().received.size() == 1);
}

TEST_CASE("a meeting that appears in a second calendar is not announced again") {
  App app;
  app.settings.users[0] = user_named("ada", {"work", "home"});
  app.put(facts_of("a", kStart), "home");
  app.put(facts_of("other", kNow + days{9}), "work");
  app.tick();
  REQUIRE(app.first().received.size() == 1);

  SUBCASE("the announced one lives on") {
    app.put(facts_of("a", kStart), "work");
    app.tick();
    const Meeting standing = app.meeting("a", "work");
    CHECK(standing.state.status == Status::prep_scheduled);
    CHECK(standing.state.notification_sent_at == kNow);
    CHECK(app.first().received.size() == 1);
  }
}

TEST_CASE("a suppressed notification of a cancelled copy does not silence the new one") {
  App app;
  app.settings.users[0] = user_named("ada", {"work", "home"});
  app.put(facts_of("a", kStart), "home");
  app.put(facts_of("other", kNow + days{9}), "work");
  app.sync();
  trigger_preps(app.scope);
  app.take_away("a", "home");
  app.sync();
  app.put(facts_of("a", kStart), "work");
  app.tick();
  REQUIRE(app.first().received.size() == 1);
  CHECK(app.meeting("a", "work").state.status == Status::prep_scheduled);
}

}  // namespace
}  // namespace execassist::app::testing
