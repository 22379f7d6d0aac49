// Builds of materials: gather, write, archive, deliver, each step stored before the next, so that a
// killed process loses no step and repeats at most one. A failed step is tried again three times,
// with pauses; then the build has failed, the person gets an alert, and `prep retry` resumes it.
#pragma once

#include "app/scope.hpp"
#include "store/database.hpp"

#include <execassist/model/materials.hpp>
#include <execassist/model/meeting.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::app {

struct BuiltMaterials {
  std::string meeting_id;
  std::string location;  // empty with --dry-run: they would be written
};

struct FailedStep {
  std::string meeting_id;
  BuildStep step = BuildStep::gather;
  std::string problem;
  bool given_up = false;
};

struct BuildReport {
  std::vector<BuiltMaterials> built;
  std::vector<FailedStep> failed;
};

struct BuildOrder {
  std::string cause;          // for the person
  bool announce = true;       // a message says when they are there
  bool about_change = false;  // they are written anew because the meeting changed
};

// Part of the caller's transaction.
void queue_build(const Scope& scope, store::Transaction& transaction, const Meeting& meeting,
                 const BuildOrder& order);

// Queues a build for every meeting ahead whose materials were written from other facts than
// today's.
int queue_rebuilds(const Scope& scope);

// Takes every due build (of that meeting alone when given) through its steps, context of all of
// them in parallel. With --dry-run no source is asked and nothing is written: the report says what
// would be built. One thread at a time in a process. Throws Error{terminated}: cut off while
// sources were asked; nothing of that is stored, no try has failed, and the builds are due as
// before.
BuildReport advance_builds(const Scope& scope,
                           const std::optional<std::string>& meeting_id = std::nullopt);

// Removes what superseded builds left in the archive, of that meeting alone when given. What the
// archive refuses is logged, and tried again by clean_up.
void take_away_left(const Scope& scope, const std::optional<std::string>& meeting_id);

// Removes materials whose retention is over, what builds left behind, and what came in from Slack
// long ago.
int clean_up(const Scope& scope);

// failed → pending, due now. Throws Error{refused}: nothing has failed.
void retry_build(const Scope& scope, const Meeting& meeting);

// Whether the facts are other ones than those the materials were written from.
bool is_stale(const MaterialsBuild& build, const Meeting& meeting);

}  // namespace execassist::app
