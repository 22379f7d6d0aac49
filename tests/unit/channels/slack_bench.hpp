// A Slack channel before a fake workspace, for the tests of this folder.
#pragma once

#include "channels/slack_channel.hpp"
#include "support/fake_address_book.hpp"
#include "support/fake_slack.hpp"

#include <string>

namespace execassist::channels {

struct SlackBench {
  testing::FakeSlack slack;
  testing::FakeAddressBook book;
  SlackChannel channel{account(), slack, slack, book};

  SlackChannel::Account account() {
    return {slack.url, [this] { return Secret(slack.token); }};
  }

  // What ends up in the conversation with that person.
  std::size_t received_by(const std::string& slack_user_id) {
    const std::string conversation = slack.conversation_with(slack_user_id);
    std::size_t count = 0;
    for (const auto& message : slack.messages) count += message.channel == conversation ? 1 : 0;
    return count;
  }
};

inline User person(const std::string& email, const std::string& slack_user_id = {}) {
  User user;
  user.id = "ada";
  user.name = "Ada Byron";
  user.email = email;
  user.slack_user_id = slack_user_id;
  return user;
}

inline OutgoingMessage message_of(const std::string& id) {
  MessageContent content;
  content.headline = "Meeting Prep Reminder";
  content.sections = {{{{{"Leadership sync", true}}}, {}}};
  content.buttons = {{"start_prep", "Start Prep Session", "m1", true}};
  return {id,      id + "/slack", NotificationKind::prep, "Prepare: Leadership sync", "text\n",
          content, std::nullopt};
}

}  // namespace execassist::channels
