// An SMS channel before a fake Twilio, for the tests of this folder.
#pragma once

#include "channels/sms_channel.hpp"
#include "support/fake_twilio.hpp"

#include <string>

namespace execassist::channels {

struct SmsBench {
  testing::FakeTwilio twilio;
  std::string from = "+15005550006";
  int asked = 0;  // how often for the account
  SmsChannel channel{account(), twilio, twilio};

  SmsChannel::Account account() {
    return {twilio.url, [this] {
              ++asked;
              return TwilioAccount{twilio.account_sid, Secret(twilio.auth_token), from};
            }};
  }
};

inline User person_with_phone(const std::string& phone = "+15550100") {
  User user;
  user.id = "ada";
  user.name = "Ada Byron";
  user.phone = phone;
  return user;
}

inline OutgoingMessage brief_message(const std::string& id) {
  OutgoingMessage message;
  message.notification_id = id;
  message.idempotency_key = id + "/sms";
  message.subject = "Prepare: Leadership sync";
  message.text = "text\n";
  message.brief = {"Leadership Meeting Thu Nov 26, 3:00 PM CET:", "Q4 outlook",
                   "Prepare: execassist prep start 4f1k"};
  return message;
}

}  // namespace execassist::channels
