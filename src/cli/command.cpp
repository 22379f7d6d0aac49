#include "cli/command.hpp"

#include "cli/exit_codes.hpp"

#include <execassist/base/text.hpp>

#include <set>

namespace execassist::cli {

std::string path_text(const CommandDesc& command) { return join(command.path, " "); }

std::string full_name(const CommandDesc& command) {
  return command.path.empty() ? "execassist" : "execassist " + path_text(command);
}

std::vector<int> exit_codes_of(const CommandDesc& command) {
  std::set<int> codes(command.exit_codes.begin(), command.exit_codes.end());
  codes.insert({kExitDone, kExitFailed, kExitUsage});
  if (command.needs != Needs::none) codes.insert(kExitConfiguration);
  if (command.needs == Needs::store) codes.insert(kExitTryAgain);
  return {codes.begin(), codes.end()};
}

}  // namespace execassist::cli
