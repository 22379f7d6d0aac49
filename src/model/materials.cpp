#include "model/names.hpp"

#include <execassist/model/materials.hpp>

namespace execassist {
namespace {

constexpr Names<BuildStep, 4> kSteps{{{BuildStep::gather, "gather"},
                                      {BuildStep::write, "write"},
                                      {BuildStep::archive, "archive"},
                                      {BuildStep::deliver, "deliver"}}};

constexpr Names<BuildState, 5> kStates{{{BuildState::pending, "pending"},
                                        {BuildState::done, "done"},
                                        {BuildState::failed, "failed"},
                                        {BuildState::superseded, "superseded"},
                                        {BuildState::expired, "expired"}}};

}  // namespace

std::string_view name_of(BuildStep step) { return kSteps.name_of(step); }
std::string_view name_of(BuildState state) { return kStates.name_of(state); }

std::optional<BuildStep> build_step_named(std::string_view name) { return kSteps.named(name); }
std::optional<BuildState> build_state_named(std::string_view name) { return kStates.named(name); }

}  // namespace execassist
