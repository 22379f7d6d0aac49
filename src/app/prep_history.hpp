// The story of a meeting's preparation in one list: its states, what its sessions and builds did,
// what was answered, which messages went out, what one asked to be reminded of.
#pragma once

#include "app/scope.hpp"

#include <execassist/base/instant.hpp>
#include <execassist/model/meeting.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::app {

struct HistoryEntry {
  Instant at{};
  std::string what;     // "state", "session", "answer", "message", "reminder", a build's step
  std::string cause;    // one line
  std::string outcome;  // one line
  std::optional<MeetingStatus> from{};  // of a state; null: first seen
  std::optional<MeetingStatus> to{};    // of a state
};

// By time. In the same second the state that it ended in comes last, what led there before it.
std::vector<HistoryEntry> prep_history(const Scope& scope, const Meeting& meeting);

}  // namespace execassist::app
