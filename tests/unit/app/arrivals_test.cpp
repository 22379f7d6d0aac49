#include "app/delivery.hpp"
#include "app_fixture.hpp"

#include <execassist/ports/channel.hpp>

#include <utility>

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;
using Outcome = AttemptOutcome;
using State = NotificationState;

// One that is prepared a day before; the first channel tells what arrives.
struct Bench : App {
  Bench() {
    first().can_tell_arrival = true;
    announced(facts_of("a", kNow + hours{20}));
    deliver(scope, {});
    REQUIRE(first().received.size() == 1);
  }
  Notification prep() const { return only(Kind::prep); }
};

TEST_CASE("an accepted message is asked for after 2, 10 and 60 minutes") {
  Bench app;
  struct Step {
    Seconds after;
    int questions;
  };
  const std::vector<Step> steps{{minutes{1}, 0},  {minutes{2}, 1},  {minutes{9}, 1},
                                {minutes{10}, 2}, {minutes{59}, 2}, {minutes{60}, 3},
                                {hours{3}, 3}};
  for (const Step& step : steps) {
    CAPTURE(step.after.count());
    app.advance_to(kNow + step.after);
    deliver(app.scope, {});
    CHECK(app.first().arrival_questions == step.questions);
  }
  CHECK(app.prep().state == State::sent);
  CHECK(app.first().received.size() + app.second().received.size() == 1);
}

TEST_CASE("looks that nobody was there for are not made up for") {
  Bench app;
  app.advance(minutes{30});
  deliver(app.scope, {});
  CHECK(app.first().arrival_questions == 1);
  deliver(app.scope, {});
  CHECK(app.first().arrival_questions == 1);
  app.advance(minutes{31});
  deliver(app.scope, {});
  CHECK(app.first().arrival_questions == 2);
}

TEST_CASE("what has arrived is not asked for again") {
  Bench app;
  app.first().fates["first-1"] = {Arrival::arrived, {}};
  app.advance(minutes{2});
  deliver(app.scope, {});
  app.advance(hours{1});
  deliver(app.scope, {});
  CHECK(app.first().arrival_questions == 1);
  CHECK(app.prep().state == State::sent);
}

TEST_CASE("what did not arrive bounces, and the next channel follows") {
  Bench app;
  app.first().fates["first-1"] = {Arrival::failed, "30003: the phone is off"};
  app.advance(minutes{2});
  const auto report = deliver(app.scope, {});
  CHECK(report.sent == 1);
  const Notification prep = app.prep();
  CHECK(prep.state == State::sent);
  CHECK(prep.channel == "second");
  REQUIRE(prep.attempts.size() == 2);
  CHECK(prep.attempts[0].outcome == Outcome::bounced);
  CHECK(prep.attempts[0].error == "30003: the phone is off");
  CHECK(prep.attempts[1].outcome == Outcome::accepted);
  CHECK(app.first().received.size() == 1);
  CHECK(app.second().received.size() == 1);
  app.advance(hours{2});
  deliver(app.scope, {});
  CHECK(app.first().arrival_questions == 1);
}

TEST_CASE("of two processes that hear of it one acts") {
  Bench app;
  app.first().fates["first-1"] = {Arrival::failed, "off"};
  app.advance(minutes{2});
  bool other = true;
  app.first().during_arrival = [&] {  // while the answer is on its way here
    if (std::exchange(other, false)) CHECK(deliver(app.scope, {}).sent == 1);
  };
  deliver(app.scope, {});
  CHECK(app.second().received.size() == 1);
  CHECK(app.prep().state == State::sent);
}

TEST_CASE("an answer that cannot be had is asked for again, for a day") {
  Bench app;
  app.first().fates["first-1"] = {Arrival::cannot_tell, {}};
  app.advance(hours{1});
  deliver(app.scope, {});
  app.first().fates["first-1"] = {Arrival::failed, "off"};
  app.advance(minutes{10});
  CHECK(deliver(app.scope, {}).sent == 1);
  CHECK(app.prep().channel == "second");

  Bench silent;
  silent.first().fates["first-1"] = {Arrival::cannot_tell, {}};
  for (int i = 0; i < 60; ++i) {
    silent.advance(hours{1});
    deliver(silent.scope, {Kind::prep});
  }
  CHECK(silent.first().arrival_questions <= 26);
}

TEST_CASE(
    "an alert that comes back from the person goes to the operator, on the same channel too") {
  App app;
  app.first().can_tell_arrival = true;
  app.ada().user.channels = {"first"};
  app.settings.users.push_back(user_named("boss", {}));
  app.settings.users.back().user.channels = {"first"};
  app.settings.notify.operator_id = "boss";
  app.announced(facts_of("a", kNow + hours{20}));
  deliver(app.scope, {});
  for (int i = 1; i <= 2; ++i) {
    app.first().fates["first-" + std::to_string(i)] = {Arrival::failed, "off"};
    app.advance(minutes{2});
    deliver(app.scope, {});
  }
  REQUIRE(app.first().received.size() == 3);
  CHECK(app.first().received[1].user_id == "ada");
  CHECK(app.first().received[2].user_id == "boss");
  CHECK(app.only(Kind::alert).state == State::sent);
}

