// A channel during a dry run: says where a message would go, and that it would be accepted unless
// it is clear already that it would not; sends and asks nothing.
#pragma once

#include <execassist/ports/channel.hpp>

#include <string>
#include <utility>

namespace execassist::channels {

class PretendingChannel final : public Channel {
 public:
  explicit PretendingChannel(Channel& real) : real_(real) {}

  std::string name() const override { return real_.name(); }
  std::string address_of(const User& user) const override { return real_.address_of(user); }
  SendResult send(const OutgoingMessage&, const User& user) override {
    std::string objection = real_.objection_to(user);
    if (!objection.empty()) return {AttemptOutcome::refused, {}, {}, std::move(objection)};
    return {AttemptOutcome::accepted, {}, {}, {}};
  }
  std::string objection_to(const User& user) override { return real_.objection_to(user); }
  bool answers_inquiries() const override { return real_.answers_inquiries(); }
  InquiryResult inquire(const DeliveryAttempt&, const OutgoingMessage&, const User&) override {
    return {Inquiry::cannot_ask, {}};
  }
  bool redraws() const override { return real_.redraws(); }
  SendResult redraw(const std::string& message_id, const OutgoingMessage& message,
                    const User& user) override {
    if (!real_.redraws()) return Channel::redraw(message_id, message, user);
    return send(message, user);
  }
  bool tells_arrival() const override { return real_.tells_arrival(); }
  bool may_carry_sensitive_text() const override { return real_.may_carry_sensitive_text(); }

 private:
  Channel& real_;
};

}  // namespace execassist::channels
