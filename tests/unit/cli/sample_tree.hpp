// A small program to parse, run and describe: a plain command, a group, and a command that is also
// a group, as "prep" is.
#pragma once

#include "cli/command_tree.hpp"
#include "cli/exit_codes.hpp"
#include "cli/global_options.hpp"
#include "cli/invocation.hpp"

#include <functional>
#include <string>
#include <vector>

namespace execassist::testing {

// What the sample's commands do when run; set by the test.
inline std::function<int(cli::Invocation&)> sample_action;

int run_sample(cli::Invocation& invocation);

const cli::CommandTree& sample_tree();

}  // namespace execassist::testing
