#include "app/redrawing.hpp"

#include "app/preparation.hpp"
#include "slack_fixture.hpp"
#include "store/query.hpp"
#include "store/redraw_repository.hpp"

#include <chrono>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;
using Outcome = AttemptOutcome;

const Instant kStart = kNow + hours{20};

std::vector<store::Redraw> rows(SlackApp& app) {
  return store::RedrawRepository(app.database).due(app.now() + days{400}, 1000);
}

void want(SlackApp& app, const Meeting& meeting) {
  auto transaction = app.database.begin();
  want_redraws(app.scope, transaction, meeting.meeting_id);
  transaction.commit();
}

TEST_CASE("redrawing: what is due is drawn once, from today's state") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  want(app, meeting);
  want(app, meeting);
  CHECK(next_redraw(app.scope) == app.now());
  CHECK(redraw_due(app.scope) == 1);
  CHECK(app.slack().redraw_calls == 1);
  CHECK_FALSE(next_redraw(app.scope));
  CHECK(redraw_due(app.scope) == 0);
  const auto& drawn = app.slack().redrawn.front();
  CHECK(drawn.message_id == "slack-1");
  CHECK(drawn.user_id == "ada");
  CHECK(has_button(drawn.message.content, "remind_later"));
  CHECK(drawn.message.send_before);
  CHECK(app.only(Kind::prep).attempts.size() == 1);  // the audit is of what was sent
}

TEST_CASE("redrawing: what fails comes again, later and later, for a day") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  want(app, meeting);
  app.slack().script_redraw({Outcome::not_sent, {}, {}, "no route to host"});
  CHECK(redraw_due(app.scope) == 0);
  REQUIRE(next_redraw(app.scope));
  CHECK(*next_redraw(app.scope) >= app.now() + Seconds{48});
  CHECK(*next_redraw(app.scope) <= app.now() + Seconds{72});
  app.slack().script_redraw({Outcome::not_sent, {}, Seconds{600}, "HTTP 429"});
  app.advance_to(*next_redraw(app.scope));
  CHECK(redraw_due(app.scope) == 0);
  CHECK(*next_redraw(app.scope) >= app.now() + Seconds{600});
  // A time that nobody would wait for is cut.
  app.slack().script_redraw({Outcome::not_sent, {}, Seconds{1'000'000}, "HTTP 429"});
  app.advance_to(*next_redraw(app.scope));
  redraw_due(app.scope);
  CHECK(*next_redraw(app.scope) <= app.now() + minutes{72});

  const Instant began = app.now();
  int tries = 0;
  while (next_redraw(app.scope)) {
    REQUIRE(++tries < 100);
    app.advance_to(*next_redraw(app.scope));
    app.slack().script_redraw({Outcome::sign_in_needed, {}, {}, "invalid_auth"});
    redraw_due(app.scope);
  }
  CHECK(app.now() - began >= hours{18});
  CHECK(app.now() - began <= hours{36});
  CHECK(app.slack().redrawn.empty());
}

TEST_CASE("redrawing: what is gone is let go at once") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  want(app, meeting);
  app.slack().script_redraw({Outcome::refused, {}, {}, "message_not_found"});
  CHECK(redraw_due(app.scope) == 0);
  CHECK_FALSE(next_redraw(app.scope));
}

TEST_CASE("redrawing: wanted again during the call, it is drawn again") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  want(app, meeting);
  // What another process does; this connection is the test's own thread's.
  bool once = true;
  std::vector<store::Redraw> before = rows(app);
  app.slack().during_redraw = [&] {
    if (!std::exchange(once, false)) return;
    store::Query(app.database, "UPDATE redraws SET wanted = wanted + 1").run();
  };
  CHECK(redraw_due(app.scope) == 2);
  CHECK(rows(app).empty());
}

TEST_CASE("redrawing: what somebody else drew during the call is drawn once more") {
  for (const bool fails : {false, true}) {
    CAPTURE(fails);
    SlackApp app;
    const Meeting meeting = app.told(facts_of("a", kStart));
    want(app, meeting);
    // Another process is quicker and newer; then what was on its way arrives.
    bool once = true;
    app.slack().during_redraw = [&] {
      if (!std::exchange(once, false)) return;
      store::Query(app.database, "DELETE FROM redraws").run();
      if (fails) app.slack().script_redraw({Outcome::not_sent, {}, {}, "timed out"});
    };
    CHECK(redraw_due(app.scope) == (fails ? 1 : 2));
    CHECK(app.slack().redraw_calls == 2);
    CHECK(rows(app).empty());
  }
}

