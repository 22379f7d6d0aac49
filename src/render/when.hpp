// Moments and spans as people read them, in a given zone.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/base/zone.hpp>

#include <string>

namespace execassist::render {

// "Monday, January 15 at 2:00 PM GMT".
std::string spoken_time(Instant at, const Zone& zone);

// "Mon, Jan 15 2:00 PM GMT": the same where there is little room.
std::string brief_time(Instant at, const Zone& zone);

// "Monday, January 15"; with the year when it is not that of `now`.
std::string spoken_date(Date date, const Zone& zone, Instant now);

std::string clock_time(Instant at, const Zone& zone);   // "14:00"
std::string stamp(Instant at, const Zone& zone);        // "2026-01-15 14:00 GMT"
std::string short_stamp(Instant at, const Zone& zone);  // "Jan 15 14:00", for tables

// "in 3 d", "2 h 30 min ago", "now" (less than a minute apart).
std::string relative(Instant at, Instant now);

}  // namespace execassist::render
