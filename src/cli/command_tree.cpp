#include "cli/command_tree.hpp"

#include <algorithm>
#include <utility>

namespace execassist::cli {

CommandTree::CommandTree(const CommandDesc& program, std::vector<const CommandDesc*> commands,
                         std::vector<OptionDesc> global_options)
    : program_(program),
      commands_(std::move(commands)),
      global_options_(std::move(global_options)) {}

const CommandDesc* CommandTree::find(const std::vector<std::string>& path) const {
  if (path.empty()) return &program_;
  const auto found =
      std::find_if(commands_.begin(), commands_.end(),
                   [&path](const CommandDesc* command) { return command->path == path; });
  return found == commands_.end() ? nullptr : *found;
}

std::vector<const CommandDesc*> CommandTree::children(const CommandDesc& parent) const {
  std::vector<const CommandDesc*> result;
  for (const CommandDesc* command : commands_) {
    if (command->path.size() == parent.path.size() + 1 &&
        std::equal(parent.path.begin(), parent.path.end(), command->path.begin())) {
      result.push_back(command);
    }
  }
  return result;
}

std::vector<std::string> CommandTree::child_names(const CommandDesc& parent) const {
  std::vector<std::string> names;
  for (const CommandDesc* child : children(parent)) names.push_back(child->path.back());
  return names;
}

}  // namespace execassist::cli
