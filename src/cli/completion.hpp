// Shell completions, made from the descriptions; completions/ holds what comes out of here, and a
// test fails when it does not. They offer subcommands, options, choices and, for FILE, paths; they
// never run the program. They rely on one option name meaning one kind everywhere (a flag, or a
// value), which a test checks.
#pragma once

#include "cli/command_tree.hpp"

#include <string>

namespace execassist::cli {

std::string bash_completion(const CommandTree& tree);
std::string zsh_completion(const CommandTree& tree);
std::string fish_completion(const CommandTree& tree);

}  // namespace execassist::cli
