// The manual in roff, made from the descriptions; man/ holds what comes out of here, and a test
// fails when it does not. The same descriptions give the same bytes, on any day.
#pragma once

#include "cli/command_tree.hpp"

#include <string>
#include <string_view>

namespace execassist::cli {

// "execassist-meetings-list.1"; "execassist.1" for the program.
std::string man_page_name(const CommandDesc& command);
std::string man_page(const CommandTree& tree, const CommandDesc& command);

// Text that roff prints as it is, wherever it stands in a line.
std::string escape_roff(std::string_view text);

}  // namespace execassist::cli
