#include "app/delivery.hpp"
#include "app/delivery_crew.hpp"
#include "app/delivery_round.hpp"
#include "app_fixture.hpp"
#include "store/delivery_repository.hpp"

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;
using Outcome = AttemptOutcome;
using State = NotificationState;

const Instant kStart = kNow + hours{20};

int sends_of(const App& app, const std::string& channel) {
  int sends = 0;
  for (const DeliveryAttempt& each : app.only(Kind::prep).attempts)
    sends += each.channel == channel;
  return sends;
}

TEST_CASE(
    "a channel that cannot be asked gets a doubtful message once more, and the audit says so") {
  App app;
  app.announced(facts_of("a", kStart));
  app.first().script(SendResult{Outcome::unknown, {}, {}, "time-out"}, true);
  auto report = deliver(app.scope, {});
  CHECK(report.failed == 1);
  app.advance(minutes{2} - Seconds{1});
  CHECK(deliver(app.scope, {}).notifications.empty());
  app.advance(Seconds{1});
  CHECK(deliver(app.scope, {}).sent == 1);
  CHECK(app.first().received.size() == 2);
  CHECK(app.first().inquiries == 0);
  const Notification sent = app.only(Kind::prep);
  REQUIRE(sent.attempts.size() == 2);
  CHECK(sent.attempts[0].error == "time-out");
  CHECK(contains(sent.attempts[1].error, "may arrive twice"));
  CHECK_FALSE(contains(sent.text, "may have reached you"));
}

TEST_CASE("doubtful twice: the next channel, whose message says so") {
  App app;
  app.announced(facts_of("a", kStart));
  app.first().script(Outcome::unknown, "time-out", 2);
  CHECK(deliver(app.scope, {}).failed == 1);
  app.advance(minutes{10});
  CHECK(deliver(app.scope, {}).sent == 1);
  CHECK(sends_of(app, "first") == 2);
  const Notification sent = app.only(Kind::prep);
  CHECK(sent.channel == "second");
  CHECK(contains(sent.attempts.back().error, "may arrive twice"));
  REQUIRE(app.second().received.size() == 1);
  CHECK(contains(app.second().received[0].message.text, "may have reached you already"));
}

TEST_CASE("a third send never follows, also when the next channel fails for sure") {
  App app;
  app.settings.notify.max_attempts = 6;
  app.announced(facts_of("a", kStart));
  app.first().script(Outcome::unknown, "time-out", 2);
  app.second().script(Outcome::refused, "no such number", 6);
  for (int i = 0; i < 12; ++i) {
    deliver(app.scope, {Kind::prep});
    app.advance(hours{1});
  }
  CHECK(sends_of(app, "first") == 2);
  CHECK(app.only(Kind::prep).state == State::dead);
}

TEST_CASE("both channels in doubt: two sends each at most") {
  App app;
  app.announced(facts_of("a", kStart));
  app.first().script(Outcome::unknown, "time-out", 2);
  app.second().script(Outcome::unknown, "time-out", 2);
  for (int i = 0; i < 15; ++i) {
    deliver(app.scope, {Kind::prep});
    app.advance(hours{1});
  }
  CHECK(sends_of(app, "first") == 2);
  CHECK(sends_of(app, "second") == 2);
  CHECK(app.only(Kind::prep).state == State::dead);
}

TEST_CASE("even one round is enough for the channels after one that is in doubt") {
  App app;
  app.settings.notify.max_attempts = 1;
  app.announced(facts_of("a", kStart));
  app.first().script(Outcome::unknown, "time-out", 2);
  deliver(app.scope, {});
  app.advance(minutes{2});
  CHECK(deliver(app.scope, {}).sent == 1);
  CHECK(app.only(Kind::prep).channel == "second");
}

