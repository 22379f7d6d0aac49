// The options that every command takes, before or after its name.
#pragma once

#include "cli/command.hpp"

#include <vector>

namespace execassist::cli {

const std::vector<OptionDesc>& global_options();

// --json-lines, for the options of a command that prints a list or a stream.
OptionDesc json_lines_option();

}  // namespace execassist::cli
