#include "calendar/ics_override.hpp"

#include <utility>

namespace execassist::calendar {
namespace {

// The wall clock of the master at the instance that is meant; a bare date means the occurrence of
// that day.
LocalSeconds instance_local(const IcsTime& id, const PlacedEvent& master) {
  if (!id.date || master.clock.all_day()) return master.clock.local_of(id);
  const LocalSeconds start = master.clock.local_of(master.event.start);
  return id.local + (start - LocalSeconds{std::chrono::floor<days>(start)});
}

// An override may say only which instance it means (and that it is cancelled).
IcsEvent completed(IcsEvent event, const PlacedEvent* master) {
  if (!master) return event;
  event.facts.cancelled = event.facts.cancelled || master->event.facts.cancelled;
  if (event.start_given) return event;
  event.start = master->event.start;
  event.start.local = instance_local(*event.recurrence_id, *master);
  if (!event.end && !event.duration) {
    event.duration = IcsDuration{days{0}, master->length.about()};
    if (!master->event.end && master->event.duration) event.duration = master->event.duration;
  }
  if (event.facts.title.empty()) {
    const bool cancelled = event.facts.cancelled;
    event.facts = master->event.facts;
    event.facts.cancelled = cancelled;
  }
  return event;
}

}  // namespace

MeetingFacts PlacedEvent::facts_at(Instant start, Instant end) const {
  MeetingFacts out = event.facts;
  out.ical_uid = event.uid;
  out.start = start;
  out.end = end;
  out.time_zone = clock.iana_name();
  out.all_day = clock.all_day();
  for (const std::string& problem : {clock.problem(), length.problem()}) {
    if (problem.empty()) continue;
    out.problem += (out.problem.empty() ? "" : "; ") + problem;
  }
  return out;
}

IcsOverride::IcsOverride(IcsEvent read, const PlacedEvent* master, TimeZones& zones,
                         const Zone& user_zone)
    : placed(completed(std::move(read), master), zones, user_zone) {
  const IcsTime& id = *placed.event.recurrence_id;
  const PlacedEvent& identity = master ? *master : placed;
  const LocalSeconds local = instance_local(id, identity);
  const bool exact = !identity.clock.all_day() && !id.date;
  original = exact ? identity.clock.instant_of(id) : identity.clock.instant_of(local);
  instance = identity.clock.instance_id(original, local);
  const IcsTime& own = placed.event.start;
  const IcsTime& other = identity.event.start;
  same_clock = own.tzid == other.tzid && own.utc == other.utc && own.date == other.date;
  original_local_ = same_clock ? local : placed.clock.local_at(original);
  reaches_later = placed.event.this_and_future && master && own.date == other.date;
  same_length = placed.length.about() == identity.length.about();
}

MeetingFacts IcsOverride::own_facts() const {
  const Instant start = placed.clock.instant_of(placed.event.start);
  return placed.facts_at(start,
                         placed.length.end_of(start, placed.clock.local_of(placed.event.start)));
}

MeetingFacts IcsOverride::facts_of_later(const Occurrence& occurrence) const {
  const LocalSeconds base = same_clock ? occurrence.local : placed.clock.local_at(occurrence.start);
  const LocalSeconds local = base + (placed.clock.local_of(placed.event.start) - original_local_);
  const Instant start = placed.clock.instant_of(local);
  if (occurrence.end && same_length) {
    return placed.facts_at(start, start + (*occurrence.end - occurrence.start));
  }
  return placed.facts_at(start, placed.length.end_of(start, local));
}

Seconds IcsOverride::displacement() const {
  const Seconds shift = placed.clock.local_of(placed.event.start) - original_local_;
  return std::chrono::abs(shift) + placed.length.about();
}

}  // namespace execassist::calendar
