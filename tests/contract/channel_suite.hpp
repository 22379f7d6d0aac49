// What every channel promises (ports/channel.hpp), checked on each implementation. A new channel
// brings a bench: the channel, the other side, and ways to break what lies between.
#pragma once

#include <execassist/ports/channel.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace execassist::testing {

class ChannelBench {
 public:
  virtual ~ChannelBench() = default;
  virtual Channel& channel() = 0;
  virtual std::size_t arrived() const = 0;  // whole messages that the other side has

  virtual void break_before_first_byte() = 0;  // for the next send
  virtual void break_midway() = 0;

  // Of a channel that redraws: what the message shows now, and a way to break the next redraw.
  virtual std::string shown(const std::string& /*message_id*/) const { return {}; }
  virtual void break_redraw() {}
};

// REQUIRES: within a TEST_CASE. The user has an address on every channel.
void check_channel(const std::function<std::unique_ptr<ChannelBench>()>& make_bench);

}  // namespace execassist::testing
