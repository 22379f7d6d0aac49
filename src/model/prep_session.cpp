#include "model/names.hpp"

#include <execassist/model/prep_session.hpp>

namespace execassist {
namespace {

constexpr Names<SessionState, 4> kStates{{{SessionState::active, "active"},
                                          {SessionState::paused, "paused"},
                                          {SessionState::finished, "finished"},
                                          {SessionState::abandoned, "abandoned"}}};

constexpr Names<SessionPlace, 2> kPlaces{
    {{SessionPlace::slack, "slack"}, {SessionPlace::terminal, "terminal"}}};

}  // namespace

std::string_view name_of(SessionState state) { return kStates.name_of(state); }
std::string_view name_of(SessionPlace place) { return kPlaces.name_of(place); }

std::optional<SessionState> session_state_named(std::string_view name) {
  return kStates.named(name);
}
std::optional<SessionPlace> session_place_named(std::string_view name) {
  return kPlaces.named(name);
}

}  // namespace execassist
