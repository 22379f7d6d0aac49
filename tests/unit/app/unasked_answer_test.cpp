// Words in Slack, where the question that waits never got there: they answer nothing.
#include "slack_fixture.hpp"
#include "store/delivery_repository.hpp"

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;
using State = NotificationState;

const Instant kStart = kNow + hours{20};
constexpr const char* kNotTaken = "I have not taken what you just wrote as an answer: question 1";

std::string replied(SlackApp& app) {
  for (const Notification& reply : app.outbox(Kind::reply)) {
    if (reply.occurrence == app.last_delivery()) return reply.text;
  }
  return {};
}

Meeting begun(SlackApp& app, SessionPlace place = SessionPlace::slack) {
  const Meeting meeting = app.told(facts_of("a", kStart));
  auto transaction = app.database.begin();
  open_session(app.scope, transaction, meeting.meeting_id, {place, "prep start"});
  transaction.commit();
  return meeting;
}

// The question goes out so far, and its attempt ends so; nothing: the process died in it.
void attempted(SlackApp& app, std::optional<AttemptOutcome> outcome, State state) {
  store::DeliveryRepository deliveries(app.database);
  const Lease lease{"lease", app.now() + minutes{5}, {"boot", 1, 1}};
  auto transaction = app.database.begin();
  const auto taken =
      deliveries.lease_due(transaction, app.now(), 1, lease, "ada", std::vector{Kind::question});
  REQUIRE(taken.size() == 1);
  DeliveryAttempt attempt;
  attempt.channel = "slack";
  attempt.at = attempt.wall_at = app.now();
  const std::string& id = taken[0].notification_id;
  attempt.attempt_id =
      deliveries.begin_attempt(transaction, id, lease.lease_id, attempt, lease.until).value();
  if (outcome) {
    attempt.outcome = outcome;
    attempt.finished_at = app.now();
    deliveries.finish_attempt(transaction, attempt.attempt_id, attempt);
  }
  if (state != State::sending) {
    store::Settlement settlement;
    settlement.state = state;
    settlement.reason = "as the test says";
    settlement.next_attempt_at = app.now() + minutes{2};
    CHECK(deliveries.settle(transaction, id, lease.lease_id, settlement));
  }
  transaction.commit();
}

int questions_in_slack(SlackApp& app) {
  const auto& received = app.slack().received;
  return static_cast<int>(std::count_if(received.begin(), received.end(), [](const auto& each) {
    return each.message.kind == Kind::question;
  }));
}

TEST_CASE("a question that is on its way is not answered yet, and not asked twice") {
  for (const bool in_hand : {false, true}) {
    CAPTURE(in_hand);
    SlackApp app;
    const Meeting meeting = begun(app);
    if (in_hand) {
      auto transaction = app.database.begin();
      store::DeliveryRepository(app.database)
          .lease_due(transaction, app.now(), 1, {"lease", app.now() + minutes{5}, {"boot", 1, 1}},
                     "ada", std::vector{Kind::question});
      transaction.commit();
    }
    for (const char* text : {"The budget", "and who signs it"}) {
      app.write(text);
      CHECK_FALSE(app.session(meeting)->questions[0].answer);
      CHECK(contains(replied(app), kNotTaken));
    }
    CHECK(app.session(meeting)->version == 1);
    CHECK(app.outbox(Kind::question).size() == 1);
    if (in_hand) continue;
    deliver(app.scope, {});
    CHECK(questions_in_slack(app) == 1);
    app.write("The budget");
    CHECK(app.session(meeting)->questions[0].answer == "The budget");
    // The second half of an answer is none to the question that follows it.
    app.write("and who signs it");
    CHECK_FALSE(app.session(meeting)->questions[1].answer);
  }
}

TEST_CASE("a question that was held back in shadow mode is asked when the person writes") {
  SlackApp app;
  app.settings.notify.enabled = false;
  const Meeting meeting = begun(app);
  deliver(app.scope, {});
  REQUIRE(app.only(Kind::question).state == State::suppressed);
  app.settings.notify.enabled = true;
  app.write("Good morning");
  app.write("Anybody there?");
  CHECK_FALSE(app.session(meeting)->questions[0].answer);
  CHECK(contains(replied(app), kNotTaken));
  deliver(app.scope, {});
  CHECK(questions_in_slack(app) == 1);
  app.write("The budget");
  CHECK(app.session(meeting)->questions[0].answer == "The budget");
}

TEST_CASE("only a question that may have arrived is answered") {
  struct Case {
    std::string name;
    std::optional<AttemptOutcome> outcome;
    State state;
    bool taken;
  };
  for (const auto& [name, outcome, state, taken] :
       {Case{"sent", AttemptOutcome::accepted, State::sent, true},
        Case{"in doubt", AttemptOutcome::unknown, State::pending, true},
        Case{"given up in doubt", AttemptOutcome::unknown, State::dead, true},
        Case{"the process died", std::nullopt, State::sending, true},
        Case{"Slack is down", AttemptOutcome::not_sent, State::pending, false},
        Case{"refused", AttemptOutcome::refused, State::dead, false},
        Case{"no key", AttemptOutcome::sign_in_needed, State::dead, false}}) {
    CAPTURE(name);
    SlackApp app;
    const Meeting meeting = begun(app);
    attempted(app, outcome, state);
    app.write("The budget");
    CHECK(app.session(meeting)->questions[0].answer.has_value() == taken);
    CHECK(contains(replied(app), kNotTaken) != taken);
    // Asked again where it was lost, once for its version; else the next one.
    CHECK(app.outbox(Kind::question).size() == 2);
    CHECK(app.waiting(Kind::question).size() >= 1);
    deliver(app.scope, {});
    CHECK(app.session(meeting)->version == 2);
    app.write("The rest");
    CHECK(app.session(meeting)->questions[taken ? 1 : 0].answer == "The rest");
  }
}

