#include "channels/sms_channel.hpp"

#include "contract/channel_suite.hpp"
#include "support/fake_twilio.hpp"

#include <memory>

#include <doctest/doctest.h>

namespace execassist::testing {
namespace {

// `taken`: what breaks midway was taken by Twilio all the same.
class SmsBench final : public ChannelBench {
 public:
  explicit SmsBench(bool taken) : taken_(taken) {}
  Channel& channel() override { return channel_; }
  std::size_t arrived() const override { return twilio_.messages.size(); }
  void break_before_first_byte() override {
    twilio_.fail(FakeTwilio::Call::send, failed(HttpFailure::not_sent, "no route to host"));
  }
  void break_midway() override {
    twilio_.fail(FakeTwilio::Call::send, failed(HttpFailure::broken, "connection reset"), taken_);
  }

 private:
  bool taken_;
  FakeTwilio twilio_;
  channels::SmsChannel channel_{{twilio_.url,
                                 [this] {
                                   return channels::TwilioAccount{twilio_.account_sid,
                                                                  Secret(twilio_.auth_token),
                                                                  "+15005550006"};
                                 }},
                                twilio_,
                                twilio_};
};

TEST_CASE("contract: the SMS channel over a fake Twilio") {
  check_channel([] { return std::make_unique<SmsBench>(false); });
}

TEST_CASE("contract: the SMS channel when the answer to a taken message is lost") {
  check_channel([] { return std::make_unique<SmsBench>(true); });
}

}  // namespace
}  // namespace execassist::testing
