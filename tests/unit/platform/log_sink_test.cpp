#include "platform/log_sink.hpp"

#include "platform/file_descriptor.hpp"

#include <array>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

namespace execassist::platform {
namespace {

// Packets: each write(2) is read as one.
class LogPipe {
 public:
  LogPipe() {
    std::array<int, 2> ends{};
    REQUIRE(::pipe2(ends.data(), O_CLOEXEC | O_DIRECT | O_NONBLOCK) == 0);
    out_ = FileDescriptor(ends[0]);
    in_ = FileDescriptor(ends[1]);
  }
  int fd() const { return in_.get(); }
  std::string next() {
    std::array<char, 8192> block;
    const ssize_t count = ::read(out_.get(), block.data(), block.size());
    return count > 0 ? std::string(block.data(), static_cast<std::size_t>(count)) : "";
  }

 private:
  FileDescriptor out_;
  FileDescriptor in_;
};

Instant noon() { return *parse_rfc3339("2026-11-21T12:00:00Z"); }

const std::vector<LogField> kFields = {{"meeting_id", "m1"}, {"status", "classified"}};

TEST_CASE("text: time, level, fields, message, in one write") {
  LogPipe pipe;
  LineLog log(noon, pipe.fd());
  log.write(LogLevel::warning, kFields, "typed again");
  CHECK(pipe.next() ==
        "2026-11-21T12:00:00Z WARNING meeting_id=m1, status=classified | typed again\n");
  log.write(LogLevel::error, kFields, "two\nlines\x1b[31m");
  const std::string line = pipe.next();
  CHECK(line.find('\n') == line.size() - 1);
  CHECK(line.find('\x1b') == std::string::npos);
}

TEST_CASE("JSON: one object a line, escaped") {
  LogPipe pipe;
  LineLog log(noon, pipe.fd());
  log.configure(LogLevel::debug, true);
  log.write(LogLevel::info, kFields, "done");
  CHECK(pipe.next() ==
        "{\"time\":\"2026-11-21T12:00:00Z\",\"level\":\"info\",\"message\":\"done\","
        "\"meeting_id\":\"m1\",\"status\":\"classified\"}\n");
  log.write(LogLevel::debug, std::vector<LogField>{{"a\"b", "c\\d\ne\x01"}}, "say \"hi\"\xff");
  CHECK(
      pipe.next() ==
      "{\"time\":\"2026-11-21T12:00:00Z\",\"level\":\"debug\",\"message\":\"say \\\"hi\\\"\uFFFD\","
      "\"a\\\"b\":\"c\\\\d e\"}\n");
  log.write(LogLevel::info, {}, "");
  CHECK(pipe.next() == "{\"time\":\"2026-11-21T12:00:00Z\",\"level\":\"info\",\"message\":\"\"}\n");
}

TEST_CASE("the level decides what is written") {
  const struct {
    LogLevel minimum;
    LogLevel level;
    bool written;
  } cases[] = {
      {LogLevel::warning, LogLevel::info, false}, {LogLevel::warning, LogLevel::warning, true},
      {LogLevel::debug, LogLevel::debug, true},   {LogLevel::error, LogLevel::warning, false},
      {LogLevel::error, LogLevel::error, true},   {LogLevel::off, LogLevel::error, false},
      {LogLevel::debug, LogLevel::off, false},    {LogLevel::off, LogLevel::off, false},
  };
  for (const auto& one : cases) {
    LogPipe pipe;
    LineLog log(noon, pipe.fd());
    log.configure(one.minimum, false);
    log.write(one.level, {}, "x");
    CHECK(pipe.next().empty() != one.written);
  }
  LogPipe pipe;
  LineLog log(noon, pipe.fd());
  log.write(LogLevel::info, {}, "by default only warnings");
  CHECK(pipe.next().empty());
}

TEST_CASE("a hostile line stays short, whole and valid") {
  LogPipe pipe;
  LineLog log(noon, pipe.fd());
  std::string marks = "a";
  for (int i = 0; i < 5000; ++i) marks += "\u0301";
  const std::vector<LogField> fields(100, LogField{"key", marks});
  log.write(LogLevel::error, std::span(fields).first(2), std::string(1'000'000, 'x'));
  const std::string line = pipe.next();
  CHECK(line.size() < 2048);
  CHECK(line.ends_with("…\n"));
  CHECK(line.find("\uFFFD") == std::string::npos);
  CHECK(pipe.next().empty());
  log.configure(LogLevel::debug, true);
  log.write(LogLevel::error, fields, "\"\\\"");
  std::string all;
  for (std::string part = pipe.next(); !part.empty(); part = pipe.next()) all += part;
  CHECK(all.size() < 8192);
  CHECK(all.ends_with("\"}\n"));
}

TEST_CASE("a closed stderr is borne") {
  LineLog log(noon, -1);
  CHECK_NOTHROW(log.write(LogLevel::error, kFields, "nobody hears this"));
}

}  // namespace
}  // namespace execassist::platform
