#include "slack_fixture.hpp"
#include "store/prep_log_repository.hpp"

// What a person does, by command and as part of somebody's transaction.
namespace execassist::app::testing {
namespace {

const Instant kStart = kNow + hours{20};

TEST_CASE("acts: what is undone with its transaction leaves nothing") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  const auto history = app.history(meeting).size();
  {
    auto transaction = app.database.begin();
    CHECK_FALSE(snooze_prep(app.scope, transaction, meeting.meeting_id, hours{2}, "").refusal);
    CHECK_FALSE(skip_prep(app.scope, transaction, meeting.meeting_id, "").refusal);
  }
  CHECK(app.state(meeting) == meeting.state);
  CHECK(app.reminders().empty());
  CHECK(app.history(meeting).size() == history);
  CHECK(store::PrepLogRepository(app.database).list(meeting.meeting_id).empty());
  CHECK_FALSE(next_redraw(app.scope));
}

TEST_CASE("acts: the command and the button leave the same state, and each its cause") {
  SlackApp by_command;
  SlackApp by_button;
  const Meeting one = by_command.told(facts_of("a", kStart));
  const Meeting two = by_button.told(facts_of("a", kStart));
  snooze_prep(by_command.scope, one, hours{2});
  by_button.click("remind_later", two.meeting_id, "U0BOB");
  REQUIRE(by_command.reminders().size() == 1);
  REQUIRE(by_button.reminders().size() == 1);
  CHECK(by_command.reminders()[0].remind_at == by_button.reminders()[0].remind_at);
  CHECK(by_command.reminders()[0].user_id == by_button.reminders()[0].user_id);
  const auto cause = [](SlackApp& app, const Meeting& meeting) {
    return store::PrepLogRepository(app.database).list(meeting.meeting_id).back().cause;
  };
  CHECK(cause(by_command, one) == "prep snooze");
  CHECK(cause(by_button, two) == "the button in Slack, by bob");

  skip_prep(by_command.scope, one);
  by_button.click("skip_prep", two.meeting_id);
  CHECK(by_command.state(one).status == by_button.state(two).status);
  CHECK(by_command.state(one).prep_outcome == by_button.state(two).prep_outcome);
  CHECK(by_command.history(one).back().cause == "user: prep skip");
  CHECK(by_button.history(two).back().cause == "user: prep skip (the button in Slack)");
}

TEST_CASE("acts: a refusal of a command names the meeting, and its state where that is why") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kStart));
  skip_prep(app.scope, meeting);
  const auto said = [&](const auto& act) {
    const auto error = error_of(act);
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::refused);
    return error->message();
  };
  const std::string what = "meeting " + meeting.meeting_id;
  CHECK(said([&] { skip_prep(app.scope, meeting); }) ==
        what + " (prep_completed): its preparation was skipped");
  CHECK(said([&] { snooze_prep(app.scope, meeting, hours{2}); }) ==
        what + ": its preparation was skipped");
  auto transaction = app.database.begin();
  const auto unknown = error_of([&] { skip_prep(app.scope, transaction, "nosuchmeeting", ""); });
  REQUIRE(unknown);
  CHECK(unknown->kind() == ErrorKind::not_found);
}

}  // namespace
}  // namespace execassist::app::testing
