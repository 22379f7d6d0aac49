// The three standard streams. stdout is for results, stderr for talk.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace execassist {

class Terminal {
 public:
  virtual ~Terminal() = default;

  // False when not everything was written (errno-like text in last_error). Unbuffered: what
  // returned true has left the process.
  virtual bool write_out(std::string_view text) = 0;
  // How many bytes of the last write_out left the process, also when it gave false.
  virtual std::size_t last_written() const = 0;
  virtual void write_err(std::string_view text) = 0;
  virtual std::string last_error() const = 0;
  virtual bool broken_pipe() const = 0;  // a write to stdout met EPIPE

  virtual bool out_is_terminal() const = 0;
  virtual bool err_is_terminal() const = 0;
  virtual bool in_is_terminal() const = 0;
  virtual int columns() const = 0;  // 120 when not a terminal, unless $COLUMNS says otherwise

  // stdin is a terminal, and its next line is there already: what was pasted comes at once.
  virtual bool input_waits() const = 0;
};

}  // namespace execassist