TEST_CASE("words that mean something do so before the question has arrived") {
  SlackApp app;
  const Meeting meeting = begun(app);
  app.write("help");
  CHECK(app.waiting(Kind::reply).size() == 1);
  app.write("finish");
  CHECK(app.session(meeting)->state == SessionState::finished);
}

TEST_CASE("status and start know of a question that never arrived") {
  for (const bool by_button : {false, true}) {
    CAPTURE(by_button);
    SlackApp app;
    const Meeting meeting = begun(app);
    attempted(app, AttemptOutcome::refused, State::dead);
    app.write("status");
    CHECK(contains(replied(app), "It has not reached you here: write start"));
    CHECK_FALSE(contains(replied(app), "Reply here with your answer"));
    for (int i = 0; i < 2; ++i) {
      if (by_button) {
        app.click("start_prep", meeting.meeting_id);
      } else {
        app.write("start");
      }
    }
    CHECK(app.session(meeting)->version == 2);
    deliver(app.scope, {});
    CHECK(questions_in_slack(app) == 1);
    app.write("status");
    CHECK(contains(replied(app), "Reply here with your answer"));
    app.write("The budget");
    CHECK(app.session(meeting)->questions[0].answer == "The budget");
  }
}

TEST_CASE("what was left in the terminal comes to Slack when the person writes there") {
  SlackApp app;
  const Meeting meeting = begun(app, SessionPlace::terminal);
  app.write("The budget");
  CHECK(contains(replied(app), "goes on in the terminal"));
  app.advance(app.settings.prep.session_idle);
  REQUIRE(pause_idle_sessions(app.scope) == 1);
  app.write("The budget");
  CHECK(contains(replied(app), kNotTaken));
  CHECK_FALSE(app.session(meeting)->questions[0].answer);
  CHECK(app.session(meeting)->place == SessionPlace::slack);
  deliver(app.scope, {});
  CHECK(questions_in_slack(app) == 1);
  app.write("The budget");
  CHECK(app.session(meeting)->questions[0].answer == "The budget");
}

TEST_CASE("a session that was paused before its question arrived asks it, and then takes answers") {
  SlackApp app;
  const Meeting meeting = begun(app);
  app.advance(app.settings.prep.session_idle);
  REQUIRE(pause_idle_sessions(app.scope) == 1);
  app.write("The budget");
  CHECK(contains(replied(app), kNotTaken));
  CHECK(app.session(meeting)->state == SessionState::active);
  deliver(app.scope, {});
  CHECK(questions_in_slack(app) == 1);
  app.write("The budget");
  CHECK(app.session(meeting)->questions[0].answer == "The budget");
}

TEST_CASE("words to a question that never arrived, of a meeting that is over, ask nothing") {
  SlackApp app;
  const Meeting meeting = begun(app);
  attempted(app, AttemptOutcome::refused, State::dead);
  app.advance_to(kStart + hours{2});
  app.write("The budget");
  CHECK_FALSE(replied(app).empty());
  CHECK_FALSE(contains(replied(app), kNotTaken));
  CHECK(app.outbox(Kind::question).size() == 1);
}

TEST_CASE("words that were written before their question came answer nothing") {
  SlackApp app;
  const Meeting meeting = begun(app);
  deliver(app.scope, {});
  const std::string asked = app.slack().received.back().message_id;
  app.write("Too early", "U0ADA", std::string(asked.size(), '!'));
  CHECK_FALSE(app.session(meeting)->questions[0].answer);
  CHECK(contains(replied(app), "came after you wrote that"));
  CHECK(app.outbox(Kind::question).size() == 1);
  app.write("In time", "U0ADA", std::string(asked.size(), '~'));
  CHECK(app.session(meeting)->questions[0].answer == "In time");
}

TEST_CASE("nobody skips a question that they have not seen") {
  SlackApp app;
  const Meeting meeting = begun(app);
  app.write("skip");
  CHECK(contains(replied(app), "I have skipped nothing: question 1"));
  CHECK_FALSE(app.session(meeting)->questions[0].skipped);
  deliver(app.scope, {});
  app.write("skip");
  CHECK(app.session(meeting)->questions[0].skipped);
}

TEST_CASE("that an answer was too long is said") {
  SlackApp app;
  const Meeting meeting = begun(app);
  deliver(app.scope, {});
  app.write(std::string(4001, 'a'));
  CHECK(app.session(meeting)->questions[0].answer == std::string(4000, 'a'));
  CHECK(contains(replied(app), "cut at 4,000 characters"));
}

}  // namespace
}  // namespace execassist::app::testing
