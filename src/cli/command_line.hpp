// The command line against the descriptions. The only file behind it that names CLI11, which also
// says why this header does not: six to nine seconds of compile time per includer.
#pragma once

#include "cli/command.hpp"
#include "cli/command_tree.hpp"
#include "cli/invocation.hpp"

#include <string>
#include <vector>

namespace execassist::cli {

struct ParsedCommandLine {
  const CommandDesc* command = nullptr;  // never null; the program itself where none was named
  GivenValues global;                    // by option name
  GivenValues given;                     // the command's own options and arguments
  bool help = false;                     // asked for; nothing else was checked then
  bool version = false;
};

// `arguments` without the program's name. Throws Error{usage}: unknown command or option, missing
// or surplus argument or value, a value that is not among the choices, an option given twice.
ParsedCommandLine parse_command_line(const CommandTree& tree,
                                     const std::vector<std::string>& arguments);

}  // namespace execassist::cli
