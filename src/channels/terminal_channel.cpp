#include "channels/terminal_channel.hpp"

#include <execassist/base/text.hpp>

namespace execassist::channels {

std::string TerminalChannel::address_of(const User&) const { return "stdout"; }

SendResult TerminalChannel::send(const OutgoingMessage& message, const User&) {
  if (muted_) return {AttemptOutcome::accepted, {}, {}, {}};
  // The text quotes invitations: an escape sequence in one must not reach the terminal.
  std::string block = safe_block(message.text);
  while (block.ends_with('\n')) block.pop_back();
  block += "\n\n";

  const std::scoped_lock lock(one_at_a_time_);
  if (terminal_.write_out(block)) return {AttemptOutcome::accepted, {}, {}, {}};
  const bool nothing_left = terminal_.last_written() == 0;
  return {nothing_left ? AttemptOutcome::not_sent : AttemptOutcome::unknown,
          {},
          {},
          "stdout: " + one_line(terminal_.last_error()),
          true};
}

InquiryResult TerminalChannel::inquire(const DeliveryAttempt&, const OutgoingMessage&,
                                       const User&) {
  return {Inquiry::cannot_ask, {}};
}

}  // namespace execassist::channels
