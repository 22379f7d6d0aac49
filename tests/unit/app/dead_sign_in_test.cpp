// A sign-in that dies, seen by whole ticks: one message, with the command to type, through the
// channels of the person.
#include "app_fixture.hpp"

namespace execassist::app::testing {
namespace {

class DeadSignIn : public App {
 public:
  DeadSignIn() { sign_in("grant-1"); }

  void sign_in(const std::string& grant_id) {
    Grant grant;
    grant.key = {"ada", "google"};
    grant.grant_id = grant_id;
    grant.granted_at = edges.clock().wall();
    grant.refresh_token = Secret("refresh");
    edges.fake_vault().store(grant);
    source().list({});
  }
  // What StoredAccessTokens does when Google refuses, and what the source then throws.
  void die(const std::string& grant_id) {
    edges.fake_vault().store_refusal({"ada", "google"}, grant_id, "invalid_grant",
                                     edges.clock().wall());
    source().always(Error(ErrorKind::sign_in_needed, "Google ended the sign-in",
                          "execassist auth login google -u ada"));
  }
};

TEST_CASE("a dead sign-in is told once over many ticks, and again when the next one dies") {
  DeadSignIn app;
  CHECK_FALSE(app.tick().verdict());
  app.die("grant-1");
  for (int i = 0; i < 5; ++i) {
    CHECK(app.tick().verdict() == ErrorKind::sign_in_needed);
    app.advance(minutes{5});
  }
  REQUIRE(app.first().received.size() == 1);
  const OutgoingMessage& message = app.first().received[0].message;
  CHECK(message.kind == NotificationKind::alert);
  CHECK(contains(message.text, "execassist auth login google -u ada"));
  CHECK_FALSE(message.content.headline.empty());
  CHECK(app.outbox(NotificationKind::alert).size() == 1);

  app.sign_in("grant-2");
  CHECK_FALSE(app.tick().verdict());
  app.die("grant-2");
  app.tick();
  app.tick();
  CHECK(app.first().received.size() == 2);
}

TEST_CASE("an alert that was overtaken by a new sign-in does not go out") {
  DeadSignIn app;
  app.die("grant-1");
  app.sync();
  app.sign_in("grant-2");
  app.tick();
  CHECK(app.first().received.empty());
  const Notification alert = app.only(NotificationKind::alert);
  CHECK(alert.state == NotificationState::suppressed);
  CHECK(alert.reason == "signed in again since");
}

TEST_CASE("when none of their channels works the operator hears of it") {
  DeadSignIn app;
  app.settings.users.push_back(user_named("grace", {}));
  app.settings.users[1].user.channels = {"third"};
  app.settings.notify.operator_id = "grace";
  FakeChannel& third = app.edges.fake_channel("third");
  app.die("grant-1");
  app.first().script(AttemptOutcome::refused);
  app.second().script(AttemptOutcome::refused);
  app.tick();
  REQUIRE(third.received.size() == 1);
  CHECK(third.received[0].user_id == "grace");
}

TEST_CASE("a sign-in that never was makes no alert") {
  App app;
  app.source().always(Error(ErrorKind::sign_in_needed, "not signed in to Google"));
  CHECK(app.tick().verdict() == ErrorKind::sign_in_needed);
  CHECK(app.outbox().empty());
}

TEST_CASE("the vault is never asked while the store is held: its threads may wait for the store") {
  DeadSignIn app;
  app.ada().calendars[0].kind = "google";
  app.die("grant-1");
  bool held = false;
  app.source().during_fetch = [&] {
    app.edges.fake_vault().before_call = [&] {
      try {
        app.database.begin();
      } catch (const std::exception&) {
        held = true;  // one is open already
      }
    };
  };
  app.sync();
  CHECK_FALSE(held);
  app.edges.fake_vault().before_call = {};
  CHECK(app.outbox(NotificationKind::alert).size() == 1);
}

TEST_CASE("another account makes another calendar of the same name") {
  DeadSignIn app;
  app.ada().calendars[0].kind = "google";
  FetchResult listing;
  listing.complete = true;
  listing.cursor = "token-of-a";
  app.source().always(listing);
  sync_calendars(app.scope, false);
  sync_calendars(app.scope, false);
  CHECK(app.source().requests.back().cursor == "token-of-a");
  Grant other;
  other.key = {"ada", "google"};
  other.grant_id = "grant-2";
  other.account = "other@example.com";
  app.edges.fake_vault().store(other);
  sync_calendars(app.scope, false);
  CHECK(app.source().requests.back().cursor.empty());
  CHECK(app.source().requests.back().last_cursor.empty());
  sync_calendars(app.scope, true);
  CHECK(app.source().requests.back().last_cursor == "token-of-a");
}

TEST_CASE("an alert in doubt is sought at everybody who may have got it") {
  DeadSignIn app;
  app.settings.users.push_back(user_named("grace", {}));
  app.settings.users[1].user.channels = {"first"};
  app.ada().user.channels = {"first"};
  app.settings.notify.operator_id = "grace";
  app.first().can_be_asked = true;
  app.die("grant-1");
  app.first().script(AttemptOutcome::refused);
  app.first().script({AttemptOutcome::unknown, {}, {}, "no answer"}, true);
  app.tick();
  REQUIRE(app.first().received.size() == 1);
  CHECK(app.first().received[0].user_id == "grace");
  for (int i = 0; i < 4; ++i) {
    app.advance(minutes{3});
    app.tick();
  }
  CHECK(app.first().received.size() == 1);
  CHECK(app.only(NotificationKind::alert).state == NotificationState::sent);
}

TEST_CASE("a channel whose secret cannot be had silences neither the next one nor other people") {
  App app;
  app.settings.users.push_back(user_named("bob", {"bobs"}));
  app.settings.users[1].user.channels = {"second"};
  app.put(facts_of("a", kNow + hours{20}));
  app.put(facts_of("b", kNow + hours{20}), "bobs");
  app.edges.unavailable.emplace("first",
                                Error(ErrorKind::configuration, "slack.bot_token: not set"));
  const TickReport report = app.tick();
  CHECK(report.verdict() == ErrorKind::configuration);
  REQUIRE(report.notify.misconfigured);
  CHECK(report.notify.misconfigured->message() == "slack.bot_token: not set");
  CHECK(report.notify.sent == 2);
  CHECK(app.second().received.size() == 2);
  // Nobody hears of it twice, and the next tick has nothing to do.
  CHECK_FALSE(app.tick().verdict());
  CHECK(app.second().received.size() == 2);
}

TEST_CASE("somebody who cannot be asked about does not keep an alert from the operator") {
  DeadSignIn app;
  app.settings.users.push_back(user_named("grace", {}));
  app.settings.users[1].user.channels = {"first"};
  app.ada().user.channels = {"first"};
  app.settings.notify.operator_id = "grace";
  app.first().can_be_asked = true;
  app.first().unknown = {"ada"};
  app.die("grant-1");
  app.first().script({AttemptOutcome::unknown, {}, {}, "no answer"}, false);
  for (int i = 0; i < 12; ++i) {
    app.tick();
    app.advance(minutes{3});
  }
  REQUIRE(app.first().received.size() == 1);
  CHECK(app.first().received[0].user_id == "grace");
  CHECK(app.only(NotificationKind::alert).state == NotificationState::sent);
}

TEST_CASE("messages wait for a secret that cannot be had, and every tick says so") {
  App app;
  app.ada().user.channels = {"first"};
  app.announced(facts_of("a", kNow + hours{20}));
  app.edges.unavailable.emplace("first",
                                Error(ErrorKind::configuration, "slack.bot_token: no such file"));
  for (int i = 0; i < 20; ++i) {
    CHECK(app.tick().verdict() == ErrorKind::configuration);
    app.advance(minutes{30});
  }
  CHECK(app.only(NotificationKind::prep).state == NotificationState::pending);
  CHECK(app.only(NotificationKind::prep).attempts.size() == 1);
  CHECK(app.outbox(NotificationKind::alert).empty());
  app.edges.unavailable.clear();
  CHECK_FALSE(app.tick().verdict());
  CHECK(app.first().received.size() == 1);
}

TEST_CASE("a round counts where one of the channels is there") {
  App app;
  app.ada().user.channels = {"first", "second"};
  app.announced(facts_of("a", kNow + hours{20}));
  app.edges.unavailable.emplace("first", Error(ErrorKind::configuration, "slack.bot_token"));
  app.second().script(AttemptOutcome::refused);
  CHECK(app.tick().verdict() == ErrorKind::configuration);
  CHECK(app.only(NotificationKind::prep).rounds == 1);
}

TEST_CASE("one channel that asks to be left alone does not hold up the others") {
  App app;
  app.announced(facts_of("a", kNow + hours{20}));
  app.first().script({AttemptOutcome::not_sent, {}, hours{1}, "rate limited"});
  app.second().script(AttemptOutcome::refused);
  app.tick();
  CHECK(app.only(NotificationKind::prep).next_attempt_at <= kNow + minutes{5});
}

TEST_CASE("nobody waits longer than a quarter of an hour for a channel") {
  App app;
  app.ada().user.channels = {"first"};
  app.announced(facts_of("a", kNow + hours{20}));
  app.first().script({AttemptOutcome::not_sent, {}, hours{5}, "rate limited"});
  app.tick();
  CHECK(app.only(NotificationKind::prep).next_attempt_at == kNow + minutes{15});
}

TEST_CASE("a channel that asks to be left alone is, also in later rounds") {
  App app;
  app.ada().user.channels = {"first"};
  app.announced(facts_of("a", kNow + hours{20}));
  app.first().script({AttemptOutcome::not_sent, {}, minutes{10}, "rate limited"});
  app.tick();
  CHECK(app.only(NotificationKind::prep).next_attempt_at >= kNow + minutes{10});
}

TEST_CASE("a message carries its content, and the moment after which it must not go out") {
  App app;
  app.announced(facts_of("a", kNow + hours{20}));
  app.tick();
  REQUIRE(app.first().received.size() == 1);
  const OutgoingMessage& message = app.first().received[0].message;
  CHECK(message.content.headline == "Meeting Prep Reminder");
  REQUIRE(message.content.buttons.size() == 3);
  CHECK(message.content.buttons[0].action == "start_prep");
  CHECK(message.content.buttons[0].value == app.meeting("a").meeting_id);
  CHECK(message.send_before == app.edges.clock().wall() + Seconds{5});
}

TEST_CASE("a channel that was never set up is refused, and the next one follows") {
  App app;
  app.announced(facts_of("a", kNow + hours{20}));
  app.first().during_send = [] {
    throw Error(ErrorKind::configuration, "slack.bot_token: it is not set");
  };
  app.tick();
  CHECK(app.second().received.size() == 1);
  const Notification prep = app.only(NotificationKind::prep);
  REQUIRE(prep.attempts.size() == 2);
  CHECK(prep.attempts[0].outcome == AttemptOutcome::refused);
  CHECK(prep.attempts[0].error == "slack.bot_token: it is not set");
}

}  // namespace
}  // namespace execassist::app::testing
