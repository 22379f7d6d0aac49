// Dates, times and lengths as iCalendar writes them (RFC 5545 sections 3.3.4 to 3.3.9), not yet
// placed in a zone: that needs the calendar's VTIMEZONEs (event_clock).
#pragma once

#include <execassist/base/instant.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace execassist::calendar {

struct IcsTime {
  LocalSeconds local{};  // as it is written; for a date its midnight
  bool date = false;
  bool utc = false;
  std::string tzid;  // empty: floating, UTC or a date

  bool floating() const { return !date && !utc && tzid.empty(); }

  friend bool operator==(const IcsTime&, const IcsTime&) = default;
};

// "P1DT2H": days and weeks are counted on the calendar, the rest on the stopwatch (section 3.3.6).
struct IcsDuration {
  days nominal{};
  Seconds exact{};

  bool negative() const { return nominal + exact < Seconds{0}; }
};

// Nothing for malformed text and for years before 1582. "Z" wins over a TZID.
std::optional<IcsTime> parse_ics_time(std::string_view value, const std::string& tzid);

// Nothing for malformed text and for more than 100 years.
std::optional<IcsDuration> parse_ics_duration(std::string_view value);

// "+0100", "-053000".
std::optional<Seconds> parse_utc_offset(std::string_view value);

// "20261121T090000", or "20261121" for a date.
std::string basic_form(LocalSeconds local, bool date);

}  // namespace execassist::calendar
