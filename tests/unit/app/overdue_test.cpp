// Messages that were due and never got out before their meeting was over.
#include "app_fixture.hpp"

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;
using State = NotificationState;

TEST_CASE("a notice that never got out before the meeting was over is given up, and told") {
  App app;
  app.announced(facts_of("a", kNow + hours{1}, minutes{30}));
  app.first().script(AttemptOutcome::refused, "no");
  app.second().script(AttemptOutcome::refused, "no");
  CHECK(deliver(app.scope, {}).failed == 1);
  app.advance(hours{2});  // the machine slept
  app.tick();
  CHECK(app.meeting("a").state.status == MeetingStatus::completed);
  CHECK(app.only(Kind::prep).state == State::dead);
  REQUIRE(app.outbox(Kind::alert).size() == 1);
  CHECK(app.only(Kind::alert).state == State::sent);
}

TEST_CASE("what the hourly limit put off too long is told as well") {
  App app;
  app.settings.notify.per_user_hourly_limit = 1;
  for (const char* id : {"a", "b"}) app.put(facts_of(id, kNow + minutes{40}, minutes{10}));
  app.sync();
  trigger_preps(app.scope);
  CHECK(deliver(app.scope, {}).sent == 1);
  app.advance(hours{1});
  app.tick();
  int dead = 0;
  for (const Notification& each : app.outbox(Kind::prep)) dead += each.state == State::dead ? 1 : 0;
  CHECK(dead == 1);
  CHECK(app.outbox(Kind::alert).size() == 1);
}

TEST_CASE("whoever has been told, or has reacted, hears nothing of it") {
  App app;
  app.put(facts_of("told", kNow + hours{1}, minutes{30}));
  app.sync();
  trigger_preps(app.scope);
  deliver(app.scope, {});
  app.put(facts_of("begun", kNow + hours{1}, minutes{30}));
  app.sync();
  trigger_preps(app.scope);
  start_prep(app.scope, app.meeting("begun"));
  app.advance(hours{2});
  app.tick();
  CHECK(app.outbox(Kind::alert).empty());
}

}  // namespace
}  // namespace execassist::app::testing
