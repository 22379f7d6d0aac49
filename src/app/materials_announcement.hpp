// What a person was told of the materials of a meeting, and the message that new ones are there.
#pragma once

#include "app/scope.hpp"
#include "store/database.hpp"

#include <execassist/model/materials.hpp>
#include <execassist/model/meeting.hpp>

#include <optional>
#include <string>

namespace execassist::app {

// What the person knows of a meeting from its materials.
struct KnownMaterials {
  int told = 0;                             // number of the last build they were told of; 0: none
  std::optional<MeetingSnapshot> snapshot;  // of that build, else of the first one of the round
};

KnownMaterials known_materials(const Scope& scope, const std::string& meeting_id, int round);

// The meeting as it was when its preparation ended, of which this build tells only what changed
// since. Nothing: it is the one that tells of that end.
std::optional<MeetingSnapshot> prepared_snapshot(const Scope& scope, const MaterialsBuild& build);

// Queues the message about a build that is done, in place of one that waits. False, and what waits
// is suppressed: there is nothing that they have not been told.
bool announce_build(const Scope& scope, store::Transaction& transaction, const Meeting& meeting,
                    const MaterialsBuild& build);

}  // namespace execassist::app
