// An e-mail channel before a fake SES, for the tests of this folder.
#pragma once

#include "channels/email_channel.hpp"
#include "support/fake_aws_credentials.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_ses.hpp"

#include <string>

namespace execassist::channels {

struct EmailBench {
  EmailBench() { ses.accounts = {first, second}; }

  AwsCredentials first = testing::aws_credentials("AKIDFIRST", "token-1");
  AwsCredentials second = testing::aws_credentials("AKIDSECOND", "token-2");
  testing::FakeClock clock;
  testing::FakeSes ses;
  testing::FakeAwsCredentials credentials{{first, second}};

  static EmailChannel::Account account() {
    return {"assistant@example.com", "execassist", {}, {}, [] { return "eu-west-1"; }};
  }
  EmailChannel channel{account(), credentials, ses, clock};
};

inline User mail_user(const std::string& email = "ada@example.com") {
  User user;
  user.id = "ada";
  user.name = "Ada Byron";
  user.email = email;
  return user;
}

inline OutgoingMessage email_message(const std::string& id = "n1") {
  MessageContent content;
  content.headline = "Meeting Prep Reminder";
  content.sections = {{{{{"Leadership sync", true}}, {{"Monday at 2:00 PM"}}}, {"an agenda"}}};
  content.buttons = {{"start_prep", "Start Prep Session", "m1", true}};
  content.footer = {"Start now: execassist prep start m1"};
  OutgoingMessage message;
  message.notification_id = id;
  message.idempotency_key = id + "/email";
  message.subject = "Prepare: Leadership sync";
  message.text = "the plain text\n";
  message.content = content;
  return message;
}

}  // namespace execassist::channels
