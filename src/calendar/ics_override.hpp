// An event together with the clock and the length that place it, and an override together with the
// instance it stands for.
#pragma once

#include "calendar/event_clock.hpp"
#include "calendar/ics_event.hpp"
#include "calendar/recurrence.hpp"

#include <execassist/model/meeting.hpp>

#include <string>

namespace execassist::calendar {

// Immovable: the length refers to the clock.
struct PlacedEvent {
  PlacedEvent(IcsEvent read, TimeZones& zones, const Zone& user_zone)
      : event(std::move(read)), clock(event, zones, user_zone), length(event, clock) {}
  PlacedEvent(const PlacedEvent&) = delete;
  PlacedEvent& operator=(const PlacedEvent&) = delete;

  // What it says, at that time. Ids are left to the caller.
  MeetingFacts facts_at(Instant start, Instant end) const;

  IcsEvent event;
  EventClock clock;
  EventLength length;
};

struct IcsOverride {
  // `master` is null when the file holds only this instance, as for one who is invited to it alone.
  IcsOverride(IcsEvent read, const PlacedEvent* master, TimeZones& zones, const Zone& user_zone);

  MeetingFacts own_facts() const;

  // RANGE=THISANDFUTURE (RFC 5545 section 3.2.13): a later occurrence of the master, moved by the
  // same distance and made as long as this one. What was not made longer or shorter here leaves the
  // period of an RDATE its own length.
  MeetingFacts facts_of_later(const Occurrence& occurrence) const;

  // How far this moves later occurrences, at most.
  Seconds displacement() const;

  PlacedEvent placed;
  Instant original{};          // the start that it replaces
  std::string instance;        // its recurrence id
  bool same_clock = false;     // master and override use one zone
  bool same_length = false;    // as the master
  bool reaches_later = false;  // RANGE=THISANDFUTURE, and it can be followed

 private:
  LocalSeconds original_local_{};  // on the clock of the override
};

}  // namespace execassist::calendar
