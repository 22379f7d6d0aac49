// A terminal that collects what is written. stdout can be made to fail after a number of bytes, as
// a full disk or a reader that went away does.
#pragma once

#include <execassist/ports/terminal.hpp>

#include <deque>
#include <optional>
#include <string>
#include <utility>

namespace execassist::testing {

class FakeTerminal final : public Terminal {
 public:
  FakeTerminal();
  FakeTerminal(const FakeTerminal&) = delete;
  FakeTerminal& operator=(const FakeTerminal&) = delete;
  ~FakeTerminal() override;

  bool write_out(std::string_view text) override;
  std::size_t last_written() const override { return last_written_; }
  void write_err(std::string_view text) override;
  std::string last_error() const override { return last_error_; }
  bool broken_pipe() const override { return broken_pipe_; }

  bool out_is_terminal() const override { return out_tty; }
  bool err_is_terminal() const override { return err_tty; }
  bool in_is_terminal() const override { return in_tty; }
  int columns() const override { return width; }
  bool input_waits() const override;

  // stdout takes so many more bytes, then fails.
  void fail_after(std::size_t bytes, std::string why = "no space left on device");
  void break_pipe_after(std::size_t bytes);

  // What was written since the last call.
  std::string take_out();
  std::string take_err();

  std::string out;
  std::string err;
  bool out_tty = false;
  bool err_tty = false;
  bool in_tty = false;
  int width = 80;
  mutable std::deque<bool>
      more_waits;  // what is said at each question whether input waits; then no

 private:
  std::optional<std::size_t> room_;
  std::size_t last_written_ = 0;
  std::string failure_;
  std::string last_error_;
  bool breaks_ = false;
  bool broken_pipe_ = false;
};

}  // namespace execassist::testing
