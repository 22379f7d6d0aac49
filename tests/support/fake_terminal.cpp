#include "support/fake_terminal.hpp"

#include <algorithm>

namespace execassist::testing {

FakeTerminal::FakeTerminal() = default;
FakeTerminal::~FakeTerminal() = default;

bool FakeTerminal::write_out(std::string_view text) {
  last_written_ = std::min(text.size(), room_.value_or(text.size()));
  out.append(text.substr(0, last_written_));
  if (room_) *room_ -= last_written_;
  if (last_written_ == text.size()) return true;
  last_error_ = failure_;
  broken_pipe_ = breaks_;
  return false;
}

void FakeTerminal::write_err(std::string_view text) { err.append(text); }

void FakeTerminal::fail_after(std::size_t bytes, std::string why) {
  room_ = bytes;
  failure_ = std::move(why);
  breaks_ = false;
}

void FakeTerminal::break_pipe_after(std::size_t bytes) {
  fail_after(bytes, "broken pipe");
  breaks_ = true;
}

bool FakeTerminal::input_waits() const {
  if (!in_tty || more_waits.empty()) return false;
  const bool waits = more_waits.front();
  more_waits.pop_front();
  return waits;
}

std::string FakeTerminal::take_out() { return std::exchange(out, {}); }

std::string FakeTerminal::take_err() { return std::exchange(err, {}); }

}  // namespace execassist::testing