TEST_CASE("redrawing: two that stay in step fall out of it") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  want(app, meeting);
  app.slack().during_redraw = [&] { store::Query(app.database, "DELETE FROM redraws").run(); };
  CHECK(redraw_due(app.scope) == 2);
  app.slack().during_redraw = nullptr;
  REQUIRE(next_redraw(app.scope));
  CHECK(*next_redraw(app.scope) > app.now());
  CHECK(*next_redraw(app.scope) <= app.now() + Seconds{5});
  app.advance_to(*next_redraw(app.scope));
  CHECK(redraw_due(app.scope) == 1);
  CHECK(rows(app).empty());
}

TEST_CASE("redrawing: a channel without room is left alone, and no attempt is counted") {
  SlackApp app;
  for (int i = 0; i < 30; ++i) app.put(facts_of("m" + std::to_string(i), kStart + minutes{i}));
  app.settings.notify.per_user_hourly_limit = 1000;
  app.sync();
  trigger_preps(app.scope);
  deliver(app.scope, {});
  for (int i = 0; i < 30; ++i) want(app, app.meeting("m" + std::to_string(i)));
  SendResult full{Outcome::not_sent, {}, {}, "the rate limit is reached"};
  full.gone = true;
  for (int i = 0; i < 8; ++i) app.slack().script_redraw(full);
  CHECK(redraw_due(app.scope) == 0);
  CHECK(app.slack().redraw_calls == 8);  // those that had begun
  CHECK(rows(app).size() == 30);
  for (const store::Redraw& each : rows(app)) {
    CHECK(each.attempts == 0);
    CHECK(each.next_attempt_at == app.now() + Seconds{5});
  }
  app.advance(Seconds{5});
  redraw_due(app.scope);
  CHECK(rows(app).empty());
}

TEST_CASE("redrawing: who says when to come again is believed, but not for ever") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  want(app, meeting);
  for (int i = 0; i < 6; ++i) {
    app.slack().script_redraw({Outcome::not_sent, {}, Seconds{2}, "HTTP 429"});
    redraw_due(app.scope);
    const Seconds wait = *next_redraw(app.scope) - app.now();
    if (i < 5) {
      CHECK(wait == Seconds{2});
    } else {
      CHECK(wait > minutes{20});
    }
    app.advance_to(*next_redraw(app.scope));
  }
  CHECK(redraw_due(app.scope) == 1);
}

TEST_CASE("redrawing: a snooze while the notice is on its way is shown") {
  SlackApp app;
  const Meeting meeting = app.announced(facts_of("a", kStart));
  app.slack().during_send = [&] {
    app.slack().during_send = nullptr;
    auto transaction = app.database.begin();
    REQUIRE_FALSE(
        snooze_prep(app.scope, transaction, meeting.meeting_id, hours{2}, "prep snooze").refusal);
    store::Query(app.database, "DELETE FROM redraws").run();
    transaction.commit();
  };
  deliver(app.scope, {});
  CHECK(rows(app).size() == 1);
  CHECK(redraw_due(app.scope) == 1);
}

TEST_CASE("redrawing: many at once, never more than eight, each to its own message") {
  SlackApp app;
  for (int i = 0; i < 30; ++i) {
    app.put(facts_of("m" + std::to_string(i), kStart + minutes{i}, hours{1},
                     "Meeting " + std::to_string(i)));
  }
  app.settings.notify.per_user_hourly_limit = 1000;
  app.sync();
  trigger_preps(app.scope);
  deliver(app.scope, {});
  REQUIRE(app.slack().received.size() == 30);
  for (int i = 0; i < 30; ++i) want(app, app.meeting("m" + std::to_string(i)));
  std::mutex guard;
  int now = 0;
  int most = 0;
  app.slack().during_redraw = [&] {
    {
      const std::scoped_lock lock(guard);
      most = std::max(most, ++now);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
    const std::scoped_lock lock(guard);
    --now;
  };
  CHECK(redraw_due(app.scope) == 30);
  CHECK(most > 1);
  CHECK(most <= 8);
  for (const auto& each : app.slack().received) {
    CHECK(app.slack().shown(each.message_id)->subject == each.message.subject);
  }
}

TEST_CASE("redrawing: in shadow mode nothing is drawn, and nobody wakes for it") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  want(app, meeting);
  app.settings.notify.enabled = false;
  CHECK(redraw_due(app.scope) == 0);
  CHECK(app.slack().redraw_calls == 0);
  CHECK_FALSE(next_redraw(app.scope));
  app.settings.notify.enabled = true;
  CHECK(redraw_due(app.scope) == 1);
}

