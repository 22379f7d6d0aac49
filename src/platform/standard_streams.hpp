// The process's own stdin, stdout and stderr, without a buffer: what write_out called written has
// left the process. SIGPIPE must be ignored (prepare_process), so that a reader that went away is
// an answer instead of a death.
#pragma once

#include <execassist/ports/terminal.hpp>

#include <string>

namespace execassist::platform {

class StandardStreams final : public Terminal {
 public:
  explicit StandardStreams(int in = 0, int out = 1, int err = 2) : in_(in), out_(out), err_(err) {}

  bool write_out(std::string_view text) override;
  std::size_t last_written() const override { return last_written_; }
  void write_err(std::string_view text) override;
  std::string last_error() const override { return last_error_; }
  bool broken_pipe() const override { return broken_pipe_; }

  bool out_is_terminal() const override;
  bool err_is_terminal() const override;
  bool in_is_terminal() const override;

  // The window of stdout, else $COLUMNS, else 120; between 20 and 1000.
  int columns() const override;

  bool input_waits() const override;

 private:
  int in_;
  int out_;
  int err_;
  std::size_t last_written_ = 0;
  std::string last_error_;
  bool broken_pipe_ = false;
};

}  // namespace execassist::platform
