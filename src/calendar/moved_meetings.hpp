// One meeting under two ids: what went from a calendar and what came in its place. Servers give the
// instances of a moved series new ids (for ICS the id holds the original start), "this and all that
// follow" becomes a series with a UID of its own, and some exports make up UIDs anew each time. All
// of that is a move to whoever was invited, not a cancellation and another meeting. Pure.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/base/zone.hpp>
#include <execassist/model/meeting.hpp>

#include <functional>
#include <vector>

namespace execassist::calendar {

struct MovedMeeting {
  const Meeting* known;
  const MeetingFacts* facts;
};

struct MovedBounds {
  Instant now{};
  Zone user_zone = Zone::utc();
  std::function<bool(Instant start)> in_both_windows;  // the listings before and now had to show it
};

// Pairs what is still to come, each at most once. Of one UID (Google's "_R<start>" of a split
// series left out): the same local date; else the one shift in local time that pairs most of the
// series, the smallest of several; else in order. Of different UIDs only with the same title and
// the same people: the same times; else the same local date; else, of two series, that one shift.
// But for those of the same date, both have to be in both windows: a new instance that only the new
// window shows is no replacement of one that went.
std::vector<MovedMeeting> pair_moved(const std::vector<const Meeting*>& gone,
                                     const std::vector<const MeetingFacts*>& added,
                                     const MovedBounds& bounds);

}  // namespace execassist::calendar