TEST_CASE("silence is no answer to a notice that never arrived") {
  App app;
  app.first().can_tell_arrival = true;
  app.announced(facts_of("a", kNow + minutes{90}));
  deliver(app.scope, {});
  app.advance(minutes{60});  // past the deadline, 30 minutes before the start
  app.first().fates["first-1"] = {Arrival::failed, "off"};
  app.tick();
  CHECK(app.meeting("a").state.status == MeetingStatus::prep_scheduled);
  CHECK(app.only(Kind::prep).channel == "second");
}

TEST_CASE("whoever opted out is learned later, too") {
  Bench app;
  app.first().fates["first-1"] = {Arrival::failed, "21610", true};
  app.advance(minutes{2});
  deliver(app.scope, {});
  CHECK(app.second().received.size() == 2);  // the notice, and a word about it
  CHECK(app.only(Kind::alert).state == State::sent);
  app.put(facts_of("b", kNow + hours{21}));
  app.sync();
  trigger_preps(app.scope);
  deliver(app.scope, {});
  CHECK(app.first().received.size() == 1);
}

TEST_CASE("retried by hand, what came back before is tried again") {
  Bench app;
  app.ada().user.channels = {"first"};
  app.first().fates["first-1"] = {Arrival::failed, "off"};
  app.advance(minutes{2});
  CHECK(deliver(app.scope, {Kind::prep}).dead == 1);
  app.advance(minutes{5});
  retry_dead(app.scope, app.prep());
  CHECK(deliver(app.scope, {Kind::prep}).sent == 1);
  CHECK(app.first().received.size() == 2);
}

TEST_CASE("what bounced is the attempt that was found, not the one that came last") {
  App app;
  app.first().can_be_asked = true;
  app.first().can_tell_arrival = true;
  app.announced(facts_of("a", kNow + hours{20}));
  app.first().script({Outcome::unknown, {}, {}, "no answer"}, true);
  app.first().asking_fails = true;
  deliver(app.scope, {});
  app.second().script(Outcome::refused);
  app.advance(minutes{16});  // it cannot be asked: the next channel, which refuses
  deliver(app.scope, {});
  app.first().asking_fails = false;
  app.advance(minutes{2});
  CHECK(deliver(app.scope, {}).sent == 1);  // found
  app.first().fates["first-1"] = {Arrival::failed, "off"};
  app.advance(minutes{3});
  CHECK(deliver(app.scope, {}).sent == 1);
  const Notification prep = app.only(Kind::prep);
  CHECK(prep.channel == "second");
  CHECK(app.second().received.size() == 1);
  std::vector<std::string> bounced;
  for (const DeliveryAttempt& each : prep.attempts) {
    if (each.outcome == Outcome::bounced) bounced.push_back(each.channel);
  }
  CHECK(bounced == std::vector<std::string>{"first"});
}

TEST_CASE("only kinds that are wanted are asked for") {
  Bench app;
  app.advance(minutes{2});
  deliver(app.scope, {Kind::reminder});
  CHECK(app.first().arrival_questions == 0);
}

TEST_CASE("with no channel left it is given up at once, and somebody is told") {
  Bench app;
  app.ada().user.channels = {"first"};
  app.settings.users.push_back(user_named("boss", {}));
  app.settings.users.back().user.channels = {"second"};
  app.settings.notify.operator_id = "boss";
  app.first().fates["first-1"] = {Arrival::failed, "30005: unknown number"};
  app.advance(minutes{2});
  CHECK(deliver(app.scope, {}).dead == 1);
  CHECK(app.prep().state == State::dead);
  CHECK(contains(app.prep().reason, "30005"));
  CHECK(app.only(Kind::alert).state == State::sent);
}

TEST_CASE("a test that bounced is dead, and goes nowhere else") {
  App app;
  app.first().can_tell_arrival = true;
  CHECK(deliver_test(app.scope, "first").sent == 1);
  app.first().fates["first-1"] = {Arrival::failed, "30003: the phone is off"};
  app.advance(minutes{2});
  deliver(app.scope, {});
  CHECK(app.only(Kind::test).state == State::dead);
  CHECK(app.second().received.empty());
  CHECK(app.outbox(Kind::alert).empty());
}

TEST_CASE("an attempt in doubt that was found is asked for too, and may bounce") {
  App app;
  app.first().can_be_asked = true;
  app.first().can_tell_arrival = true;
  app.announced(facts_of("a", kNow + hours{20}));
  app.first().script({Outcome::unknown, {}, {}, "no answer"}, true);
  CHECK(deliver(app.scope, {}).failed == 1);
  app.advance(minutes{3});
  CHECK(deliver(app.scope, {}).sent == 1);
  app.first().fates["first-1"] = {Arrival::failed, "30003: the phone is off"};
  app.advance(minutes{3});
  CHECK(deliver(app.scope, {}).sent == 1);
  const Notification prep = app.only(Kind::prep);
  REQUIRE(prep.attempts.size() == 3);
  CHECK(prep.attempts[0].outcome == Outcome::unknown);
  CHECK(prep.attempts[1].outcome == Outcome::bounced);
  CHECK(prep.attempts[1].message_id == "first-1");
  CHECK(prep.channel == "second");
}

}  // namespace
}  // namespace execassist::app::testing
