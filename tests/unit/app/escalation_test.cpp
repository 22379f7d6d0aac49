#include "app/escalation.hpp"

#include "app/delivery.hpp"
#include "app_fixture.hpp"

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;
using State = NotificationState;

// Leadership meetings are announced 72 h before and escalated after four hours.
struct Bench : App {
  Bench() {
    rules.types[0].escalate_after = hours{4};
    announced(facts_of("a", kNow + hours{70}, hours{1}, "leadership"));
  }
};

TEST_CASE("nobody reacts: the next channel gets it, once") {
  Bench app;
  deliver(app.scope, {});
  CHECK(app.first().received.size() == 1);
  const Notification waiting = app.only(Kind::escalation);
  CHECK(waiting.state == State::pending);
  CHECK(waiting.due_at == kNow + hours{4});

  app.advance(hours{4} - Seconds{1});
  deliver(app.scope, {});
  CHECK(app.second().received.empty());
  app.advance(Seconds{1});
  CHECK(deliver(app.scope, {}).sent == 1);
  REQUIRE(app.second().received.size() == 1);
  CHECK(app.first().received.size() == 1);
  const OutgoingMessage& message = app.second().received[0].message;
  CHECK(message.subject == "Still to prepare: leadership");
  CHECK(contains(message.text, "You have not answered the notice by first yet."));
  CHECK(contains(message.text, "execassist prep start"));
  app.advance(hours{5});
  deliver(app.scope, {});
  CHECK(app.second().received.size() == 1);
}

TEST_CASE("whoever reacts hears no more of it") {
  const std::vector<std::pair<std::string, std::function<void(App&)>>> reactions{
      {"start", [](App& app) { start_prep(app.scope, app.meeting("a")); }},
      {"skip", [](App& app) { skip_prep(app.scope, app.meeting("a")); }},
      {"finish", [](App& app) { finish_prep(app.scope, app.meeting("a")); }},
      {"snooze", [](App& app) { snooze_prep(app.scope, app.meeting("a"), hours{12}); }},
      {"cancelled",
       [](App& app) {
         app.take_away("a");
         app.sync();
       }},
  };
  for (const auto& [name, react] : reactions) {
    CAPTURE(name);
    Bench app;
    deliver(app.scope, {});
    app.advance(hours{1});
    react(app);
    app.advance(hours{4});
    deliver(app.scope, {Kind::escalation});
    CHECK(app.only(Kind::escalation).state == State::suppressed);
    CHECK_FALSE(app.only(Kind::escalation).reason.empty());
    CHECK(app.second().received.empty());
  }
}

TEST_CASE("when there is nobody to escalate to, or no time, nothing is queued") {
  struct Case {
    std::string name;
    std::function<void(App&)> change;
  };
  const std::vector<Case> cases{
      {"off", [](App& app) { app.rules.types[0].escalate_after.reset(); }},
      {"the last channel", [](App& app) { app.ada().user.channels = {"first"}; }},
      {"after the deadline",
       [](App& app) { app.rules.types[0].escalate_after = hours{24} + minutes{1}; }},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    Bench app;
    each.change(app);
    CHECK(deliver(app.scope, {}).sent == 1);
    CHECK(app.outbox(Kind::escalation).empty());
  }
}

TEST_CASE("it falls back like any other message, but not to where the notice was") {
  Bench app;
  app.ada().user.channels = {"first", "second", "third"};
  app.edges.fake_channel("third");
  deliver(app.scope, {});
  app.second().script(AttemptOutcome::refused);
  app.advance(hours{4});
  CHECK(deliver(app.scope, {}).sent == 1);
  CHECK(app.only(Kind::escalation).channel == "third");
  CHECK(app.first().calls == 1);
}

TEST_CASE("it is put off by quiet hours, and is over when the meeting is unanswered") {
  Bench app;
  deliver(app.scope, {});
  app.ada().user.quiet_hours = QuietHours{hours{12}, hours{16}};
  app.advance(hours{5});
  CHECK(deliver(app.scope, {}).deferred == 1);
  app.advance(hours{20});  // the deadline is 24 h after the notice
  app.tick();
  CHECK(app.meeting("a").state.status == MeetingStatus::prep_completed);
  CHECK(app.only(Kind::escalation).state != State::pending);
  CHECK(app.second().received.empty());
}

TEST_CASE("a notice that bounced is delivered anew, and escalated from there") {
  Bench app;
  app.ada().user.channels = {"first", "second", "third"};
  app.edges.fake_channel("third");
  app.first().can_tell_arrival = true;
  deliver(app.scope, {});
  app.first().fates["first-1"] = {Arrival::failed, "off"};
  app.advance(minutes{2});
  deliver(app.scope, {});
  CHECK(app.only(Kind::prep).channel == "second");
  app.advance(hours{4} + minutes{5});
  deliver(app.scope, {});
  CHECK(app.edges.fake_channel("third").received.size() == 1);
  CHECK(app.second().received.size() == 1);
}

}  // namespace
}  // namespace execassist::app::testing
