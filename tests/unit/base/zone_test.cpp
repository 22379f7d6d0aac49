#include <execassist/base/zone.hpp>

#include <string>

#include <doctest/doctest.h>

namespace execassist {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;

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

LocalSeconds local(std::string_view text) {
  const auto read = parse_local_time(text);
  REQUIRE(read.has_value());
  return *read;
}

}  // namespace

TEST_CASE("zone: local times become instants as RFC 5545 says") {
  struct Case {
    std::string zone_name;
    std::string local_time;
    std::string instant;
  };
  for (const auto& [zone_name, local_time, instant] : {
           Case{"UTC", "2026-03-08 02:30", "2026-03-08T02:30:00Z"},
           Case{"America/New_York", "2026-01-15 09:00", "2026-01-15T14:00:00Z"},
           Case{"America/New_York", "2026-07-15 09:00", "2026-07-15T13:00:00Z"},
           // The gap from 02:00 to 03:00 is read with the offset before it.
           Case{"America/New_York", "2026-03-08 01:59:59", "2026-03-08T06:59:59Z"},
           Case{"America/New_York", "2026-03-08 02:00", "2026-03-08T07:00:00Z"},
           Case{"America/New_York", "2026-03-08 02:30", "2026-03-08T07:30:00Z"},
           Case{"America/New_York", "2026-03-08 03:00", "2026-03-08T07:00:00Z"},
           // From 01:00 to 02:00 occurs twice and means the first.
           Case{"America/New_York", "2026-11-01 00:59:59", "2026-11-01T04:59:59Z"},
           Case{"America/New_York", "2026-11-01 01:00", "2026-11-01T05:00:00Z"},
           Case{"America/New_York", "2026-11-01 01:30", "2026-11-01T05:30:00Z"},
           Case{"America/New_York", "2026-11-01 02:00", "2026-11-01T07:00:00Z"},
           Case{"Europe/London", "2026-03-29 01:30", "2026-03-29T01:30:00Z"},
           Case{"Europe/London", "2026-10-25 01:30", "2026-10-25T00:30:00Z"},
           Case{"Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03T15:45:00Z"},  // half an hour
           Case{"Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04T14:45:00Z"},
           Case{"Asia/Kathmandu", "2026-01-15 00:00", "2026-01-14T18:15:00Z"},
           Case{"Asia/Kolkata", "2026-01-15 05:30", "2026-01-15T00:00:00Z"},
           Case{"Pacific/Kiritimati", "2026-01-15 13:00", "2026-01-14T23:00:00Z"},
           Case{"Etc/GMT+5", "2026-01-15 09:00", "2026-01-15T14:00:00Z"},
       }) {
    CAPTURE(zone_name);
    CAPTURE(local_time);
    CHECK(format_rfc3339(zone(zone_name).to_instant(local(local_time))) == instant);
  }
}

TEST_CASE("zone: instants become local times") {
  const Zone new_york = zone("America/New_York");
  CHECK(new_york.to_local(at("2026-03-08T06:59:59Z")) == local("2026-03-08 01:59:59"));
  CHECK(new_york.to_local(at("2026-03-08T07:00:00Z")) == local("2026-03-08 03:00"));
  CHECK(new_york.to_local(at("2026-11-01T05:30:00Z")) == local("2026-11-01 01:30"));
  CHECK(new_york.to_local(at("2026-11-01T06:30:00Z")) == local("2026-11-01 01:30"));
  CHECK(Zone::utc().to_local(at("2026-11-01T06:30:00Z")) == local("2026-11-01 06:30"));
  CHECK(new_york.date_of(at("2026-01-15T04:59:59Z")) == 2026y / 1 / 14);
  CHECK(new_york.date_of(at("2026-01-15T05:00:00Z")) == 2026y / 1 / 15);
}

TEST_CASE("zone: a year there and back") {
  const Zone berlin = zone("Europe/Berlin");
  int twice = 0;
  int skipped = 0;
  for (int hour = 0; hour < 365 * 24; ++hour) {
    const Instant instant = at("2026-01-01T00:00:00Z") + hours{hour};
    if (berlin.to_instant(berlin.to_local(instant)) != instant) ++twice;
    const LocalSeconds reading = local_days{2026y / 1 / 1} + hours{hour};
    if (berlin.to_local(berlin.to_instant(reading)) != reading) ++skipped;
  }
  CHECK(twice == 1);
  CHECK(skipped == 1);
}

