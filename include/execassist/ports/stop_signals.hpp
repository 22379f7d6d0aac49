// SIGINT and SIGTERM for a program that runs until it is told to end.
#pragma once

namespace execassist {

class StopSignals {
 public:
  virtual ~StopSignals() = default;

  // From now on they wait for `wait` instead of ending the process. REQUIRES: before the first
  // other thread.
  virtual void hold() = 0;

  // Sleeps until one comes; gives its number, or 0 after `give_up`.
  virtual int wait() = 0;

  // From any thread: the program cannot go on, so that nobody need wait for a signal.
  virtual void give_up() = 0;
};

}  // namespace execassist
