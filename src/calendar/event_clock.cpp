#include "calendar/event_clock.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>

namespace execassist::calendar {
namespace {

LocalSeconds date_of(LocalSeconds local) { return LocalSeconds{std::chrono::floor<days>(local)}; }

}  // namespace

EventClock::EventClock(const IcsEvent& event, TimeZones& zones, const Zone& user_zone)
    : zones_(zones),
      user_zone_(user_zone),
      zone_(user_zone),
      calendar_(event.calendar),
      tzid_(event.start.tzid),
      all_day_(event.start.date),
      utc_(event.start.utc) {
  if (all_day_) return;
  if (utc_) {
    zone_ = EventZone(Zone::utc());
    in_zone_ = true;
  } else if (!tzid_.empty()) {
    if (const EventZone* found = zones.find(tzid_, calendar_)) {
      zone_ = *found;
      in_zone_ = true;
    } else {
      problem_ = "unknown time zone \"" + fit_width(one_line(tzid_), 60) + "\": read as " +
                 user_zone.name();
    }
  } else if (const EventZone* hinted = zones.find(event.calendar_zone, calendar_)) {
    zone_ = *hinted;
  }
}

bool EventClock::own_clock(const IcsTime& time) const {
  return time.date || time.floating() || (time.utc ? utc_ : time.tzid == tzid_);
}

// Null: the event's own.
const EventZone* EventClock::zone_of(const IcsTime& time) const {
  return own_clock(time) || time.utc ? nullptr : zones_.find(time.tzid, calendar_);
}

LocalSeconds EventClock::local_of(const IcsTime& time) const {
  if (all_day_) {
    if (!time.utc || time.local == date_of(time.local)) return date_of(time.local);
    return date_of(user_zone_.to_local(Instant{time.local.time_since_epoch()}));
  }
  return own_clock(time) ? time.local : local_at(instant_of(time));
}

LocalSeconds EventClock::local_at(Instant at) const { return zone_.to_local(at); }

Instant EventClock::instant_of(const IcsTime& time) const {
  if (all_day_) return instant_of(local_of(time));
  if (time.utc) return Instant{time.local.time_since_epoch()};
  if (const EventZone* other = zone_of(time)) return other->to_instant(time.local);
  return zone_.to_instant(time.local);
}

Instant EventClock::instant_of(LocalSeconds local) const {
  if (!all_day_) return zone_.to_instant(local);
  return user_zone_.midnight(Date{std::chrono::floor<days>(local)});
}

std::string EventClock::instance_id(Instant start, LocalSeconds local) const {
  if (all_day_ || !in_zone_) return basic_form(local, all_day_);
  return basic_form(LocalSeconds{start.time_since_epoch()}, false) + "Z";
}

EventLength::EventLength(const IcsEvent& event, const EventClock& clock) : clock_(clock) {
  if (clock.all_day()) {
    measure_days(event);
  } else if (event.end) {
    exact_ = clock.instant_of(*event.end) - clock.instant_of(event.start);
  } else if (event.duration) {
    nominal_ = event.duration->nominal;
    exact_ = event.duration->exact;
  }
  if (about() < Seconds{0}) {
    problem_ = "it ends before it starts: taken as without length";
    nominal_ = days{0};
    exact_ = Seconds{0};
  }
}

void EventLength::measure_days(const IcsEvent& event) {
  if (event.end) {
    nominal_ = std::chrono::duration_cast<days>(clock_.local_of(*event.end) -
                                                clock_.local_of(event.start));
  } else if (event.duration) {
    nominal_ = std::chrono::ceil<days>(event.duration->nominal + event.duration->exact);
  }
  // Some write the same date as start and end of a one-day entry.
  if (nominal_ == days{0}) nominal_ = days{1};
}

Instant EventLength::end_of(Instant start, LocalSeconds local) const {
  if (nominal_ == days{0}) return start + exact_;
  return std::max(start, clock_.instant_of(local + nominal_) + exact_);
}

}  // namespace execassist::calendar
