// `run`: one whole tick, and the heartbeat of every job.
#pragma once

#include "app/calendar_sync.hpp"
#include "app/classification.hpp"
#include "app/delivery.hpp"
#include "app/materials_build.hpp"
#include "app/preparation.hpp"
#include "app/reminders.hpp"
#include "app/scope.hpp"

#include <execassist/base/error.hpp>

#include <optional>
#include <string>

namespace execassist::app {

struct TickReport {
  SyncReport sync;
  ClassifyReport classify;
  PrepReport prep;
  BuildReport builds;
  DeliveryReport notify;  // of what was due, and then of the materials that were built
  RemindReport remind;

  // As a whole: nothing when all went well.
  std::optional<ErrorKind> verdict() const;
};

TickReport run_tick(const Scope& scope);

// The rest of a tick whose calendars have been read.
TickReport tick_after(const Scope& scope, SyncReport sync);

// Records that a job ran, for `status` and for the guard of --now.
void record_job(const Scope& scope, const std::string& job, Instant started,
                const std::optional<ErrorKind>& verdict);

// Throws Error{usage}: a store that lives by the machine's clock takes --now only with --dry-run.
void refuse_pretended_clock(const Scope& scope);

// Nothing when all was delivered; configuration when a channel could not be tried; else partial.
std::optional<ErrorKind> verdict_of(const DeliveryReport& report);

// Partial when a step failed, also when it will be tried again.
std::optional<ErrorKind> verdict_of(const BuildReport& report);

}  // namespace execassist::app