TEST_CASE("a channel that takes nothing but can be read lets the others have their turn") {
  App app;
  app.first().can_be_asked = true;
  app.announced(facts_of("a", kStart));
  app.first().script(Outcome::unknown, "HTTP 503", 2);
  CHECK(deliver(app.scope, {}).failed == 1);
  app.advance(minutes{2});
  CHECK(deliver(app.scope, {}).failed == 1);
  app.advance(minutes{2});
  CHECK(deliver(app.scope, {}).sent == 1);
  CHECK(app.only(Kind::prep).channel == "second");
  CHECK(app.first().received.empty());
}

TEST_CASE("with no other channel it gets the message less and less often, and then no more") {
  App app;
  app.first().can_be_asked = true;
  app.ada().user.channels = {"first"};
  app.announced(facts_of("a", kStart));
  app.first().script(Outcome::unknown, "HTTP 503", 10);
  for (int minute = 0; minute < 300; ++minute) {
    deliver(app.scope, {Kind::prep});
    app.advance(minutes{1});
  }
  CHECK(app.only(Kind::prep).state == State::dead);
  CHECK(sends_of(app, "first") == 10);
  CHECK(app.outbox(Kind::alert).size() == 1);
}

struct Asking : App {
  Asking() {
    first().can_be_asked = true;
    announced(facts_of("a", kStart));
  }
};

TEST_CASE("a channel that can be asked is asked before anything is sent again") {
  Asking app;
  SUBCASE("found: it was sent, then") {
    app.first().script(SendResult{Outcome::unknown, {}, {}, "reset"}, true);
    deliver(app.scope, {});
    app.advance(minutes{3});
    CHECK(deliver(app.scope, {}).sent == 1);
    CHECK(app.first().calls == 1);
    CHECK(app.only(Kind::prep).message_id == "first-1");
    CHECK(app.only(Kind::prep).sent_at == kNow);
    CHECK(app.meeting("a").state.notification_sent_at == kNow);
  }
  SUBCASE("not found: sent again") {
    app.first().script(Outcome::unknown, "reset");
    deliver(app.scope, {});
    app.advance(minutes{3});
    CHECK(deliver(app.scope, {}).sent == 1);
    CHECK(app.first().calls == 2);
    CHECK(app.first().inquiries == 1);
    CHECK(app.first().received.size() == 1);
  }
  SUBCASE("cannot be asked for 15 minutes: the next channel, never the first") {
    app.first().script(Outcome::unknown, "reset");
    deliver(app.scope, {});
    app.first().asking_fails = true;
    for (int minute = 3; minute < 15; ++minute) {
      app.advance_to(kNow + minutes{minute});
      CHECK(deliver(app.scope, {}).deferred == 1);
    }
    CHECK(app.second().calls == 0);
    app.advance_to(kNow + minutes{15});
    CHECK(deliver(app.scope, {}).sent == 1);
    CHECK(app.first().calls == 1);
    CHECK(app.only(Kind::prep).channel == "second");
    CHECK(contains(app.only(Kind::prep).attempts.back().error, "may arrive twice"));
    CHECK(contains(app.second().received[0].message.text, "may have reached you already"));
  }
  SUBCASE("it is asked even after another channel was tried in vain") {
    app.first().script(SendResult{Outcome::unknown, {}, {}, "reset"}, true);
    deliver(app.scope, {});
    app.first().asking_fails = true;
    app.second().script(Outcome::refused);
    app.advance(minutes{16});
    CHECK(deliver(app.scope, {}).failed == 1);
    app.first().asking_fails = false;
    app.advance(hours{1});
    CHECK(deliver(app.scope, {}).sent == 1);
    CHECK(app.first().calls == 1);
    CHECK(app.second().received.empty());
  }
}

TEST_CASE("with little time left a channel is asked for half of it only") {
  App app;
  app.first().can_be_asked = true;
  app.announced(facts_of("a", kNow + minutes{20}));
  app.first().script(Outcome::unknown, "reset");
  deliver(app.scope, {});
  app.first().asking_fails = true;
  app.advance(minutes{9});
  CHECK(deliver(app.scope, {}).deferred == 1);
  app.advance(minutes{1});
  CHECK(deliver(app.scope, {}).sent == 1);
  CHECK(app.only(Kind::prep).channel == "second");
}

