// The occurrences of an event (RFC 5545 section 3.8.5): DTSTART, its RRULEs and RDATEs, without its
// EXDATEs, nor what old files exclude by an EXRULE (RFC 2445 section 4.8.5.2). Rules run on the
// wall clock and the zone is attached to each result, so that 09:00 stays 09:00 across a change of
// clocks. A time that the clock skips or shows twice is read as section 3.3.5 reads one that is
// written: it takes place. DTSTART always counts, also when it is outside its own rule.
#pragma once

#include "calendar/event_clock.hpp"
#include "calendar/ics_event.hpp"

#include <execassist/base/instant.hpp>

#include <optional>
#include <vector>

namespace execassist::calendar {

struct Occurrence {
  Instant start{};
  LocalSeconds local{};        // of the start, on the event's clock
  std::optional<Instant> end;  // only where an RDATE gives its own
};

struct Occurrences {
  std::vector<Occurrence> list;  // by start, each start once
  bool cut = false;              // a rule used up its budget
};

// Those that start from `from` to `to`, and up to two days around: the caller filters exactly.
Occurrences occurrences_of(const IcsEvent& event, const EventClock& clock, Instant from, Instant to,
                           int& budget);

}  // namespace execassist::calendar
