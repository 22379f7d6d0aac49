// One call of the program, from its arguments to its exit code: parse, prepare the edges, run the
// command, and report the one Error that may end it.
#pragma once

#include "cli/command_tree.hpp"
#include "cli/commands.hpp"

#include <execassist/ports/edges.hpp>

#include <string>
#include <vector>

namespace execassist::cli {

// `arguments` without the program's name. Never throws; gives the exit code.
int run(const std::vector<std::string>& arguments, Edges& edges,
        const CommandTree& tree = program_tree());

}  // namespace execassist::cli