TEST_CASE("redrawing: what cannot or need not be drawn is let go") {
  struct Case {
    std::string name;
    std::function<void(SlackApp&)> then;
  };
  const std::vector<Case> cases{
      {"a channel that cannot", [](SlackApp& app) { app.slack().can_redraw = false; }},
      {"the user is gone",
       [](SlackApp& app) { app.settings.users.erase(app.settings.users.begin()); }},
      {"it came back",
       [](SlackApp& app) { store::Query(app.database, "UPDATE outbox SET state = 'dead'").run(); }},
      {"a kind that says what was true then", [](SlackApp& app) {
         store::Query(app.database, "UPDATE outbox SET kind = 'change'").run();
       }}};
  for (const Case& each : cases) {
    CAPTURE(each.name);
    SlackApp app;
    const Meeting meeting = app.told(facts_of("a", kStart));
    want(app, meeting);
    each.then(app);
    CHECK(redraw_due(app.scope) == 0);
    CHECK(app.slack().redraw_calls == 0);
    CHECK(rows(app).empty());
  }
}

TEST_CASE("redrawing: a channel whose secret cannot be had waits for it") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  want(app, meeting);
  app.edges.unavailable.emplace("slack",
                                Error(ErrorKind::configuration, "slack.bot_token: not set"));
  CHECK(redraw_due(app.scope) == 0);
  REQUIRE(next_redraw(app.scope));
  CHECK(*next_redraw(app.scope) > app.now());
  app.edges.unavailable.clear();
  app.advance_to(*next_redraw(app.scope));
  CHECK(redraw_due(app.scope) == 1);
}

TEST_CASE("redrawing: a sensitive title keeps off channels that many hands touch") {
  for (const bool discreet : {true, false}) {
    SlackApp app;
    app.rules.types[0].sensitive = true;
    app.slack().discreet = discreet;
    const Meeting meeting = app.told(facts_of("a", kStart, hours{1}, "leadership: layoffs"));
    want(app, meeting);
    CHECK(redraw_due(app.scope) == 1);
    CHECK(says(app.shown(Kind::prep).content, "layoffs") == discreet);
  }
}

TEST_CASE("redrawing: a notice of a meeting that moved says where to") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  app.put(facts_of("a", kStart + hours{1}));
  app.sync();
  want(app, meeting);
  redraw_due(app.scope);
  CHECK(says(app.shown(Kind::prep).content, "Moved to Sunday, November 22 at 6:30 AM"));
  CHECK(has_button(app.shown(Kind::prep).content, "start_prep"));
  app.put(facts_of("a", kStart));  // and back
  app.sync();
  want(app, meeting);
  redraw_due(app.scope);
  CHECK_FALSE(says(app.shown(Kind::prep).content, "Moved to"));
}

TEST_CASE("redrawing: a short notice stays short while it is open") {
  SlackApp app;
  app.announced(facts_of("a", kNow + hours{5}));
  app.advance(hours{5} - minutes{10});
  deliver(app.scope, {});
  want(app, app.meeting("a"));
  redraw_due(app.scope);
  CHECK(app.shown(Kind::prep).content.headline == "Starting Soon");
}

TEST_CASE("redrawing: a store that fails does not take the calls in flight with it") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  want(app, meeting);
  app.slack().during_redraw = [] { throw std::logic_error("a bug in a channel"); };
  CHECK_THROWS_AS(redraw_due(app.scope), std::logic_error);
  app.slack().during_redraw = nullptr;
  CHECK(redraw_due(app.scope) == 1);
}

}  // namespace
}  // namespace execassist::app::testing
