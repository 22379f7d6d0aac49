#include "app/channel_alert.hpp"

#include "app/delivery.hpp"
#include "app_fixture.hpp"
#include "store/channel_repository.hpp"

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;
using Outcome = AttemptOutcome;
using State = NotificationState;

// Ada has two channels; the operator, Boss, has a third besides the first.
struct Bench : App {
  Bench() {
    settings.users.push_back(user_named("boss", {}));
    settings.users.back().user.channels = {"first", "third"};
    settings.notify.operator_id = "boss";
    edges.fake_channel("third");
  }
  FakeChannel& third() { return edges.fake_channel("third"); }
  void refuse(int times) { first().script(Outcome::sign_in_needed, "first: check the key", times); }
};

TEST_CASE("a key that is refused is told to the operator, once, on another channel") {
  Bench app;
  for (const char* id : {"a", "b", "c"}) app.put(facts_of(id, kNow + hours{5}));
  app.sync();
  trigger_preps(app.scope);
  app.refuse(3);
  const auto report = deliver(app.scope, {});
  CHECK(report.sent == 4);
  CHECK(app.second().received.size() == 3);
  REQUIRE(app.third().received.size() == 1);
  const OutgoingMessage& alert = app.third().received[0].message;
  CHECK(alert.kind == Kind::alert);
  CHECK(contains(alert.text, "first does not work any more"));
  CHECK(contains(alert.text, "first: check the key"));
  CHECK(contains(alert.text, "execassist notify test --channel first"));
  CHECK(app.third().received[0].user_id == "boss");
  CHECK(app.outbox(Kind::alert).size() == 1);
}

TEST_CASE("it is told again when it has worked in between") {
  Bench app;
  const auto announce = [&](const std::string& id) {
    app.put(facts_of(id, kNow + hours{30}));
    app.sync();
    trigger_preps(app.scope);
    deliver(app.scope, {});
  };
  app.advance(hours{7});
  app.refuse(1);
  announce("a");
  CHECK(app.third().received.size() == 1);
  announce("b");  // the first channel takes this one
  app.refuse(1);
  app.advance(minutes{1});
  announce("c");
  CHECK(app.third().received.size() == 2);
}

TEST_CASE("an alert that waits is not said when the channel works again") {
  Bench app;
  app.third().script(Outcome::refused);
  app.announced(facts_of("a", kNow + hours{5}));
  app.refuse(1);
  deliver(app.scope, {});
  CHECK(app.third().received.empty());
  CHECK(deliver_test(app.scope, "first").sent == 2);
  app.advance(minutes{5});
  deliver(app.scope, {});
  CHECK(app.third().received.empty());
  CHECK(app.only(Kind::alert).state == State::suppressed);
  CHECK(contains(app.only(Kind::alert).reason, "works again"));
}

TEST_CASE("messages that die of nothing but dead keys make no alerts of their own") {
  Bench app;
  app.ada().user.channels = {"first"};
  app.settings.notify.max_attempts = 1;
  for (const char* id : {"a", "b"}) app.put(facts_of(id, kNow + hours{5}));
  app.sync();
  trigger_preps(app.scope);
  app.refuse(2);
  const auto report = deliver(app.scope, {});
  CHECK(report.dead == 2);
  CHECK(app.outbox(Kind::alert).size() == 1);
  CHECK(app.third().received.size() == 1);
}

TEST_CASE("where nobody could be told of the dead key, each dead letter is told") {
  Bench app;
  app.ada().user.channels = {"first"};
  app.settings.notify.max_attempts = 1;
  app.settings.users.back().user.channels = {"third"};
  app.announced(facts_of("a", kNow + hours{20}));
  app.refuse(1);
  app.third().script(Outcome::refused, "no", 4);
  deliver(app.scope, {});
  for (int i = 0; i < 4; ++i) {
    app.advance(minutes{20});
    deliver(app.scope, {});
  }
  REQUIRE(app.only(Kind::alert).state == State::dead);
  app.put(facts_of("b", kNow + hours{21}));
  app.sync();
  trigger_preps(app.scope);
  app.refuse(2);  // the message, and the alert on its way to ada
  deliver(app.scope, {});
  REQUIRE(app.third().received.size() == 1);
  CHECK(contains(app.third().received[0].message.text, "could not be delivered"));
}

TEST_CASE("an escalation that has lost its channel is no dead letter") {
  Bench app;
  app.rules.types[0].escalate_after = hours{4};
  app.announced(facts_of("a", kNow + hours{70}, hours{1}, "leadership"));
  deliver(app.scope, {});
  app.ada().user.channels = {"first"};
  app.advance(hours{4});
  CHECK(deliver(app.scope, {}).suppressed == 1);
  CHECK(app.outbox(Kind::alert).empty());
}

TEST_CASE("a test that meets a refused key makes no alert: whoever tests sees it") {
  Bench app;
  app.scope.user_id = "ada";
  app.refuse(1);
  CHECK(deliver_test(app.scope, "first").dead == 1);
  CHECK(app.outbox(Kind::alert).empty());
}

