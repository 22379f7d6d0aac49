#include "channels/email_channel.hpp"

#include "contract/channel_suite.hpp"
#include "support/fake_aws_credentials.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_ses.hpp"

#include <memory>

#include <doctest/doctest.h>

namespace execassist::testing {
namespace {

// `taken`: what breaks midway was taken by SES all the same.
class EmailBench final : public ChannelBench {
 public:
  explicit EmailBench(bool taken) : taken_(taken) { ses_.accounts = {aws_credentials("AKID")}; }
  Channel& channel() override { return channel_; }
  std::size_t arrived() const override { return ses_.count(); }
  void break_before_first_byte() override {
    ses_.fail(failed(HttpFailure::not_sent, "no route to host"));
  }
  void break_midway() override {
    ses_.fail(failed(HttpFailure::broken, "connection reset"), taken_);
  }

 private:
  bool taken_;
  FakeClock clock_;
  FakeSes ses_;
  FakeAwsCredentials credentials_{{aws_credentials("AKID")}};
  channels::EmailChannel channel_{
      {"assistant@example.com", "execassist", {}, ses_.url, [this] { return ses_.region; }},
      credentials_,
      ses_,
      clock_};
};

TEST_CASE("contract: the e-mail channel over a fake SES") {
  check_channel([] { return std::make_unique<EmailBench>(false); });
}

TEST_CASE("contract: the e-mail channel when the answer to a taken message is lost") {
  check_channel([] { return std::make_unique<EmailBench>(true); });
}

}  // namespace
}  // namespace execassist::testing
