// Text messages by Twilio to the person's `phone`. Each message ends in a short token made from its
// key, by which it is found again in Twilio's list when its outcome is not known. Twilio takes a
// message before any phone has it, so what became of it is asked for later.
#pragma once

#include "channels/twilio_api.hpp"

#include <execassist/ports/channel.hpp>
#include <execassist/ports/http_client.hpp>

#include <functional>
#include <string>

namespace execassist::channels {

class SmsChannel final : public Channel {
 public:
  struct Account {
    std::string api_url;  // without a slash at the end
    // Asked at the first call; may throw Error{configuration}.
    std::function<TwilioAccount()> account;
  };

  // `reading` repeats calls, `sending` never does. Both are lent.
  SmsChannel(Account account, HttpClient& reading, HttpClient& sending);

  std::string name() const override { return "sms"; }
  std::string address_of(const User& user) const override { return user.phone; }
  SendResult send(const OutgoingMessage& message, const User& user) override;
  bool answers_inquiries() const override { return true; }
  InquiryResult inquire(const DeliveryAttempt& attempt, const OutgoingMessage& message,
                        const User& user) override;
  bool tells_arrival() const override { return true; }
  ArrivalResult arrival_of(const DeliveryAttempt& attempt, const User& user) override;
  std::string objection_to(const User& user) override;
  bool may_carry_sensitive_text() const override { return false; }

 private:
  InquiryResult search(const std::string& phone, Instant oldest, const std::string& reference);

  TwilioApi api_;
};

}  // namespace execassist::channels
