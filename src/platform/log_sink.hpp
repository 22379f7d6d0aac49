// Log lines on stderr: one line and one write(2) each, so that lines of processes that run at once
// do not mix. Text reads `TIME LEVEL key=value, ... | message`; JSON is one object a line with
// time, level, message and the fields. Every value is one safe line of bounded length.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/base/log.hpp>

#include <functional>

namespace execassist::platform {

class LineLog final : public LogSink {
 public:
  // `wall` gives the time of a line: the machine's, also when `now` is pretended.
  explicit LineLog(std::function<Instant()> wall, int fd = 2) : wall_(std::move(wall)), fd_(fd) {}

  // Until then: warnings and errors, as text. Before threads start.
  void configure(LogLevel minimum, bool json) {
    minimum_ = minimum;
    json_ = json;
  }

  void write(LogLevel level, std::span<const LogField> fields, std::string_view message) override;

 private:
  std::function<Instant()> wall_;
  int fd_;
  LogLevel minimum_ = LogLevel::warning;
  bool json_ = false;
};

}  // namespace execassist::platform