TEST_CASE("whoever opted out is left alone there, and hears of it elsewhere") {
  Bench app;
  const auto opt_out = [&] {
    SendResult result{Outcome::refused, {}, {}, "first: opted out"};
    result.opted_out = true;
    app.first().script(result);
  };
  app.announced(facts_of("a", kNow + hours{5}));
  opt_out();
  CHECK(deliver(app.scope, {}).sent == 2);
  REQUIRE(app.second().received.size() == 2);
  CHECK(contains(app.second().received[1].message.text, "has opted out"));
  CHECK(contains(app.second().received[1].message.text, "notify test -u ada --channel first"));

  app.put(facts_of("b", kNow + hours{6}));
  app.sync();
  trigger_preps(app.scope);
  CHECK(deliver(app.scope, {Kind::prep}).sent == 1);
  CHECK(app.first().calls == 1);
  CHECK(app.second().received.size() == 3);

  SUBCASE("until a test is taken") {
    app.scope.user_id = "ada";
    CHECK(deliver_test(app.scope, "first").sent == 1);
  }
  SUBCASE("or the address changes") {
    auto transaction = app.database.begin();
    store::ChannelRepository(app.database)
        .opt_out(transaction, "first", "ada", "another address", kNow);
    transaction.commit();
  }
  const auto before = app.first().received.size();
  app.put(facts_of("c", kNow + hours{7}));
  app.sync();
  trigger_preps(app.scope);
  deliver(app.scope, {Kind::prep});
  CHECK(app.first().received.size() == before + 1);
}

TEST_CASE("a sensitive title stays where it was, whatever became of the rules or of the title") {
  struct Case {
    std::string name;
    std::string title;
    std::function<void(Bench&)> change;
  };
  const std::vector<Case> cases{
      {"its type was renamed", "leadership: merger",
       [](Bench& app) { app.rules.types[0].name = "lt_meeting"; }},
      {"it was retitled", "Catch up",
       [](Bench& app) { app.put(facts_of("a", kNow + hours{6}, hours{1}, "leadership: merger")); }},
      {"its type became sensitive later", "board merger",
       [](Bench& app) { app.rules.types[2].sensitive = true; }},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    Bench app;
    app.rules.types[0].sensitive = true;
    app.ada().user.channels = {"second"};
    app.second().discreet = false;
    app.put(facts_of("a", kNow + hours{5}, hours{1}, each.title));
    app.tick();
    each.change(app);
    MeetingFacts moved = app.listed["work"][0];
    moved.start += hours{1};
    moved.end += hours{1};
    app.put(moved);
    app.tick();
    app.advance(hours{6});
    app.tick();
    REQUIRE(app.second().received.size() > 1);
    for (std::size_t i = 1; i < app.second().received.size(); ++i) {
      CHECK_FALSE(contains(app.second().received[i].message.text, "merger"));
      CHECK_FALSE(contains(app.second().received[i].message.subject, "merger"));
    }
  }
}

TEST_CASE("nor does another person read it, on any channel") {
  Bench app;
  app.rules.types[0].sensitive = true;
  app.settings.notify.max_attempts = 1;
  app.announced(facts_of("a", kNow + hours{5}, hours{1}, "leadership: merger"));
  app.first().script(Outcome::refused, "no", 2);
  app.second().script(Outcome::refused, "no", 2);
  CHECK(deliver(app.scope, {}).dead == 1);
  for (const auto& each : app.first().received) {
    CHECK_FALSE(contains(each.message.text, "merger"));
  }
  REQUIRE(app.first().received.size() == 1);
  CHECK(app.first().received[0].user_id == "boss");
}

TEST_CASE("a sensitive title stays off channels that many hands touch") {
  Bench app;
  app.rules.types[0].sensitive = true;
  app.second().discreet = false;
  MeetingFacts facts = facts_of("a", kNow + hours{5}, hours{1}, "leadership: merger");
  facts.location = "Notary Smith";
  app.announced(facts);
  app.first().script(Outcome::refused);
  deliver(app.scope, {});
  REQUIRE(app.second().received.size() == 1);
  const OutgoingMessage& message = app.second().received[0].message;
  std::string said = message.subject + message.text + message.brief.lead + message.brief.topic +
                     message.brief.rest + message.content.headline;
  for (const MessageSection& section : message.content.sections) {
    for (const TextLine& line : section.lines) {
      for (const TextRun& run : line) said += run.text;
    }
  }
  CHECK_FALSE(contains(said, "merger"));
  CHECK_FALSE(contains(said, "Notary"));
  CHECK(contains(said, "Leadership Meeting"));
  CHECK_FALSE(contains(app.only(Kind::prep).text, "merger"));

  MeetingFacts open = facts_of("b", kNow + hours{5}, hours{1}, "leadership: budget");
  app.rules.types[0].sensitive = false;
  app.announced(open);
  app.first().script(Outcome::refused);
  deliver(app.scope, {});
  CHECK(contains(app.second().received.back().message.subject, "budget"));
}

}  // namespace
}  // namespace execassist::app::testing
