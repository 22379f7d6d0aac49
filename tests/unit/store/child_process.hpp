// Forked children that do one thing and answer with their exit code. REQUIRES: this process holds
// no store open when it forks one that opens a store: SQLite would take the parent's locks for its
// own.
#pragma once

#include <cerrno>
#include <functional>
#include <stdexcept>
#include <utility>

#include <sys/wait.h>
#include <unistd.h>

namespace execassist::store::testing {

inline pid_t start_child(const std::function<int()>& act) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  int code = 125;
  try {
    code = act();
  } catch (...) {
    code = 126;
  }
  ::_exit(code);
}

inline int exit_code_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

inline int in_child(const std::function<int()>& act) { return exit_code_of(start_child(act)); }

// A child that has done its first part when the constructor returns, and does the second (if there
// is one) when told to finish.
class PausedChild {
 public:
  // `act` calls its argument where it is to wait.
  explicit PausedChild(const std::function<int(const std::function<void()>&)>& act) {
    if (::pipe(ready_) != 0 || ::pipe(go_on_) != 0) throw std::runtime_error("pipe");
    child_ = start_child([&] {
      ::close(go_on_[1]);
      return act([&] {
        char byte = 'r';
        if (::write(ready_[1], &byte, 1) == 1) static_cast<void>(::read(go_on_[0], &byte, 1) == 1);
      });
    });
    ::close(ready_[1]);
    ::close(go_on_[0]);
    char byte = 0;
    static_cast<void>(::read(ready_[0], &byte, 1) == 1);  // or it has ended
  }
  PausedChild(const PausedChild&) = delete;
  PausedChild& operator=(const PausedChild&) = delete;
  ~PausedChild() {
    if (child_ != 0) finish();
    ::close(ready_[0]);
  }

  int finish() {
    ::close(go_on_[1]);
    return exit_code_of(std::exchange(child_, 0));
  }

 private:
  int ready_[2] = {};
  int go_on_[2] = {};
  pid_t child_ = 0;
};

// File modes do not bind root.
inline bool become_nobody() {
  constexpr unsigned kNobody = 65534;
  return ::geteuid() != 0 || (::setgid(kNobody) == 0 && ::setuid(kNobody) == 0);
}

}  // namespace execassist::store::testing
