#include "platform/stop_signals.hpp"

#include <execassist/base/error.hpp>

#include <cerrno>
#include <csignal>

#include <unistd.h>

namespace execassist::platform {
namespace {

// Told from a SIGTERM of anybody else by this value and by our own process id.
constexpr int kGivenUp = 0x65786173;

sigset_t stop_set() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

void SystemStopSignals::hold() {
  const sigset_t set = stop_set();
  if (::pthread_sigmask(SIG_BLOCK, &set, nullptr) != 0) {
    throw Error(ErrorKind::failed, "signals: SIGINT and SIGTERM cannot be held back");
  }
}

int SystemStopSignals::wait() {
  const sigset_t set = stop_set();
  siginfo_t info{};
  int signal = -1;
  while (signal < 0) {
    signal = ::sigwaitinfo(&set, &info);
    if (signal < 0 && errno != EINTR) {
      throw Error(ErrorKind::failed, "signals: SIGINT and SIGTERM cannot be waited for");
    }
  }
  const bool ours =
      info.si_code == SI_QUEUE && info.si_pid == ::getpid() && info.si_value.sival_int == kGivenUp;
  return ours ? 0 : signal;
}

void SystemStopSignals::give_up() {
  sigval value{};
  value.sival_int = kGivenUp;
  ::sigqueue(::getpid(), SIGTERM, value);
}

}  // namespace execassist::platform
