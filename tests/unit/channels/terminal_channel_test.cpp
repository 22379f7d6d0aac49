#include "channels/terminal_channel.hpp"

#include "support/fake_terminal.hpp"

#include <string>

#include <doctest/doctest.h>

namespace execassist::channels {
namespace {

using testing::FakeTerminal;

OutgoingMessage saying(const std::string& text) {
  return {"n1", "key-n1", NotificationKind::prep, "subject", text};
}

TEST_CASE("a message is its text and a blank line, without anything that moves the cursor") {
  const struct {
    std::string text;
    std::string expected;
  } cases[] = {
      {"one", "one\n\n"},
      {"one\ntwo", "one\ntwo\n\n"},
      {"one\n\n\n", "one\n\n"},
      {"Grüße", "Grüße\n\n"},
      {"", "\n\n"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.text);
    FakeTerminal terminal;
    TerminalChannel channel(terminal);
    const SendResult result = channel.send(saying(one.text), User{});
    CHECK(result.outcome == AttemptOutcome::accepted);
    CHECK(terminal.out == one.expected);
    CHECK(terminal.err.empty());
  }
  FakeTerminal terminal;
  TerminalChannel(terminal).send(saying("a\x1b[2J\x07\rb"), User{});
  CHECK(terminal.out.find_first_of("\x1b\x07\r") == std::string::npos);
}

TEST_CASE("what did not go out is said") {
  FakeTerminal terminal;
  TerminalChannel channel(terminal);
  terminal.fail_after(0);
  const SendResult nothing = channel.send(saying("text"), User{});
  CHECK(nothing.outcome == AttemptOutcome::not_sent);
  CHECK(nothing.error == "stdout: no space left on device");
  terminal.break_pipe_after(2);
  const SendResult part = channel.send(saying("text"), User{});
  CHECK(part.outcome == AttemptOutcome::unknown);
  CHECK(part.error == "stdout: broken pipe");
  // All but the blank line's last byte is still not everything.
  terminal.fail_after(5);
  CHECK(channel.send(saying("text"), User{}).outcome == AttemptOutcome::unknown);
}

TEST_CASE("muted it accepts and stays silent, even where nothing can be written") {
  FakeTerminal terminal;
  terminal.fail_after(0);
  TerminalChannel channel(terminal);
  channel.mute();
  CHECK(channel.send(saying("text"), User{}).outcome == AttemptOutcome::accepted);
  CHECK(terminal.out.empty());
}

TEST_CASE("it is stdout, and cannot be asked") {
  FakeTerminal terminal;
  TerminalChannel channel(terminal);
  CHECK(channel.name() == "terminal");
  CHECK(channel.address_of(User{}) == "stdout");
  CHECK(channel.inquire({}, saying("text"), User{}).answer == Inquiry::cannot_ask);
}

}  // namespace
}  // namespace execassist::channels
