// What `classify --diff` shows: the meetings that other rules would type differently.
#pragma once

#include "app/rules_diff.hpp"
#include "cli/invocation.hpp"

namespace execassist::cli {

void print_rules_diff(Invocation& call, const app::Scope& scope, const app::RulesDiff& diff);

}  // namespace execassist::cli
