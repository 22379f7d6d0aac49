// One VEVENT, read but not yet placed in time: what a zone, a recurrence or an override needs comes
// later (ics_series). A value that cannot be read costs itself and leaves a warning; only an event
// without a readable start is unreadable.
#pragma once

#include "calendar/ics_components.hpp"
#include "calendar/ics_time.hpp"
#include "calendar/recurrence_rule.hpp"

#include <execassist/base/zone.hpp>
#include <execassist/model/meeting.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace execassist::calendar {

struct IcsPeriod {  // one RDATE
  IcsTime start;
  std::optional<IcsTime> end;
  std::optional<IcsDuration> duration;
};

struct IcsEvent {
  std::size_t line = 0;
  std::string uid;    // never empty; derived where it is missing
  std::string stamp;  // DTSTAMP
  std::string last_modified;
  IcsTime start;
  bool start_given = false;  // false: an override that says only which instance it means
  std::optional<IcsTime> end;
  std::optional<IcsDuration> duration;
  std::vector<RecurrenceRule> rules;            // RRULEs that can be followed
  std::vector<RecurrenceRule> exclusion_rules;  // EXRULEs, obsolete (RFC 2445 section 4.8.5.2)
  std::vector<IcsPeriod> extra;
  std::vector<IcsTime> excluded;
  std::optional<IcsTime> recurrence_id;
  bool this_and_future = false;
  std::size_t calendar = 0;   // which VCALENDAR of the file, for its zones
  std::string calendar_zone;  // X-WR-TIMEZONE, for floating times
  MeetingFacts facts;         // everything but ids and times
  std::string unreadable;     // why it must be skipped; empty when it need not
  std::vector<std::string> warnings;

  bool recurring() const { return !rules.empty() || !extra.empty(); }
};

struct EventReader {
  std::string user_email;  // whose response is own_response
  Zone user_zone = Zone::utc();

  IcsEvent read(const IcsComponent& component) const;
};

// How messages name an event: its title, else its UID, and its line.
std::string name_of(const IcsEvent& event);

}  // namespace execassist::calendar
