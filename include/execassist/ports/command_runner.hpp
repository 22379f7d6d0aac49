// Runs a program that a person named in the configuration. No shell; stdin and stderr are
// /dev/null; of the environment it gets PATH, HOME, LANG, TZ and TERM. It runs in a process group
// of its own, which is killed when the time is up, and when a signal ends us.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace execassist {

// cut_off: we are ending, and it has no answer.
enum class CommandEnd { exited, killed, not_started, timed_out, too_much_output, cut_off };

struct CommandResult {
  CommandEnd end = CommandEnd::not_started;
  int code = 0;  // exited: exit status; killed: signal; not_started: errno
  std::string output;

  bool succeeded() const { return end == CommandEnd::exited && code == 0; }
};

class CommandRunner {
 public:
  virtual ~CommandRunner() = default;

  // `folder`: where it runs; empty: where we are. REQUIRES: argv is not empty. May be called from
  // several threads at once.
  virtual CommandResult run(const std::vector<std::string>& argv, const std::string& folder,
                            std::chrono::milliseconds limit, std::size_t most_output) = 0;
};

}  // namespace execassist
