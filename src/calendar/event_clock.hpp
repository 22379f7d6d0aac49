// Places the times of one event: its zone, the user's for all-day and floating ones (the calendar's
// own hint X-WR-TIMEZONE first), and the user's with a stated problem when its TZID leads nowhere.
#pragma once

#include "calendar/ics_event.hpp"
#include "calendar/time_zones.hpp"

#include <execassist/base/instant.hpp>
#include <execassist/base/zone.hpp>

#include <string>

namespace execassist::calendar {

class EventClock {
 public:
  // `zones` is lent and outlives this.
  EventClock(const IcsEvent& event, TimeZones& zones, const Zone& user_zone);

  bool all_day() const { return all_day_; }
  const std::string& problem() const { return problem_; }
  std::string iana_name() const { return in_zone_ ? zone_.iana_name() : std::string(); }

  // On the clock of this event; for an all-day one the midnight that begins its date there.
  LocalSeconds local_of(const IcsTime& time) const;
  LocalSeconds local_at(Instant at) const;
  Instant instant_of(const IcsTime& time) const;
  Instant instant_of(LocalSeconds local) const;

  // The last part of an external id: UTC, or the local form for all-day and floating events.
  std::string instance_id(Instant start, LocalSeconds local) const;

 private:
  bool own_clock(const IcsTime& time) const;
  const EventZone* zone_of(const IcsTime& time) const;

  TimeZones& zones_;
  Zone user_zone_;
  EventZone zone_;
  std::size_t calendar_ = 0;
  std::string tzid_;
  bool all_day_ = false;
  bool utc_ = false;
  bool in_zone_ = false;  // a zone was named, and found
  std::string problem_;
};

// How long each occurrence takes. DTEND gives an exact length, the days of a DURATION are counted
// on the wall clock (RFC 5545 section 3.3.6); DTEND wins over DURATION. Never negative.
class EventLength {
 public:
  EventLength(const IcsEvent& event, const EventClock& clock);

  Instant end_of(Instant start, LocalSeconds local) const;
  const std::string& problem() const { return problem_; }
  Seconds about() const { return nominal_ + exact_; }

 private:
  void measure_days(const IcsEvent& event);

  const EventClock& clock_;
  days nominal_{};
  Seconds exact_{};
  std::string problem_;
};

}  // namespace execassist::calendar
