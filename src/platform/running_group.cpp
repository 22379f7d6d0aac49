#include "platform/running_group.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <mutex>

namespace execassist::platform {
namespace {

constexpr std::size_t kMost = 256;  // more than there are threads that run programs
constexpr pid_t kFree = 0;
constexpr pid_t kStarting = -1;
constexpr std::array kEnders{SIGTERM, SIGINT, SIGHUP};

// What the handler touches: nothing else here may be used in one.
std::array<std::atomic<pid_t>, kMost> places;
std::atomic<bool> ending = false;
static_assert(std::atomic<pid_t>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

// A program that is about to start on another thread is waited for, a second at most.
pid_t leader_in(const std::atomic<pid_t>& place) {
  pid_t leader = place.load();
  for (int i = 0; i < 200 && leader == kStarting; ++i) {
    const timespec pause{0, 5'000'000};
    ::nanosleep(&pause, nullptr);
    leader = place.load();
  }
  return leader;
}

void end_all(int signal) {
  const int error = errno;
  ending.store(true);
  for (const auto& place : places) {
    const pid_t leader = leader_in(place);
    if (leader > 0) ::kill(-leader, SIGKILL);
  }
  struct sigaction usual {};
  usual.sa_handler = SIG_DFL;
  ::sigaction(signal, &usual, nullptr);
  ::raise(signal);  // comes when this handler returns: whoever waits for us sees the signal
  errno = error;
}

// As long as somebody needs them. Only the usual disposition is replaced.
class Handlers {
 public:
  void need() {
    const std::scoped_lock lock(guard_);
    if (needed_++ != 0) return;
    struct sigaction ours {};
    ours.sa_handler = end_all;
    ours.sa_flags = SA_RESTART;
    sigfillset(&ours.sa_mask);
    for (std::size_t i = 0; i < kEnders.size(); ++i) {
      struct sigaction now {};
      ::sigaction(kEnders[i], nullptr, &now);
      replaced_[i] = (now.sa_flags & SA_SIGINFO) == 0 && now.sa_handler == SIG_DFL &&
                     ::sigaction(kEnders[i], &ours, &former_[i]) == 0;
    }
  }

  void need_no_more() {
    const std::scoped_lock lock(guard_);
    if (--needed_ != 0) return;
    for (std::size_t i = 0; i < kEnders.size(); ++i) {
      if (replaced_[i]) ::sigaction(kEnders[i], &former_[i], nullptr);
    }
  }

 private:
  std::mutex guard_;
  int needed_ = 0;
  std::array<bool, kEnders.size()> replaced_{};
  std::array<struct sigaction, kEnders.size()> former_{};
};

Handlers& handlers() {
  static Handlers all;
  return all;
}

// So that the handler never waits for the thread on which it runs.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t all;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &former_);
  }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;
  ~SignalsHeld() { ::pthread_sigmask(SIG_SETMASK, &former_, nullptr); }

 private:
  sigset_t former_{};
};

std::atomic<pid_t>* take_place() {
  for (auto& place : places) {
    pid_t expected = kFree;
    if (place.compare_exchange_strong(expected, kStarting)) return &place;
  }
  return nullptr;
}

}  // namespace

int RunningGroup::begin(const std::function<int(pid_t& leader)>& start) {
  const SignalsHeld held;
  place_ = take_place();
  if (place_ == nullptr) return EAGAIN;
  handlers().need();
  pid_t leader = kFree;
  // Asked after the place was taken: the handler sees the one or we the other.
  const int error = ending ? EINTR : start(leader);
  if (error == 0) {
    place_->store(leader);
  } else {
    forget();
  }
  return error;
}

void RunningGroup::forget() {
  if (place_ == nullptr) return;
  place_->store(kFree);
  place_ = nullptr;
  handlers().need_no_more();
}

}  // namespace execassist::platform
