#include "app/interaction.hpp"

#include "slack_fixture.hpp"
#include "store/query.hpp"

namespace execassist::app::testing {
namespace {

void look_up(SlackApp& app, const std::string& user, const std::string& found_by,
             const std::string& address, const std::string& channel = "slack") {
  store::Query(app.database,
               "INSERT OR REPLACE INTO channel_addresses "
               "(channel, user_id, found_by, address, conversation) VALUES (?, ?, ?, ?, 'D1')")
      .with(channel, user, found_by, address)
      .run();
}

std::string id_of(SlackApp& app, const std::string& slack_user) {
  const UserSettings* user = user_in_slack(app.scope, slack_user);
  return user ? user->user.id : "";
}

TEST_CASE("who is it: by slack_user_id, else as the channel looked them up") {
  SlackApp app;
  app.settings.users.push_back(user_named("dan", {}));
  CHECK(id_of(app, "U0ADA") == "ada");
  CHECK(id_of(app, "u0ada").empty());
  CHECK(id_of(app, "").empty());  // nobody is named by nothing
  CHECK(id_of(app, "U0DAN").empty());
  look_up(app, "dan", "dan@example.com#mark", "U0DAN");
  CHECK(id_of(app, "U0DAN") == "dan");
  // Found for another address, on another channel, or for somebody who has an id: it says nothing.
  look_up(app, "dan", "old@example.com#mark", "U0OLD");
  CHECK(id_of(app, "U0OLD").empty());
  CHECK(id_of(app, "U0DAN").empty());
  look_up(app, "dan", "dan@example.com#mark", "U0SMS", "sms");
  CHECK(id_of(app, "U0SMS").empty());
  look_up(app, "ada", "ada@example.com#mark", "U0FORMER");
  CHECK(id_of(app, "U0FORMER").empty());
  look_up(app, "gone", "gone@example.com#mark", "U0GONE");
  CHECK(id_of(app, "U0GONE").empty());
}

TEST_CASE("whom we do not know gets nothing but words") {
  SlackApp app;
  const Meeting meeting = app.told(facts_of("a", kNow + hours{20}));
  const auto click = app.click("skip_prep", meeting.meeting_id, "U0NOBODY");
  CHECK(click.outcome == "unknown Slack user U0NOBODY");
  CHECK(contains(click.said, "slack_user_id U0NOBODY"));
  const auto message = app.write("start", "U0NOBODY");
  CHECK(message.outcome == "unknown Slack user U0NOBODY");
  CHECK(message.said.empty());
  CHECK(app.click("skip_prep", meeting.meeting_id, "").outcome == "unknown Slack user");
  CHECK(app.state(meeting).status == MeetingStatus::prep_scheduled);
  CHECK(app.outbox(NotificationKind::reply).empty());
}

TEST_CASE("a command was answered when it came") {
  SlackApp app;
  Inbound command;
  command.kind = InboundKind::command;
  command.slack_user = "U0ADA";
  command.action = "/meetings";
  const auto result = app.act(command);
  CHECK(result.outcome == "answered when it came: /meetings");
  CHECK(result.said.empty());
  CHECK(app.outbox().empty());
}

}  // namespace
}  // namespace execassist::app::testing