TEST_CASE("a channel that never tells does not get the message for ever") {
  Asking app;
  app.settings.notify.max_attempts = 4;
  app.ada().user.channels = {"first"};
  app.first().script(Outcome::unknown, "500", 6);  // the first two count as no round
  for (int i = 0; i < 12; ++i) {
    deliver(app.scope, {Kind::prep});
    app.advance(minutes{20});
  }
  CHECK(app.first().calls == 6);
  CHECK(app.only(Kind::prep).state == State::dead);
  CHECK(app.outbox(Kind::alert).size() == 1);
}

// Another process: it leases, perhaps stores an attempt, and then is gone or hangs.
class Stranger {
 public:
  explicit Stranger(App& app) : app_(app), deliveries_(app.database) {}

  void leases() {
    lease_ = {"stranger", app_.now() + kLeaseLength, who_};
    auto transaction = app_.database.begin();
    const auto taken = deliveries_.lease_due(transaction, app_.now(), 20, lease_, std::nullopt, {});
    transaction.commit();
    REQUIRE(taken.size() == 1);
    id_ = taken.front().notification_id;
  }
  void begins_to_send() {
    DeliveryAttempt attempt;
    attempt.channel = "first";
    attempt.at = attempt.wall_at = app_.now();
    auto transaction = app_.database.begin();
    REQUIRE(deliveries_.begin_attempt(transaction, id_, lease_.lease_id, attempt, lease_.until));
    transaction.commit();
  }
  void lives() { app_.edges.fake_processes().living.push_back(who_); }
  void dies() { app_.edges.fake_processes().living.clear(); }
  const Lease& lease() const { return lease_; }

 private:
  App& app_;
  store::DeliveryRepository deliveries_;
  ProcessIdentity who_{"boot-1", 2000, 7000};
  Lease lease_;
  std::string id_;
};

TEST_CASE("a lease is taken over only when it has run out and its holder is gone") {
  struct Case {
    std::string name;
    bool expired;
    bool gone;
    bool taken;
  };
  const std::vector<Case> cases{{"running, alive", false, false, false},
                                {"running, gone", false, true, false},
                                {"run out, alive", true, false, false},
                                {"run out, gone", true, true, true}};
  for (const Case& each : cases) {
    CAPTURE(each.name);
    App app;
    app.announced(facts_of("a", kStart));
    Stranger stranger(app);
    stranger.leases();
    if (!each.gone) stranger.lives();
    app.advance(each.expired ? kLeaseLength : kLeaseLength - Seconds{1});
    CHECK(deliver(app.scope, {}).sent == (each.taken ? 1 : 0));
    CHECK(app.first().received.size() == (each.taken ? 1 : 0));
    CHECK(app.only(Kind::prep).state == (each.taken ? State::sent : State::sending));
  }
}

TEST_CASE("only the wanted user's and kinds' leases are taken over") {
  App app;
  app.announced(facts_of("a", kStart));
  Stranger(app).leases();
  app.advance(kLeaseLength);
  CHECK(deliver(app.scope, {Kind::reminder}).sent == 0);
  app.scope.user_id = "bob";
  CHECK(deliver(app.scope, {}).sent == 0);
  app.scope.user_id = "ada";
  CHECK(deliver(app.scope, {}).sent == 1);
}

TEST_CASE("after a crash in the middle of a send the message goes out once more at most") {
  App app;
  app.announced(facts_of("a", kStart));
  for (int crash = 0; crash < 2; ++crash) {
    app.advance(minutes{10});
    if (crash == 0) {
      Stranger stranger(app);
      stranger.leases();
      stranger.begins_to_send();
    } else {
      app.first().script(Outcome::unknown);
      CHECK(deliver(app.scope, {}).sent == 1);
    }
  }
  CHECK(app.only(Kind::prep).channel == "second");
  CHECK(sends_of(app, "first") == 2);
}

