#include "app/sync_changes.hpp"

#include "app_fixture.hpp"

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;
using State = NotificationState;
using Status = MeetingStatus;

const Instant kStart = kNow + hours{5};  // its preparation is due at once

// Announced and told.
Meeting told(App& app, Instant start = kStart) {
  app.announced(facts_of("a", start));
  deliver(app.scope, {});
  REQUIRE(app.first().received.size() == 1);
  return app.meeting("a");
}

int changes_told(App& app) {
  return static_cast<int>(std::count_if(
      app.first().received.begin(), app.first().received.end(),
      [](const FakeChannel::Received& each) { return each.message.kind == Kind::change; }));
}

TEST_CASE("a move that was told before gets one notice with the old time") {
  App app;
  told(app);
  app.put(facts_of("a", kStart + hours{1}));
  app.sync();
  deliver(app.scope, {});
  deliver(app.scope, {});
  REQUIRE(changes_told(app) == 1);
  const std::string text = app.first().received.back().message.text;
  CHECK(contains(text, "3:30 PM"));
  CHECK(contains(text, "It was Saturday"));
  CHECK(contains(text, "2:30 PM"));
  CHECK(app.meeting("a").state.status == Status::prep_scheduled);
  CHECK(app.outbox(Kind::prep).size() == 1);
}

TEST_CASE("a move before anything was told is silent") {
  App app;
  app.announced(facts_of("a", kStart));
  app.put(facts_of("a", kStart + hours{1}));
  app.sync();
  CHECK(app.outbox(Kind::change).empty());
  deliver(app.scope, {});
  REQUIRE(app.first().received.size() == 1);
  CHECK(contains(app.first().received[0].message.text, "3:30 PM"));
}

TEST_CASE("a move far ahead arms the preparation anew") {
  App app;
  told(app);
  app.put(facts_of("a", kNow + days{5}));
  app.tick();
  Meeting meeting = app.meeting("a");
  CHECK(meeting.state.status == Status::classified);
  CHECK(meeting.state.round == 1);
  CHECK_FALSE(meeting.state.notification_id);
  CHECK_FALSE(meeting.state.notification_sent_at);
  CHECK(changes_told(app) == 1);

  app.advance(days{4});
  app.tick();
  meeting = app.meeting("a");
  CHECK(meeting.state.status == Status::prep_scheduled);
  CHECK(app.outbox(Kind::prep).size() == 2);
  CHECK(app.first().received.size() == 3);
}

TEST_CASE("a prep notification that still waits follows the meeting beyond its old start") {
  App app;
  app.announced(facts_of("a", kStart));
  app.put(facts_of("a", kStart + hours{8}));
  app.sync();
  app.advance_to(kStart + hours{1});
  deliver(app.scope, {});
  CHECK(app.only(Kind::prep).state == State::sent);
}

// What the calendar does, one sync after the other, before any notice goes out; then what is told.
struct WaitingCase {
  std::string name;
  std::vector<std::function<void(App&)>> steps;
  std::string notice;  // in the subject; empty: none
  std::string says;
};

void to_hour(App& app, int later, Seconds length = hours{1}) {
  app.put(facts_of("a", kStart + hours{later}, length));
}
void gone(App& app) { app.take_away("a"); }

TEST_CASE("of several changes that wait one remains, from what the person believes") {
  const std::vector<WaitingCase> cases{
      {"moved twice",
       {[](App& a) { to_hour(a, 1); }, [](App& a) { to_hour(a, 2); }},
       "Moved",
       "2:30 PM"},
      {"moved and back", {[](App& a) { to_hour(a, 1); }, [](App& a) { to_hour(a, 0); }}, "", ""},
      {"moved, then longer",
       {[](App& a) { to_hour(a, 1); }, [](App& a) { to_hour(a, 1, hours{2}); }},
       "Moved",
       "2:30 PM"},
      {"longer only", {[](App& a) { to_hour(a, 0, hours{2}); }}, "", ""},
      {"moved, then cancelled", {[](App& a) { to_hour(a, 1); }, gone}, "Cancelled", ""},
      {"cancelled and back", {gone, [](App& a) { to_hour(a, 0); }}, "", ""},
      {"cancelled, back elsewhere", {gone, [](App& a) { to_hour(a, 1); }}, "Moved", "2:30 PM"},
      {"moved, cancelled, back at the new time",
       {[](App& a) { to_hour(a, 1); }, gone, [](App& a) { to_hour(a, 1); }},
       "Moved",
       "2:30 PM"},
      {"moved, cancelled, back at the old time",
       {[](App& a) { to_hour(a, 1); }, gone, [](App& a) { to_hour(a, 0); }},
       "",
       ""},
  };
  for (const WaitingCase& each : cases) {
    CAPTURE(each.name);
    App app;
    told(app);
    for (const auto& step : each.steps) {
      step(app);
      app.advance(minutes{1});
      app.sync();
    }
    CHECK(app.waiting(Kind::change).size() == (each.notice.empty() ? 0 : 1));
    deliver(app.scope, {Kind::change});
    CHECK(changes_told(app) == (each.notice.empty() ? 0 : 1));
    if (each.notice.empty() || changes_told(app) != 1) continue;
    const OutgoingMessage& message = app.first().received.back().message;
    CHECK(contains(message.subject, each.notice));
    CHECK(contains(message.text, each.says));
  }
}

