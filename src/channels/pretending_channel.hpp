// A channel during a dry run: says where a message would go and that it would be accepted; sends
// and asks nothing.
#pragma once

#include <execassist/ports/channel.hpp>

#include <string>

namespace execassist::channels {

class PretendingChannel final : public Channel {
 public:
  explicit PretendingChannel(Channel& real) : real_(real) {}

  std::string name() const override { return real_.name(); }
  std::string address_of(const User& user) const override { return real_.address_of(user); }
  SendResult send(const OutgoingMessage&, const User&) override {
    return {AttemptOutcome::accepted, {}, {}, {}};
  }
  bool answers_inquiries() const override { return real_.answers_inquiries(); }
  InquiryResult inquire(const DeliveryAttempt&, const OutgoingMessage&, const User&) override {
    return {Inquiry::cannot_ask, {}};
  }

 private:
  Channel& real_;
};

}  // namespace execassist::channels
