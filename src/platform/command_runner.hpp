// Runs a program that a person named in the configuration, to read a secret from it. No shell;
// stdin and stderr are /dev/null; of the environment it gets PATH, HOME, LANG, TZ and TERM. It runs
// in a process group of its own, which is killed when the time is up; what it left running on a
// normal exit (gpg-agent) lives on.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace execassist::platform {

enum class CommandEnd { exited, killed, not_started, timed_out, too_much_output };

struct CommandResult {
  CommandEnd end = CommandEnd::not_started;
  int code = 0;  // exited: exit status; killed: signal; not_started: errno
  std::string output;

  bool succeeded() const { return end == CommandEnd::exited && code == 0; }
};

// REQUIRES: argv is not empty.
CommandResult run_command(const std::vector<std::string>& argv, std::chrono::milliseconds limit,
                          std::size_t most_output);

// Words as a shell splits them: blanks, '...', "...", and \ before any character outside '...'.
// Nothing is expanded. Nothing comes back for an open quote, a \ at the end, or no word at all.
std::optional<std::vector<std::string>> split_arguments(std::string_view text);

}  // namespace execassist::platform