TEST_CASE("a cancellation is told to whoever knew of the meeting, and only then") {
  SUBCASE("after it was told") {
    App app;
    told(app);
    app.take_away("a");
    app.tick();
    REQUIRE(changes_told(app) == 1);
    CHECK(contains(app.first().received.back().message.subject, "Cancelled"));
    CHECK(app.meeting("a").state.status == Status::cancelled);
  }
  SUBCASE("before it was told") {
    App app;
    app.announced(facts_of("a", kStart));
    app.take_away("a");
    app.tick();
    CHECK(app.first().received.empty());
    CHECK(app.only(Kind::prep).state == State::suppressed);
    CHECK(app.only(Kind::prep).reason == "the meeting is cancelled");
    CHECK(app.outbox(Kind::change).empty());
  }
  SUBCASE("when it may have been told") {
    App app;
    app.announced(facts_of("a", kStart));
    app.first().script(AttemptOutcome::unknown);
    deliver(app.scope, {});
    app.take_away("a");
    app.tick();
    CHECK(changes_told(app) == 1);
  }
  SUBCASE("not when it was certainly not told") {
    App app;
    app.announced(facts_of("a", kStart));
    app.first().script(AttemptOutcome::refused);
    app.second().script(AttemptOutcome::refused);
    deliver(app.scope, {});
    app.take_away("a");
    app.tick();
    CHECK(app.outbox(Kind::change).empty());
  }
}

TEST_CASE("a meeting is told to be on again only to whoever was told that it was off") {
  App app;
  told(app);
  app.take_away("a");
  SUBCASE("told") {
    app.tick();
    app.put(facts_of("a", kStart));
    app.tick();
    // On again, and prepared anew.
    REQUIRE(app.first().received.size() == 4);
    CHECK(app.meeting("a").state.round == 1);
    const auto& received = app.first().received;
    CHECK(std::count_if(received.begin(), received.end(), [](const auto& each) {
            return contains(each.message.subject, "On again");
          }) == 1);
  }
  SUBCASE("told, on again and off again before that went out") {
    app.tick();
    app.put(facts_of("a", kStart));
    app.sync();
    CHECK(app.waiting(Kind::change).size() == 1);
    app.take_away("a");
    app.sync();
    CHECK(app.waiting(Kind::change).empty());
    app.put(facts_of("a", kStart));
    app.sync();
    REQUIRE(app.waiting(Kind::change).size() == 1);
    CHECK(contains(app.waiting(Kind::change)[0].variant, "revived"));
  }
  SUBCASE("not told") {
    app.sync();
    app.put(facts_of("a", kStart));
    app.sync();
    CHECK(app.waiting(Kind::change).empty());
  }
}

TEST_CASE("what is over is not on again") {
  App app;
  told(app);
  app.take_away("a");
  app.tick();
  app.advance_to(kStart + hours{2});
  app.put(facts_of("a", kStart, hours{1}, "Renamed"));
  app.tick();
  CHECK(app.meeting("a").state.status == Status::cancelled);
  CHECK(app.meeting("a").facts.title == "Renamed");
  CHECK(changes_told(app) == 1);
}

TEST_CASE("a completed meeting that moves into the future begins anew") {
  App app;
  told(app);
  app.advance_to(kStart + hours{2});
  app.tick();
  REQUIRE(app.meeting("a").state.status == Status::completed);
  app.put(facts_of("a", kStart + days{6}));
  app.sync();
  CHECK(app.meeting("a").state.status == Status::classified);
  CHECK(app.meeting("a").state.round == 1);
}

TEST_CASE("a moved series keeps its meeting ids") {
  App app;
  const auto instance = [](const std::string& stamp, Instant start) {
    MeetingFacts facts = facts_of("series/" + stamp, start);
    facts.ical_uid = "series";
    facts.recurrence_id = stamp;
    return facts;
  };
  app.put(instance("20261123T090000Z", at("2026-11-23T09:00:00Z")));
  app.put(instance("20261130T090000Z", at("2026-11-30T09:00:00Z")));
  app.sync();
  const Meeting before = app.meeting("series/20261123T090000Z");
  app.listed["work"].clear();
  app.put(instance("20261123T100000Z", at("2026-11-23T10:00:00Z")));
  app.put(instance("20261130T100000Z", at("2026-11-30T10:00:00Z")));
  const auto report = app.sync();
  CHECK(report.users[0].moved == 2);
  CHECK(report.users[0].added == 0);
  CHECK(report.users[0].cancelled == 0);
  CHECK(app.meeting("series/20261123T100000Z").meeting_id == before.meeting_id);
  CHECK_FALSE(app.find("series/20261123T090000Z"));

  // The old id comes back as another meeting: it must not take the id that is in use.
  app.put(instance("20261123T090000Z", at("2026-11-23T09:00:00Z")));
  CHECK(app.sync().users[0].added == 1);
  CHECK(app.meeting("series/20261123T090000Z").meeting_id != before.meeting_id);
}

}  // namespace
}  // namespace execassist::app::testing
