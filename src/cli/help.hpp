// --help, made from the descriptions.
#pragma once

#include "cli/command_tree.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace execassist::cli {

// Help for a command, a group or (for the program's own description) the overview. Lines are at
// most min(columns, 100) wide, where words allow.
std::string help_text(const CommandTree& tree, const CommandDesc& command, int columns);

// For a call without a command: how to call, and what there is.
std::string brief_overview(const CommandTree& tree, int columns);

// One line for each way to call it, with the program's name.
std::vector<std::string> usage_lines(const CommandTree& tree, const CommandDesc& command);

// "-c, --config FILE"; without a short name, indented as if it had one.
std::string option_heading(const OptionDesc& option);

// The doc with its choices and its default.
std::string option_doc(const OptionDesc& option);
std::string argument_doc(const ArgumentDesc& argument);

// Paragraphs of a doc; the empty lines between them are gone.
std::vector<std::string> paragraphs(std::string_view doc);

std::string program_version();

}  // namespace execassist::cli
