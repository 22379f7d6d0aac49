// Moments and lengths of time. An Instant is UTC with a resolution of one second, as it is stored.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace execassist {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using Seconds = std::chrono::seconds;
using Instant = std::chrono::sys_seconds;
using LocalSeconds = std::chrono::local_seconds;  // a wall clock reading, without a zone
using Date = std::chrono::year_month_day;

// "2026-11-21T09:30:00Z", always UTC.
std::string format_rfc3339(Instant at);

// RFC 3339 with an offset ("Z" or "+01:00"; 'T' or a blank between date and time; fractions are
// cut). Nothing when malformed, out of range (years 1970 to 9999) or without an offset.
std::optional<Instant> parse_rfc3339(std::string_view text);

// "Sat, 21 Nov 2026 09:30:00 +0000", as in mail and HTTP: RFC 2822 with the day of the week
// optional and not compared, and "GMT", "UT", "UTC" or "Z" for the offset. Nothing when malformed
// or before 1970.
std::optional<Instant> parse_rfc2822(std::string_view text);

// "2026-11-21 14:30", with 'T' for the blank and seconds optional; a date alone is its midnight.
std::optional<LocalSeconds> parse_local_time(std::string_view text);

// "2026-11-21".
std::optional<Date> parse_date(std::string_view text);
std::string format_date(Date date);

// "90s", "30m", "2h", "1d", "1w" and sums such as "1h30m"; never negative, at most ten years.
std::optional<Seconds> parse_duration(std::string_view text);

// The largest two units that matter: "45 s", "30 min", "2 h 30 min", "3 d", "14 d 2 h".
std::string describe_duration(Seconds length);

}  // namespace execassist
