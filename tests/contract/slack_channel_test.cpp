#include "channels/slack_channel.hpp"

#include "contract/channel_suite.hpp"
#include "support/fake_address_book.hpp"
#include "support/fake_slack.hpp"

#include <memory>

#include <doctest/doctest.h>

namespace execassist::testing {
namespace {

// `taken`: what breaks midway was taken by Slack all the same.
class SlackBench final : public ChannelBench {
 public:
  explicit SlackBench(bool taken) : taken_(taken) {}
  Channel& channel() override { return channel_; }
  std::size_t arrived() const override { return slack_.messages.size(); }
  void break_before_first_byte() override {
    slack_.fail("chat.postMessage", failed(HttpFailure::not_sent, "no route to host"));
  }
  void break_midway() override {
    slack_.fail("chat.postMessage", failed(HttpFailure::broken, "connection reset"), taken_);
  }

  std::string shown(const std::string& message_id) const override {
    for (const FakeSlack::Message& each : slack_.messages) {
      if (each.ts == message_id) return text_at(each.body, "text");
    }
    return {};
  }
  void break_redraw() override {
    slack_.fail("chat.update", failed(HttpFailure::broken, "connection reset"), taken_);
  }

 private:
  bool taken_;
  FakeSlack slack_;
  FakeAddressBook addresses_;
  channels::SlackChannel channel_{
      {slack_.url, [this] { return Secret(slack_.token); }}, slack_, slack_, addresses_};
};

TEST_CASE("contract: the Slack channel over a fake Slack") {
  check_channel([] { return std::make_unique<SlackBench>(false); });
}

TEST_CASE("contract: the Slack channel when the answer to a taken message is lost") {
  check_channel([] { return std::make_unique<SlackBench>(true); });
}

}  // namespace
}  // namespace execassist::testing
