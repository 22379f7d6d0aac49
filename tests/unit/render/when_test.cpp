#include "render/when.hpp"

#include <string>

#include <doctest/doctest.h>

namespace execassist::render {
namespace {

using namespace std::chrono_literals;

Zone zone(std::string_view name) {
  auto found = Zone::find(name);
  REQUIRE(found.has_value());
  return *found;
}

Instant at(std::string_view text) {
  const auto read = parse_rfc3339(text);
  REQUIRE(read.has_value());
  return *read;
}

}  // namespace

TEST_CASE("when: spoken, on the clock, and as a stamp") {
  struct Case {
    std::string instant;
    std::string zone_name;
    std::string spoken;
    std::string clock;
    std::string stamped;
  };
  for (const auto& [instant, zone_name, spoken, clock, stamped] : {
           Case{"2024-01-15T14:00:00Z", "Europe/London", "Monday, January 15 at 2:00 PM GMT",
                "14:00", "2024-01-15 14:00 GMT"},
           Case{"2024-07-15T14:05:59Z", "Europe/London", "Monday, July 15 at 3:05 PM BST", "15:05",
                "2024-07-15 15:05 BST"},
           Case{"2026-01-15T00:00:00Z", "UTC", "Thursday, January 15 at 12:00 AM UTC", "00:00",
                "2026-01-15 00:00 UTC"},
           Case{"2026-01-15T12:00:00Z", "UTC", "Thursday, January 15 at 12:00 PM UTC", "12:00",
                "2026-01-15 12:00 UTC"},
           Case{"2026-01-15T00:59:00Z", "UTC", "Thursday, January 15 at 12:59 AM UTC", "00:59",
                "2026-01-15 00:59 UTC"},
           Case{"2026-01-15T11:59:00Z", "UTC", "Thursday, January 15 at 11:59 AM UTC", "11:59",
                "2026-01-15 11:59 UTC"},
           Case{"2026-01-15T13:01:00Z", "UTC", "Thursday, January 15 at 1:01 PM UTC", "13:01",
                "2026-01-15 13:01 UTC"},
           Case{"2026-01-15T23:59:00Z", "UTC", "Thursday, January 15 at 11:59 PM UTC", "23:59",
                "2026-01-15 23:59 UTC"},
           // Another day, month and year over there.
           Case{"2026-01-01T02:00:00Z", "America/New_York", "Wednesday, December 31 at 9:00 PM EST",
                "21:00", "2025-12-31 21:00 EST"},
           Case{"2026-01-15T20:00:00Z", "Asia/Kolkata", "Friday, January 16 at 1:30 AM IST",
                "01:30", "2026-01-16 01:30 IST"},
           Case{"2026-06-15T12:00:00Z", "Europe/Istanbul", "Monday, June 15 at 3:00 PM +03",
                "15:00", "2026-06-15 15:00 +03"},
           // The hour that comes twice: the abbreviation tells them apart.
           Case{"2026-11-01T05:30:00Z", "America/New_York", "Sunday, November 1 at 1:30 AM EDT",
                "01:30", "2026-11-01 01:30 EDT"},
           Case{"2026-11-01T06:30:00Z", "America/New_York", "Sunday, November 1 at 1:30 AM EST",
                "01:30", "2026-11-01 01:30 EST"},
           Case{"2024-02-29T09:00:00Z", "UTC", "Thursday, February 29 at 9:00 AM UTC", "09:00",
                "2024-02-29 09:00 UTC"},
       }) {
    CAPTURE(instant);
    const Zone there = zone(zone_name);
    CHECK(spoken_time(at(instant), there) == spoken);
    CHECK(clock_time(at(instant), there) == clock);
    CHECK(stamp(at(instant), there) == stamped);
  }
}

TEST_CASE("when: a date names its year when it is another") {
  const Zone new_york = zone("America/New_York");
  const Instant now = at("2026-01-01T02:00:00Z");  // still 2025 over there
  CHECK(spoken_date(2026y / 1 / 15, new_york, now) == "Thursday, January 15, 2026");
  CHECK(spoken_date(2025y / 12 / 31, new_york, now) == "Wednesday, December 31");
  CHECK(spoken_date(2026y / 1 / 15, Zone::utc(), now) == "Thursday, January 15");
}

TEST_CASE("when: how far away") {
  const Instant now = at("2026-01-15T12:00:00Z");
  struct Case {
    Seconds distance;
    std::string words;
  };
  for (const auto& [distance, words] : {
           Case{0s, "now"},
           Case{59s, "now"},
           Case{-59s, "now"},
           Case{60s, "in 1 min"},
           Case{-60s, "1 min ago"},
           Case{72h, "in 3 d"},
           Case{-(2h + 30min), "2 h 30 min ago"},
           Case{26h, "in 1 d 2 h"},
       }) {
    CAPTURE(words);
    CHECK(relative(now + distance, now) == words);
  }
}

}  // namespace execassist::render
