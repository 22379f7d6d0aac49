#include "platform/process_start.hpp"

#include <cerrno>
#include <csignal>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace execassist::platform {
namespace {

// 0 when all is as it should be, else the number of the first thing that is not.
int look_around() {
  std::signal(SIGTERM, SIG_DFL);  // the test runner has its own
  for (int fd = 0; fd <= 2; ++fd) ::close(fd);
  prepare_process();
  if (::open("/dev/zero", O_RDWR) <= 2) return 1;  // would be taken for a standard stream
  if (::write(1, "x", 1) >= 0 || errno != EBADF) return 2;
  if (::write(2, "x", 1) >= 0 || errno != EBADF) return 3;
  char byte = 0;
  if (::read(0, &byte, 1) >= 0 || errno != EBADF) return 4;
  if (std::signal(SIGPIPE, SIG_DFL) != SIG_IGN) return 5;
  if (std::signal(SIGTERM, SIG_DFL) != SIG_DFL) return 6;
  if (::umask(0) != 0077) return 7;
  return 0;
}

TEST_CASE("closed standard streams stay failing, and no file of ours takes their number") {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) ::_exit(look_around());
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

}  // namespace
}  // namespace execassist::platform
