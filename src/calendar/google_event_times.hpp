// When an event of Google's takes place. All-day entries begin and end at the user's midnights; an
// instance is named by the start that its series gave it, in the form in which the iCalendar reader
// writes a RECURRENCE-ID, so that both name one occurrence alike.
#pragma once

#include "wire/json.hpp"

#include <execassist/base/instant.hpp>
#include <execassist/base/zone.hpp>

#include <string>

namespace execassist::calendar {

struct GoogleTimes {
  Instant start{};
  Instant end{};
  bool all_day = false;
  std::string time_zone;      // IANA; empty when the event names none that is known
  std::string recurrence_id;  // of an instance; else empty
  std::string problem;        // what was guessed
  std::string unreadable;     // why the event must be skipped; empty when it need not
};

struct GoogleEventClock {
  Zone user_zone = Zone::utc();
  std::string calendar_zone;  // for a time without an offset and a zone of its own; may be empty

  GoogleTimes read(const wire::Json& event) const;
};

}  // namespace execassist::calendar
