// Finds commands by path, and the children of a group, in a list of descriptions.
#pragma once

#include "cli/command.hpp"

#include <string>
#include <vector>

namespace execassist::cli {

// `program` stands for the empty path. The descriptions outlive the tree.
class CommandTree {
 public:
  CommandTree(const CommandDesc& program, std::vector<const CommandDesc*> commands,
              std::vector<OptionDesc> global_options);

  const CommandDesc& program() const { return program_; }
  const std::vector<const CommandDesc*>& commands() const { return commands_; }
  const std::vector<OptionDesc>& global_options() const { return global_options_; }

  const CommandDesc* find(const std::vector<std::string>& path) const;  // null: no such command
  std::vector<const CommandDesc*> children(const CommandDesc& parent) const;
  std::vector<std::string> child_names(const CommandDesc& parent) const;

 private:
  const CommandDesc& program_;
  std::vector<const CommandDesc*> commands_;
  std::vector<OptionDesc> global_options_;
};

}  // namespace execassist::cli
