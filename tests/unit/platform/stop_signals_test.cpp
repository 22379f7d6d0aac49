#include "platform/stop_signals.hpp"

#include <csignal>
#include <string>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace execassist::platform {
namespace {

// In a child: what it leaves behind would hold for all tests.
template <class Work>
int in_child(const Work& work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

TEST_CASE("signals that are held wait to be fetched, one by one") {
  CHECK(in_child([] {
          SystemStopSignals signals;
          signals.hold();
          ::kill(::getpid(), SIGTERM);
          return signals.wait();
        }) == SIGTERM);
  CHECK(in_child([] {
          SystemStopSignals signals;
          signals.hold();
          ::kill(::getpid(), SIGINT);
          return signals.wait();
        }) == SIGINT);
}

TEST_CASE("giving up wakes who waits, and is no signal") {
  CHECK(in_child([] {
          SystemStopSignals signals;
          signals.hold();
          signals.give_up();
          return signals.wait() == 0 ? 7 : 1;
        }) == 7);
}

}  // namespace
}  // namespace execassist::platform
