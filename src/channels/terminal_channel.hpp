// The channel that needs no account: the message goes to stdout, where a person or cron reads it.
// Delivered means that the kernel took every byte. It cannot be asked afterwards, and a message cut
// in the middle is in doubt.
#pragma once

#include <execassist/ports/channel.hpp>
#include <execassist/ports/terminal.hpp>

#include <mutex>
#include <string>

namespace execassist::channels {

class TerminalChannel final : public Channel {
 public:
  explicit TerminalChannel(Terminal& terminal) : terminal_(terminal) {}

  // From now on accept without writing: the text stands in the JSON document, or nothing is to be
  // sent at all.
  void mute() { muted_ = true; }

  std::string name() const override { return "terminal"; }
  std::string address_of(const User& user) const override;
  SendResult send(const OutgoingMessage& message, const User& user) override;
  InquiryResult inquire(const DeliveryAttempt& attempt, const OutgoingMessage& message,
                        const User& user) override;

 private:
  Terminal& terminal_;
  std::mutex one_at_a_time_;  // a message is one block, and last_written is about it
  bool muted_ = false;
};

}  // namespace execassist::channels
