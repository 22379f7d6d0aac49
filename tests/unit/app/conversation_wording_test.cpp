#include "app/conversation_wording.hpp"

#include "app/meeting_steps.hpp"
#include "slack_fixture.hpp"

// How a conversation in Slack is worded and delivered.
namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;
using Outcome = AttemptOutcome;
using State = NotificationState;

const Instant kStart = kNow + hours{20};

void owe_reply(SlackApp& app, const std::string& text, const std::string& id = "message:1") {
  Notification reply;
  reply.notification_id = random_id();
  reply.user_id = "ada";
  reply.kind = Kind::reply;
  reply.occurrence = id;
  reply.variant = std::string(kReplyText) + ":" + id;
  reply.text = text;
  reply.due_at = reply.next_attempt_at = reply.created_at = app.now();
  auto transaction = app.database.begin();
  store::OutboxRepository(app.database).insert(transaction, reply);
  transaction.commit();
}

Meeting asked(SlackApp& app) {
  const Meeting meeting = app.told(facts_of("a", kStart));
  app.click("start_prep", meeting.meeting_id);
  return meeting;
}

TEST_CASE("a conversation goes over Slack alone, whatever the person's channels are") {
  for (const std::vector<std::string>& channels :
       {std::vector<std::string>{"slack", "first"}, {"first", "slack"}, {"first"}}) {
    SlackApp app;
    asked(app);
    app.ada().user.channels = channels;
    owe_reply(app, "Hello.");
    const std::size_t before = app.slack().received.size();
    CHECK(deliver(app.scope, {}).sent == 2);
    CHECK(app.slack().received.size() == before + 2);
    CHECK(app.first().received.empty());
  }
}

TEST_CASE("a conversation waits for no quiet hours, and takes no room in the hourly limit") {
  SlackApp app;
  const Meeting meeting = asked(app);
  app.ada().user.time_zone = Zone::utc();
  app.ada().user.quiet_hours = QuietHours{hours{9}, hours{12}};
  app.settings.notify.per_user_hourly_limit = 1;
  for (int i = 0; i < 5; ++i) owe_reply(app, "Hello.", "message:" + std::to_string(i));
  const auto report = deliver(app.scope, {});
  CHECK(report.sent == 6);
  CHECK(report.deferred == 0);
}

TEST_CASE("a question that cannot be delivered dies, and somebody is told elsewhere") {
  SlackApp app;
  app.settings.notify.max_attempts = 1;
  asked(app);
  app.slack().script(Outcome::refused, "channel_not_found");
  // The alert goes to Slack first, where it is refused too.
  app.slack().script(Outcome::refused, "channel_not_found");
  deliver(app.scope, {});
  CHECK(app.only(Kind::question).state == State::dead);
  CHECK(app.only(Kind::alert).state == State::sent);
  REQUIRE(app.first().received.size() == 1);
  CHECK(app.first().received[0].message.kind == Kind::alert);
}

TEST_CASE("a reply that cannot be delivered dies quietly") {
  SlackApp app;
  app.settings.notify.max_attempts = 1;
  owe_reply(app, "Hello.");
  app.slack().script(Outcome::refused, "channel_not_found");
  CHECK(deliver(app.scope, {}).dead == 1);
  CHECK(app.only(Kind::reply).state == State::dead);
  CHECK(app.outbox(Kind::alert).empty());
  CHECK(app.first().received.empty());
}

TEST_CASE("in a build without Slack nothing of a conversation goes anywhere else") {
  SlackApp app;
  owe_reply(app, "Hello.");
  app.edges.unavailable.emplace("slack", Error(ErrorKind::configuration, "not set"));
  CHECK(deliver(app.scope, {}).sent == 0);
  CHECK(app.first().received.empty());
  CHECK(app.only(Kind::reply).state == State::pending);
}

TEST_CASE("a question that was overtaken before it went out shows what is so") {
  SlackApp app;
  const Meeting meeting = asked(app);
  // Leased before the session went on, and worded after.
  const Notification question = app.only(Kind::question);
  deliver(app.scope, {});
  app.write("The budget");
  const notify::MeetingInWords about{meeting, app.ada().user, "Meeting", app.now()};
  const auto message = question_wording(app.scope, question, about);
  CHECK(says(message.content, "What about outcome?"));
  CHECK(says(message.content, "Your answer: The budget"));
  CHECK(message.content.buttons.empty());
}

TEST_CASE("a question of a session that nobody knows is its text") {
  SlackApp app;
  const Meeting meeting = asked(app);
  Notification question = app.only(Kind::question);
  const notify::MeetingInWords about{meeting, app.ada().user, "Meeting", app.now()};
  for (const char* variant : {"", "x", "x:", ":1", "x:y", "nosuch:1", "nosuch:99999999999999"}) {
    CAPTURE(variant);
    question.variant = variant;
    CHECK(question_wording(app.scope, question, about).content.buttons.empty());
    CHECK(question_wording(app.scope, question, about).text == question.text);
  }
}

TEST_CASE("gone back, the first message of the question says that it is asked again") {
  SlackApp app;
  const Meeting meeting = asked(app);
  deliver(app.scope, {});
  app.write("The budget");
  deliver(app.scope, {});
  app.write("back");
  deliver(app.scope, {});
  redraw_due(app.scope);
  std::vector<const OutgoingMessage*> questions;
  for (const auto& each : app.slack().received) {
    if (each.message.kind == Kind::question)
      questions.push_back(app.slack().shown(each.message_id));
  }
  REQUIRE(questions.size() == 3);
  CHECK(says(questions[0]->content, "It is asked again below."));
  CHECK(questions[0]->content.buttons.empty());
  CHECK(questions[1]->content.buttons.empty());
  CHECK(says(questions[2]->content, "Your answer so far: The budget"));
  CHECK(questions[2]->content.buttons.size() == 3);
}

TEST_CASE("what changed while a message was on its way is put right") {
  SlackApp app;
  const Meeting meeting = app.announced(facts_of("a", kStart));
  bool once = true;
  app.slack().during_send = [&] {
    if (!std::exchange(once, false)) return;
    // Another process, on the same store: the crew's owner waits for this thread meanwhile.
    auto transaction = app.database.begin();
    skip_prep(app.scope, transaction, meeting.meeting_id, "");
    transaction.commit();
  };
  deliver(app.scope, {});
  CHECK(redraw_due(app.scope) == 1);
  CHECK(says(app.shown(Kind::prep).content, "Skipped."));
}

TEST_CASE("what is as it was said is not drawn again for nothing") {
  SlackApp app;
  app.told(facts_of("a", kStart));
  CHECK_FALSE(next_redraw(app.scope));
}

}  // namespace
}  // namespace execassist::app::testing
