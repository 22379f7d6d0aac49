#include "app/delivery.hpp"

#include "app_fixture.hpp"

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;
using Outcome = AttemptOutcome;
using State = NotificationState;

const Instant kStart = kNow + hours{5};

std::vector<std::string> tried(const Notification& notification) {
  std::vector<std::string> lines;
  for (const DeliveryAttempt& each : notification.attempts) {
    lines.push_back(each.channel + " " +
                    (each.outcome ? std::string(name_of(*each.outcome)) : "-"));
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST_CASE("a notification goes out once, on the first channel") {
  App app;
  app.announced(facts_of("a", kStart, hours{1}, "Quarterly plan"));
  auto report = deliver(app.scope, {});
  CHECK(report.sent == 1);
  REQUIRE(report.notifications.size() == 1);
  const Notification& sent = report.notifications[0];
  CHECK(sent.state == State::sent);
  CHECK(sent.channel == "first");
  CHECK(sent.message_id == "first-1");
  CHECK(sent.sent_at == kNow);
  CHECK(tried(sent) == Lines{"first accepted"});
  CHECK(sent.attempts[0].address == "f***@ada.example.com");
  REQUIRE(app.first().received.size() == 1);
  CHECK(app.first().received[0].message.text == sent.text);
  CHECK(contains(sent.text, "Quarterly plan"));
  CHECK(app.meeting("a").state.notification_sent_at == kNow);

  report = deliver(app.scope, {});
  CHECK(report.sent == 0);
  CHECK(report.notifications.empty());
  CHECK(app.first().calls == 1);
}

TEST_CASE("only the wanted kinds go out") {
  App app;
  app.announced(facts_of("a", kStart));
  CHECK(deliver(app.scope, {Kind::reminder}).sent == 0);
  CHECK(deliver(app.scope, {Kind::prep, Kind::change}).sent == 1);
}

TEST_CASE("more than one batch goes out in one call") {
  App app;
  app.settings.notify.per_user_hourly_limit = 1000;
  for (int i = 0; i < 45; ++i) app.put(facts_of("m" + std::to_string(i), kStart));
  app.sync();
  trigger_preps(app.scope);
  CHECK(deliver(app.scope, {}).sent == 45);
  CHECK(app.first().received.size() == 45);
}

struct FallbackCase {
  std::string name;
  std::vector<Outcome> first;  // scripted; then it accepts
  std::vector<Outcome> second;
  Lines tried;
  State state;
};

TEST_CASE("the way through the channels") {
  const std::vector<FallbackCase> cases{
      {"refused: the next at once",
       {Outcome::refused},
       {},
       {"first refused", "second accepted"},
       State::sent},
      {"a dead sign-in: the next at once",
       {Outcome::sign_in_needed},
       {},
       {"first sign_in_needed", "second accepted"},
       State::sent},
      {"not sent once", {Outcome::not_sent}, {}, {"first not_sent", "first accepted"}, State::sent},
      {"not sent three times: the next",
       {Outcome::not_sent, Outcome::not_sent, Outcome::not_sent},
       {},
       {"first not_sent", "first not_sent", "first not_sent", "second accepted"},
       State::sent},
      {"nothing works",
       {Outcome::refused},
       {Outcome::refused},
       {"first refused", "second refused"},
       State::pending},
      {"unknown: no other channel yet", {Outcome::unknown}, {}, {"first unknown"}, State::pending},
  };
  for (const FallbackCase& each : cases) {
    CAPTURE(each.name);
    App app;
    app.announced(facts_of("a", kStart));
    for (const Outcome outcome : each.first) app.first().script(outcome);
    for (const Outcome outcome : each.second) app.second().script(outcome);
    const auto report = deliver(app.scope, {Kind::prep});
    CHECK(report.sent == (each.state == State::sent ? 1 : 0));
    CHECK(report.failed == (each.state == State::sent ? 0 : 1));
    CHECK(tried(app.only(Kind::prep)) == each.tried);
    CHECK(app.only(Kind::prep).state == each.state);
  }
}

TEST_CASE("not sent: no waiting beyond 20 seconds on one channel") {
  App app;
  app.announced(facts_of("a", kStart));
  app.first().script(SendResult{Outcome::not_sent, {}, Seconds{30}, "busy"});
  CHECK(deliver(app.scope, {}).sent == 1);
  CHECK(app.edges.fake_clock().sleeps().empty());
  CHECK(tried(app.only(Kind::prep)) == Lines{"first not_sent", "second accepted"});
}

TEST_CASE("not sent: a channel that is gone is not waited for") {
  App app;
  app.announced(facts_of("a", kStart));
  SendResult gone{Outcome::not_sent, {}, {}, "broken pipe"};
  gone.gone = true;
  app.first().script(gone);
  CHECK(deliver(app.scope, {}).sent == 1);
  CHECK(app.first().calls == 1);
  CHECK(app.second().received.size() == 1);
  CHECK(app.edges.fake_clock().sleeps().empty());
}

TEST_CASE("an alert about a message that was queued again is not sent") {
  App app;
  app.settings.notify.max_attempts = 1;
  app.announced(facts_of("a", kStart));
  app.first().script(Outcome::refused, "no", 1);
  app.second().script(Outcome::refused, "no", 1);
  CHECK(deliver(app.scope, {NotificationKind::prep}).dead == 1);
  retry_dead(app.scope, app.only(Kind::prep));
  CHECK(deliver(app.scope, {}).sent == 1);
  CHECK(app.only(Kind::alert).state == State::suppressed);
}

TEST_CASE("not sent: the other side says when to come back") {
  App app;
  app.announced(facts_of("a", kStart));
  app.first().script(SendResult{Outcome::not_sent, {}, Seconds{7}, "busy"});
  CHECK(deliver(app.scope, {}).sent == 1);
  REQUIRE(app.edges.fake_clock().sleeps().size() == 1);
  CHECK(app.edges.fake_clock().sleeps()[0] == Seconds{7});
}

TEST_CASE("channels that cannot be used are recorded once and passed over") {
  App app;
  app.ada().user.channels = {"pigeon", "first", "second"};
  app.first().has_address = false;
  app.announced(facts_of("a", kStart));
  app.second().script(Outcome::refused);
  deliver(app.scope, {});
  app.advance(hours{1});
  CHECK(deliver(app.scope, {}).sent == 1);
  const Notification sent = app.only(Kind::prep);
  CHECK(tried(sent) ==
        Lines{"pigeon refused", "first refused", "second refused", "second accepted"});
  CHECK(sent.attempts[0].error == "this version has no channel pigeon");
  CHECK(sent.attempts[1].error == "no address on this channel");
}

TEST_CASE("rounds grow apart, then the message is given up with one alert") {
  App app;
  app.settings.notify.max_attempts = 8;
  app.announced(facts_of("a", kNow + hours{23}));
  Seconds last{0};
  for (int round = 1; round < 8; ++round) {
    CAPTURE(round);
    app.first().script(Outcome::refused, "no such user");
    app.second().script(Outcome::refused, "no such number");
    const auto report = deliver(app.scope, {});
    CHECK(report.failed == 1);
    const Notification waiting = app.only(Kind::prep);
    CHECK(waiting.rounds == round);
    const Seconds pause = waiting.next_attempt_at - app.now();
    const auto plain = std::min<Seconds>(minutes{1} * (1 << (round - 1)), hours{1});
    CHECK(pause >= plain * 4 / 5 - Seconds{1});
    CHECK(pause <= plain * 6 / 5 + Seconds{1});
    CHECK(pause > last);
    last = plain < hours{1} ? pause : Seconds{0};
    app.advance(pause - Seconds{1});
    CHECK(deliver(app.scope, {}).failed == 0);
    app.advance(Seconds{1});
  }
  app.first().script(Outcome::refused, "no such user");
  app.second().script(Outcome::refused, "no such number");
  const auto report = deliver(app.scope, {});
  CHECK(report.dead == 1);
  CHECK(report.sent == 1);  // the alert, at once
  CHECK(app.only(Kind::prep).state == State::dead);
  CHECK(contains(app.only(Kind::prep).reason, "8 rounds"));
  CHECK(contains(app.only(Kind::prep).reason, "no such number"));
  const Notification alert = app.only(Kind::alert);
  CHECK(alert.user_id == "ada");
  CHECK(alert.state == State::sent);
  CHECK(contains(alert.text, app.only(Kind::prep).notification_id));
}

TEST_CASE("an alert falls back to the operator, and makes no alert itself") {
  App app;
  app.settings.notify.max_attempts = 1;
  app.settings.notify.operator_id = "op";
  app.settings.users.push_back(user_named("op", {}));
  app.settings.users[1].user.channels = {"pager"};
  app.edges.fake_channel("pager");
  app.announced(facts_of("a", kStart));
  app.first().script(Outcome::refused, "gone", 2);
  app.second().script(Outcome::refused, "gone", 2);

  SUBCASE("the operator hears") {
    const auto report = deliver(app.scope, {});
    CHECK(report.dead == 1);
    CHECK(report.sent == 1);
    CHECK(tried(app.only(Kind::alert)) ==
          Lines{"first refused", "second refused", "pager accepted"});
    REQUIRE(app.edges.fake_channel("pager").received.size() == 1);
    CHECK(app.edges.fake_channel("pager").received[0].user_id == "op");
  }
  SUBCASE("nobody hears") {
    app.first().script(Outcome::refused, "gone", 3);
    app.second().script(Outcome::refused, "gone", 3);
    app.edges.fake_channel("pager").script(Outcome::refused, "gone", 4);
    CHECK(deliver(app.scope, {}).dead == 1);
    for (int round = 2; round <= 4; ++round) {
      app.advance(minutes{20});
      CHECK(deliver(app.scope, {}).dead == (round == 4 ? 1 : 0));
    }
    CHECK(app.only(Kind::alert).state == State::dead);
  }
}

TEST_CASE("an alert outlives the end of its meeting") {
  App app;
  app.settings.notify.max_attempts = 1;
  app.announced(facts_of("a", kNow + hours{1}));
  app.first().script(Outcome::refused);
  app.second().script(Outcome::refused);
  CHECK(deliver(app.scope, {Kind::prep}).dead == 1);
  app.advance(hours{3});
  trigger_preps(app.scope);
  CHECK(deliver(app.scope, {}).sent == 1);
  CHECK(app.only(Kind::alert).state == State::sent);
}

TEST_CASE("the hourly limit defers, and what it deferred goes out later") {
  App app;
  app.settings.notify.per_user_hourly_limit = 3;
  app.settings.users.push_back(user_named("bob", {"bobs"}));
  for (int i = 0; i < 5; ++i) app.put(facts_of("m" + std::to_string(i), kStart));
  app.put(facts_of("b", kStart), "bobs");
  app.sync();
  trigger_preps(app.scope);
  auto report = deliver(app.scope, {});
  CHECK(report.sent == 4);
  CHECK(report.deferred == 2);
  app.advance(minutes{59});
  CHECK(deliver(app.scope, {}).sent == 0);
  app.advance(minutes{1});
  report = deliver(app.scope, {});
  CHECK(report.sent == 2);
  CHECK(report.deferred == 0);
}

TEST_CASE("alerts and tests do not count against the hourly limit") {
  App app;
  app.settings.notify.per_user_hourly_limit = 0;
  app.announced(facts_of("a", kStart));
  CHECK(deliver_test(app.scope, std::nullopt).sent == 2);
  const auto report = deliver(app.scope, {});
  CHECK(report.deferred == 1);
  CHECK(report.sent == 0);
}

}  // namespace
}  // namespace execassist::app::testing
