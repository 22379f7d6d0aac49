#include "platform/standard_streams.hpp"

#include "platform/file_descriptor.hpp"
#include "support/scoped_variable.hpp"

#include <array>
#include <csignal>
#include <string>
#include <thread>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace execassist::platform {
namespace {

using testing::ScopedVariable;

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
    out = FileDescriptor(ends[0]);
    in = FileDescriptor(ends[1]);
  }
  std::string read_all() {
    std::string result;
    std::array<char, 4096> block;
    ssize_t count = 0;
    while ((count = ::read(out.get(), block.data(), block.size())) > 0) {
      result.append(block.data(), static_cast<std::size_t>(count));
    }
    return result;
  }
  FileDescriptor out;
  FileDescriptor in;
};

TEST_CASE("stdout and stderr are apart and nothing is kept back") {
  Pipe out;
  Pipe err;
  StandardStreams streams(0, out.in.get(), err.in.get());
  CHECK(streams.write_out("result\n"));
  CHECK(streams.last_written() == 7);
  streams.write_err("talk\n");
  out.in.close();
  err.in.close();
  CHECK(out.read_all() == "result\n");
  CHECK(err.read_all() == "talk\n");
  CHECK_FALSE(streams.broken_pipe());
}

TEST_CASE("more than a pipe holds arrives whole, also when the pipe does not block") {
  for (const int flags : {0, O_NONBLOCK}) {
    Pipe pipe;
    REQUIRE(::fcntl(pipe.in.get(), F_SETFL, flags) == 0);
    const std::string much(1'000'000, 'x');
    std::string got;
    std::thread reader([&] { got = pipe.read_all(); });
    StandardStreams streams(0, pipe.in.get(), 2);
    const bool written = streams.write_out(much);
    pipe.in.close();
    reader.join();
    CHECK(written);
    CHECK(got == much);
  }
}

TEST_CASE("a failing stdout says why and how much went out") {
  std::signal(SIGPIPE, SIG_IGN);
  SUBCASE("the reader went away") {
    Pipe pipe;
    pipe.out.close();
    StandardStreams streams(0, pipe.in.get(), 2);
    CHECK_FALSE(streams.write_out("lost"));
    CHECK(streams.last_written() == 0);
    CHECK(streams.broken_pipe());
    CHECK(streams.last_error() == "broken pipe");
  }
  SUBCASE("stdout is closed") {
    StandardStreams streams(0, -1, 2);
    CHECK_FALSE(streams.write_out("lost"));
    CHECK(streams.last_error() == "bad file descriptor");
    CHECK_FALSE(streams.broken_pipe());
  }
  SUBCASE("the disk is full") {
    const FileDescriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    REQUIRE(full.valid());
    StandardStreams streams(0, full.get(), 2);
    CHECK_FALSE(streams.write_out("lost"));
    CHECK(streams.last_error() == "no space left on device");
  }
  SUBCASE("the reader goes away in the middle") {
    Pipe pipe;
    StandardStreams streams(0, pipe.in.get(), 2);
    std::thread reader([&] {
      char byte = 0;
      CHECK(::read(pipe.out.get(), &byte, 1) == 1);
      pipe.out.close();
    });
    CHECK_FALSE(streams.write_out(std::string(1'000'000, 'x')));
    reader.join();
    CHECK(streams.last_written() > 0);
    CHECK(streams.last_written() < 1'000'000);
  }
}

TEST_CASE("the width comes from the window, else from $COLUMNS, else it is 80") {
  Pipe pipe;
  const StandardStreams piped(pipe.out.get(), pipe.in.get(), pipe.in.get());
  CHECK_FALSE(piped.out_is_terminal());
  CHECK_FALSE(piped.err_is_terminal());
  CHECK_FALSE(piped.in_is_terminal());
  const struct {
    std::optional<std::string> columns;
    int expected;
  } cases[] = {{std::nullopt, 120},
               {"132", 132},
               {"1", 20},
               {"99999", 1000},
               {"", 120},
               {"0", 120},
               {"-5", 120},
               {"12x", 120},
               {" 90", 120},
               {"wide", 120},
               {"99999999999999999999", 120}};
  for (const auto& one : cases) {
    CAPTURE(one.columns.value_or("(unset)"));
    const ScopedVariable variable("COLUMNS", one.columns);
    CHECK(piped.columns() == one.expected);
  }

  int master = -1;
  int slave = -1;
  winsize window{};
  window.ws_col = 101;
  window.ws_row = 30;
  REQUIRE(::openpty(&master, &slave, nullptr, nullptr, &window) == 0);
  const FileDescriptor own_master(master);
  const FileDescriptor own_slave(slave);
  const ScopedVariable variable("COLUMNS", "132");
  const StandardStreams shown(slave, slave, slave);
  CHECK(shown.out_is_terminal());
  CHECK(shown.err_is_terminal());
  CHECK(shown.in_is_terminal());
  CHECK(shown.columns() == 101);
}

TEST_CASE("lines that came together wait at a terminal, one after the other") {
  int master = -1;
  int slave = -1;
  REQUIRE(::openpty(&master, &slave, nullptr, nullptr, nullptr) == 0);
  FileDescriptor own_master(master);
  const FileDescriptor own_slave(slave);
  const StandardStreams streams(slave, slave, slave);
  CHECK_FALSE(streams.input_waits());
  constexpr std::string_view kPasted = "one\ntwo\nthe rest";
  REQUIRE(::write(master, kPasted.data(), kPasted.size()) == static_cast<ssize_t>(kPasted.size()));
  std::array<char, 100> line{};
  for (const bool more : {true, false}) {
    REQUIRE(::read(slave, line.data(), line.size()) == 4);
    CHECK(streams.input_waits() == more);
  }
  own_master.close();
  CHECK_FALSE(streams.input_waits());  // its window is closed
  Pipe pipe;
  REQUIRE(::write(pipe.in.get(), "x\n", 2) == 2);
  CHECK_FALSE(StandardStreams(pipe.out.get(), 1, 2).input_waits());
}

}  // namespace
}  // namespace execassist::platform
