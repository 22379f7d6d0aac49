// What a fetch means for the store: decided here, applied by app/sync. Pure.
#pragma once

#include <execassist/model/meeting.hpp>
#include <execassist/ports/calendar_source.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::calendar {

enum class ChangeKind {
  added,      // unknown until now
  updated,    // facts differ, but not when it takes place
  moved,      // start or end differ; or an instance of a moved series, paired by date
  cancelled,  // listed as cancelled, removed, or missing from a complete listing
  revived,    // was cancelled here, and is listed again
};

struct Change {
  ChangeKind kind = ChangeKind::added;
  std::string meeting_id;  // of the known meeting; empty for added
  MeetingFacts facts;      // new facts; for cancelled: the known ones
  std::string cause;  // for the history: "missing from the calendar", "cancelled by the organizer"
};

struct SyncPlan {
  std::vector<Change> changes;
  int unchanged = 0;
  // Set when a file or feed suddenly lacks more than half of at least 10 coming meetings: one line
  // that says so. `changes` is still what the answer would do.
  std::optional<std::string> suspicious;
};

struct SyncSituation {
  std::vector<Meeting> known;        // of this calendar, with status cancelled too
  std::optional<Window> old_window;  // of the last stored listing
  Window window;                     // of this fetch: from its start to the horizon
  Instant now{};
  Zone user_zone = Zone::utc();  // in which what moved is paired by date
};

// Rules (design: Sync). Unknown meetings outside the window, unknown ones that are listed as
// cancelled, and nothing else, are dropped. A complete listing cancels what it lacks only where old
// and new window both cover its start and start > now. Facts win over what is known even outside
// the window. A known meeting that is missing and an unknown one may be one that moved
// (moved_meetings). A removed series takes with it whatever of it is not listed.
// What is listed, but cannot be read, stays as it is known.
SyncPlan plan_sync(const SyncSituation& situation, const FetchResult& fetched);

}  // namespace execassist::calendar