TEST_CASE("after a crash in the middle of a send a channel that knows is believed") {
  Asking app;
  Stranger stranger(app);
  stranger.leases();
  stranger.begins_to_send();
  app.advance(minutes{10});
  CHECK(deliver(app.scope, {}).sent == 1);
  CHECK(app.first().inquiries == 1);
  CHECK(app.first().calls == 1);
}

TEST_CASE("an attempt that was cut short is recorded as unknown") {
  App app;
  app.announced(facts_of("a", kStart));
  Stranger stranger(app);
  stranger.leases();
  stranger.begins_to_send();
  app.advance(minutes{10});
  CHECK(deliver(app.scope, {}).sent == 1);
  const Notification sent = app.only(Kind::prep);
  REQUIRE(sent.attempts.size() == 2);
  CHECK(sent.attempts[0].outcome == Outcome::unknown);
  CHECK(sent.attempts[0].error == "the process ended before the outcome was known");
}

RoundResult run_round(App& app, const Lease& lease) {
  RoundResult result = RoundResult::sent;
  const Notification notification = app.only(Kind::prep);
  DeliveryCrew crew(app.database);
  crew.add("a", [&](GroupCommit& commits) {
    result = DeliveryRound(app.scope, commits, lease, Sensitivity(app.rules), notification).run();
  });
  crew.finish();
  return result;
}

TEST_CASE("a process that lost its lease changes nothing") {
  App app;
  app.announced(facts_of("a", kStart));
  Stranger stranger(app);
  const Lease stale{"stale", app.now() + kLeaseLength, app.edges.fake_processes().me};
  SUBCASE("before it sends") {
    stranger.leases();
    CHECK(run_round(app, stale) == RoundResult::lost);
    CHECK(app.first().calls == 0);
    CHECK(app.only(Kind::prep).attempts.empty());
  }
  SUBCASE("when it would have given up") {
    stranger.leases();
    app.advance_to(kStart);
    CHECK(run_round(app, stale) == RoundResult::lost);
    CHECK(app.outbox(Kind::alert).empty());
  }
  SUBCASE("when no channel can be used") {
    app.first().has_address = app.second().has_address = false;
    stranger.leases();
    CHECK(run_round(app, stale) == RoundResult::lost);
    CHECK(app.only(Kind::prep).attempts.empty());
  }
  SUBCASE("while its call was out: only the audit keeps what happened") {
    app.first().during_send = [&] {
      app.first().during_send = nullptr;
      const auto held = store::DeliveryRepository(app.database).expired_leases(kStart);
      REQUIRE(held.size() == 1);
      auto transaction = app.database.begin();
      const Lease other{"other", kStart, ProcessIdentity{"boot-1", 2000, 7000}};
      REQUIRE(store::DeliveryRepository(app.database)
                  .take_over(transaction, held[0].notification.notification_id,
                             held[0].lease.lease_id, other));
      transaction.commit();
    };
    const auto report = deliver(app.scope, {});
    CHECK(report.sent == 0);
    CHECK(report.notifications.empty());
    const Notification notification = app.only(Kind::prep);
    CHECK(notification.state == State::sending);
    CHECK(notification.attempts.back().outcome == Outcome::accepted);
  }
}

TEST_CASE("when the success cannot be saved, the log keeps the message id") {
  App app;
  LogCapture log;
  app.announced(facts_of("a", kStart));
  std::unique_ptr<store::Transaction> blocker;  // holds the only transaction there can be
  app.first().during_send = [&] { blocker.reset(new store::Transaction(app.database.begin())); };
  const auto error = error_of([&] { deliver(app.scope, {}); });
  CHECK(error);
  const bool logged = std::any_of(log.lines.begin(), log.lines.end(), [](const auto& line) {
    return line.first == LogLevel::error && contains(line.second, "first-1");
  });
  CHECK(logged);
}

}  // namespace
}  // namespace execassist::app::testing
