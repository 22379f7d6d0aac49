// The process groups of programs that run for us. They are not ours, so that neither ^C at the
// terminal nor a signal to us reaches them: whoever ends us by SIGTERM, SIGINT or SIGHUP ends them
// as well. The handlers are there only while a program runs; a signal that is ignored, or held back
// to be waited for, is left as it is.
#pragma once

#include <atomic>
#include <functional>

#include <sys/types.h>

namespace execassist::platform {

class RunningGroup {
 public:
  RunningGroup() = default;
  RunningGroup(const RunningGroup&) = delete;
  RunningGroup& operator=(const RunningGroup&) = delete;
  ~RunningGroup() { forget(); }

  // `start` gives 0 and the leader of a new group, or an errno. Gives that, or an errno of its own
  // when too many run or we are being ended. Once.
  int begin(const std::function<int(pid_t& leader)>& start);

  // REQUIRES: the leader is not waited for yet; else its number may be somebody else's by now.
  void forget();

 private:
  std::atomic<pid_t>* place_ = nullptr;
};

}  // namespace execassist::platform
