// Programs that do not run: it gives the result that the test set, and remembers what was asked.
#pragma once

#include <execassist/ports/command_runner.hpp>

#include <mutex>
#include <string>
#include <vector>

namespace execassist::testing {

class FakeCommandRunner final : public CommandRunner {
 public:
  struct Call {
    std::vector<std::string> argv;
    std::string folder;
    std::chrono::milliseconds limit{};
    std::size_t most_output = 0;
  };

  CommandResult run(const std::vector<std::string>& argv, const std::string& folder,
                    std::chrono::milliseconds limit, std::size_t most_output) override {
    const std::scoped_lock lock(guard_);
    calls.push_back({argv, folder, limit, most_output});
    return result;
  }

  CommandResult result;
  std::vector<Call> calls;

 private:
  std::mutex guard_;
};

}  // namespace execassist::testing
