// What a command by hand that ends a preparation does for its materials.
#pragma once

#include "app/materials_build.hpp"
#include "app/scope.hpp"
#include "cli/invocation.hpp"

#include <execassist/model/meeting.hpp>

namespace execassist::cli {

// Takes the meeting's build through its steps at once and says where the materials are, or which
// step failed. The caller adds the report to its JSON and its exit code (code_of(verdict_of(...))).
app::BuildReport write_materials_now(Invocation& call, const app::Scope& scope,
                                     const Meeting& meeting);

}  // namespace execassist::cli
