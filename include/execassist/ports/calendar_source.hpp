// Where meetings come from. One source is one calendar of one user.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/base/zone.hpp>
#include <execassist/model/meeting.hpp>

#include <string>
#include <unordered_set>
#include <vector>

namespace execassist {

struct Window {
  Instant start{};
  Instant end{};  // exclusive

  bool covers(Instant at) const { return start <= at && at < end; }
  bool overlaps(Instant from, Instant to) const {
    return from < end && (to > start || from >= start);
  }
};

struct FetchRequest {
  std::string cursor;            // of the last stored fetch; empty asks for a complete listing
  Window window;                 // what the caller wants to know
  Zone user_zone = Zone::utc();  // for floating times and all-day entries
  std::unordered_set<std::string> known;  // external ids to report even outside the window
  // As `cursor`, but also with a complete listing: it tells what has left the window from what is
  // gone.
  std::string last_cursor{};
  bool full = false;  // --full: a source that remembers answers asks all the same, for everything
};

struct FetchResult {
  bool unchanged = false;  // nothing differs from the cursor's state; the lists are then empty
  bool complete = false;   // the listing is everything in the window: what it lacks is gone
  std::vector<MeetingFacts> meetings;
  std::vector<std::string> removed;         // external ids
  std::vector<std::string> removed_series;  // series ids: all their meetings are gone
  std::vector<std::string> unreadable;      // external ids: listed, but not to be read; they stay
  std::string cursor;
  std::string content_hash;           // of a file or feed, for the guard against empty feeds
  std::vector<std::string> warnings;  // one line each: what was skipped or guessed, and why
};

// One object is used by one thread at a time; several objects may fetch at once.
class CalendarSource {
 public:
  virtual ~CalendarSource() = default;

  // Throws Error: failed (unreadable, not a calendar, truncated), sign_in_needed, try_again
  // (network), configuration (a secret address that cannot be had or used).
  virtual FetchResult fetch(const FetchRequest& request) = 0;
};

}  // namespace execassist
