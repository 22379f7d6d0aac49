#include "channels/terminal_channel.hpp"
#include "contract/channel_suite.hpp"
#include "platform/file_descriptor.hpp"
#include "platform/standard_streams.hpp"
#include "support/fake_channel.hpp"
#include "support/fake_terminal.hpp"
#include "support/scratch_folder.hpp"

#include <csignal>
#include <memory>
#include <optional>
#include <string>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/resource.h>

namespace execassist::testing {
namespace {

std::size_t whole_messages(const std::string& text) {
  std::size_t count = 0;
  for (std::size_t at = text.find("\n\n"); at != std::string::npos;
       at = text.find("\n\n", at + 2)) {
    ++count;
  }
  return count;
}

class FakeBench final : public ChannelBench {
 public:
  explicit FakeBench(bool can_be_asked, bool can_redraw = false) {
    channel_.can_be_asked = can_be_asked;
    channel_.can_redraw = can_redraw;
  }
  Channel& channel() override { return channel_; }
  std::size_t arrived() const override { return channel_.received.size(); }
  void break_before_first_byte() override { channel_.script(AttemptOutcome::not_sent); }
  void break_midway() override {
    channel_.script({AttemptOutcome::unknown, {}, {}, "connection reset"}, true);
  }
  std::string shown(const std::string& message_id) const override {
    const OutgoingMessage* message = channel_.shown(message_id);
    return message == nullptr ? std::string{} : message->subject;
  }
  void break_redraw() override {
    channel_.script_redraw({AttemptOutcome::not_sent, {}, {}, "connection reset"});
  }

 private:
  FakeChannel channel_;
};

class FakeTerminalBench final : public ChannelBench {
 public:
  Channel& channel() override { return channel_; }
  std::size_t arrived() const override { return whole_messages(terminal_.out); }
  void break_before_first_byte() override { terminal_.fail_after(0); }
  void break_midway() override { terminal_.break_pipe_after(4); }

 private:
  FakeTerminal terminal_;
  channels::TerminalChannel channel_{terminal_};
};

// No file may grow beyond a few bytes: a disk that fills up.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limited{bytes, before_.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &limited) == 0);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

// stdout is a real file, as under cron with `>> log`.
class FileBench final : public ChannelBench {
 public:
  Channel& channel() override { return channel_; }
  std::size_t arrived() const override { return whole_messages(content_of(path_)); }
  void break_before_first_byte() override { disk_.emplace(0); }
  void break_midway() override { disk_.emplace(4); }

 private:
  ScratchFolder folder_;
  std::string path_ = folder_.write("out", "");
  platform::FileDescriptor file_{::open(path_.c_str(), O_WRONLY | O_CLOEXEC)};
  platform::StandardStreams streams_{0, file_.get(), 2};
  channels::TerminalChannel channel_{streams_};
  std::optional<FullDisk> disk_;
};

TEST_CASE("contract: the fake channel that cannot be asked") {
  check_channel([] { return std::make_unique<FakeBench>(false); });
}

TEST_CASE("contract: the fake channel that can be asked") {
  check_channel([] { return std::make_unique<FakeBench>(true); });
}

TEST_CASE("contract: the fake channel that draws anew") {
  check_channel([] { return std::make_unique<FakeBench>(false, true); });
}

TEST_CASE("contract: the terminal channel over the fake terminal") {
  check_channel([] { return std::make_unique<FakeTerminalBench>(); });
}

TEST_CASE("contract: the terminal channel over the real streams") {
  check_channel([] { return std::make_unique<FileBench>(); });
}

}  // namespace
}  // namespace execassist::testing
