#include "platform/process_table.hpp"

#include <csignal>
#include <string>

#include <doctest/doctest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace execassist::platform {
namespace {

std::string line_named(const std::string& name) {
  return "42 (" + name + ") S 1 42 42 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 98765 10 11\n";
}

TEST_CASE("the start time is field 22, whatever the program is called") {
  for (const char* name : {"execassist", "a b", "a) R (b", "((", ")", "", "x) S 1 2 3"}) {
    CAPTURE(name);
    const auto stat = parse_process_stat(line_named(name));
    REQUIRE(stat);
    CHECK(stat->state == 'S');
    CHECK(stat->started == 98765);
  }
  for (const char* bad : {"", "42 (x)", "42 (x) ", "42 (x) S 1 2", "no parentheses at all",
                          "1 (x) S 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 soon 1"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_process_stat(bad));
  }
}

TEST_CASE("this process is there, and knows itself again") {
  const ProcessTable processes;
  const ProcessIdentity self = processes.self();
  CHECK(self == processes.self());
  CHECK(self.pid == ::getpid());
  CHECK(self.started > 0);
  CHECK(self.boot_id.size() == 36);
  CHECK_FALSE(processes.gone(self));
}

TEST_CASE("another boot, another start and impossible ids are gone") {
  const ProcessTable processes;
  ProcessIdentity other = processes.self();
  SUBCASE("boot") { other.boot_id = "00000000-0000-0000-0000-000000000000"; }
  SUBCASE("start") { other.started += 1; }
  SUBCASE("no pid") { other.pid = 0; }
  SUBCASE("a group") { other.pid = -1; }
  SUBCASE("beyond every pid") { other.pid = 0x7fffffff; }
  CHECK(processes.gone(other));
}

TEST_CASE("a process under an odd name lives; stopped it lives; ended it is gone, reaped or not") {
  const ProcessTable processes;
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::prctl(PR_SET_NAME, "a) Z 1 (b");
    if (::write(ends[1], "x", 1) != 1) ::_exit(1);
    while (true) ::pause();
  }
  char byte = 0;
  REQUIRE(::read(ends[0], &byte, 1) == 1);
  ::close(ends[0]);
  ::close(ends[1]);
  // Its identity as it would have stored it: found by trying, since only it can ask for self().
  ProcessIdentity holder = processes.self();
  holder.pid = child;
  const long long mine = holder.started;
  while (processes.gone(holder) && holder.started < mine + 100'000) ++holder.started;
  CHECK_FALSE(processes.gone(holder));
  ::kill(child, SIGSTOP);
  CHECK_FALSE(processes.gone(holder));
  ::kill(child, SIGKILL);
  siginfo_t ended{};
  REQUIRE(::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT) == 0);
  CHECK(processes.gone(holder));  // a zombie
  REQUIRE(::waitpid(child, nullptr, 0) == child);
  CHECK(processes.gone(holder));
}

}  // namespace
}  // namespace execassist::platform
