// Fetches calendars, several at once, and stores what changed. Sources are isolated: each has its
// own error and its own transaction; one that fails leaves what is known of it as it was.
#pragma once

#include "app/scope.hpp"

#include <execassist/base/error.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::app {

struct SourceError {
  std::string calendar_id;
  ErrorKind kind = ErrorKind::failed;
  std::string message;
  std::string hint;
};

struct UserSync {
  std::string user_id;
  int added = 0;
  int updated = 0;  // moved ones included
  int moved = 0;
  int unchanged = 0;
  int cancelled = 0;
  std::vector<SourceError> errors;
  std::vector<std::string> warnings;  // "calendar: what was skipped or guessed"

  bool failed() const { return !errors.empty(); }
};

struct SyncReport {
  std::vector<UserSync> users;
  int sources = 0;  // how many calendars were asked

  int failed_syncs() const;
  // Nothing when every source answered; configuration when that is why one did not; else partial,
  // or what all failures have in common when no source succeeded (sign_in_needed, try_again).
  std::optional<ErrorKind> verdict() const;
};

// Throws Error{configuration} before anything is fetched when a calendar lacks a setting.
SyncReport sync_calendars(const Scope& scope, bool full);

// As long as no calendar changes: the first sync that has more to do than to note that it was there
// (the horizon of a calendar is to be moved, what was held back is to be believed), and what the
// others do.
std::optional<Instant> next_telling_sync(const Scope& scope);
void note_idle_sync(const Scope& scope);

}  // namespace execassist::app
