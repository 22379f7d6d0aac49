// `run`: one whole tick, and the heartbeat of every job.
#pragma once

#include "app/calendar_sync.hpp"
#include "app/classification.hpp"
#include "app/delivery.hpp"
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
  DeliveryReport notify;
  RemindReport remind;

  // As a whole: nothing when all went well.
  std::optional<ErrorKind> verdict() const;
};

TickReport run_tick(const Scope& scope);

// Records that a job ran, for `status` and for the guard of --now.
void record_job(const Scope& scope, const std::string& job, Instant started,
                const std::optional<ErrorKind>& verdict);

// Throws Error{usage}: a store that lives by the machine's clock takes --now only with --dry-run.
void refuse_pretended_clock(const Scope& scope);

// Nothing when all was delivered; configuration when a channel could not be tried; else partial.
std::optional<ErrorKind> verdict_of(const DeliveryReport& report);

}  // namespace execassist::app
