// Runs a program that a person named in the configuration (ports/command_runner.hpp). What it left
// running on a normal exit (gpg-agent) lives on; a signal that ends us ends what runs.
#pragma once

#include <execassist/ports/command_runner.hpp>

#include <atomic>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace execassist::platform {

// A program whose name has a slash is looked for from `folder`, any other in PATH.
class ProcessRunner final : public CommandRunner {
 public:
  CommandResult run(const std::vector<std::string>& argv, const std::string& folder,
                    std::chrono::milliseconds limit, std::size_t most_output) override;

  // From any thread: what runs is killed, and nothing is started any more.
  void stop() { stopped_ = true; }

 private:
  std::atomic<bool> stopped_ = false;
};

// Words as a shell splits them: blanks, '...', "...", and \ before any character outside '...'.
// Nothing is expanded. Nothing comes back for an open quote, a \ at the end, or no word at all.
std::optional<std::vector<std::string>> split_arguments(std::string_view text);

}  // namespace execassist::platform