TEST_CASE("zone: the first instant of a day") {
  struct Case {
    std::string zone_name;
    Date date;
    std::string instant;
  };
  for (const auto& [zone_name, date, instant] : {
           Case{"UTC", 2026y / 7 / 1, "2026-07-01T00:00:00Z"},
           Case{"Europe/London", 2026y / 7 / 1, "2026-06-30T23:00:00Z"},
           Case{"America/New_York", 2026y / 1 / 15, "2026-01-15T05:00:00Z"},
           // Clocks jump over midnight: the day begins at 01:00.
           Case{"America/Sao_Paulo", 2018y / 11 / 4, "2018-11-04T03:00:00Z"},
           Case{"Africa/Cairo", 2023y / 4 / 28, "2023-04-27T22:00:00Z"},
           // From 23:30 to 00:30: midnight is in the middle of what is left out.
           Case{"America/Toronto", 1919y / 3 / 31, "1919-03-31T04:30:00Z"},
           // Clocks go back to 23:00 at midnight, and to 23:01 a minute after it.
           Case{"America/Sao_Paulo", 2018y / 2 / 18, "2018-02-18T03:00:00Z"},
           Case{"America/St_Johns", 2006y / 10 / 29, "2006-10-29T02:30:00Z"},
           // From 01:00 back to 00:00: midnight comes twice.
           Case{"America/Havana", 2026y / 11 / 1, "2026-11-01T04:00:00Z"},
           // The whole day was left out.
           Case{"Pacific/Apia", 2011y / 12 / 30, "2011-12-30T10:00:00Z"},
       }) {
    CAPTURE(zone_name);
    CHECK(format_rfc3339(zone(zone_name).midnight(date)) == instant);
  }
  const Zone cairo = zone("Africa/Cairo");
  CHECK(cairo.to_local(cairo.midnight(2023y / 4 / 28)) == local("2023-04-28 01:00"));
}

TEST_CASE("zone: names") {
  CHECK(Zone::utc().name() == "UTC");
  CHECK(zone("UTC").name() == "UTC");
  const Zone link = zone("US/Eastern");
  CHECK(link.name() == "US/Eastern");
  CHECK(link.to_local(at("2026-07-15T13:00:00Z")) == local("2026-07-15 09:00"));
  CHECK(zone("Asia/Calcutta").to_local(at("2026-01-15T00:00:00Z")) == local("2026-01-15 05:30"));

  for (const std::string name : {
           "",
           " ",
           "Europe/Londn",
           "europe/london",
           "EUROPE/LONDON",
           "Europe/London ",
           " Europe/London",
           "Europe",
           "Europe/",
           "/Europe/London",
           "Eastern Standard Time",
           "../etc/passwd",
           "../../../etc/passwd",
           "Europe/../Europe/London",
           "./Europe/London",
           "/etc/passwd",
           "/usr/share/zoneinfo/Europe/London",
           "etc/passwd",
           "localtime",            // the machine's zone, not a name
           "posixrules",           //
           "right/Europe/London",  // counts leap seconds
           "zone.tab",
           "tzdata.zi",
           "Europe\nLondon",
           "Europe/Zürich",
           "%s%n",
       }) {
    CAPTURE(name);
    CHECK_FALSE(Zone::find(name).has_value());
  }
  CHECK_FALSE(Zone::find(std::string("Europe/London\0", 14)).has_value());
  CHECK_FALSE(Zone::find(std::string("Europe\0London", 13)).has_value());
  CHECK_FALSE(Zone::find(std::string(100000, 'A')).has_value());
}

TEST_CASE("zone: abbreviations") {
  const Instant winter = at("2026-01-15T12:00:00Z");
  const Instant summer = at("2026-07-15T12:00:00Z");
  struct Case {
    std::string zone_name;
    std::string in_winter;
    std::string in_summer;
  };
  for (const auto& [zone_name, in_winter, in_summer] : {
           Case{"UTC", "UTC", "UTC"},
           Case{"Europe/London", "GMT", "BST"},
           Case{"Europe/Berlin", "CET", "CEST"},
           Case{"America/New_York", "EST", "EDT"},
           Case{"Europe/Istanbul", "+03", "+03"},
           Case{"Asia/Kolkata", "IST", "IST"},
       }) {
    CAPTURE(zone_name);
    CHECK(zone(zone_name).abbreviation(winter) == in_winter);
    CHECK(zone(zone_name).abbreviation(summer) == in_summer);
  }
}

TEST_CASE("zone: every name that is suggested can be used") {
  const auto names = zone_names();
  CHECK(names.size() > 400);
  int unusable = 0;
  for (const std::string& name : names) {
    if (!Zone::find(name)) ++unusable;
  }
  CHECK(unusable == 0);
}

}  // namespace execassist
