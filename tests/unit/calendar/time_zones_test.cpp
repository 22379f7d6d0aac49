#include "calendar/time_zones.hpp"

#include "unit/calendar/ics_reading.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using execassist::tests::event;
using execassist::tests::joined;
using execassist::tests::lines_of;
using execassist::tests::Reading;

namespace {

// Central European rules under a name that means nothing elsewhere.
std::string definition(const std::string& tzid, const std::string& more = "") {
  return "BEGIN:VTIMEZONE\nTZID:" + tzid + "\n" + more +
         "BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
         "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\n"
         "BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
         "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\nEND:VTIMEZONE\n";
}

std::string at(const std::string& tzid, const std::string& local) {
  return event("DTSTART;TZID=" + tzid + ":" + local + "\nDURATION:PT1H\n");
}

}  // namespace

TEST_CASE("a TZID leads to a zone") {
  struct Case {
    std::string name;
    std::string body;
    std::string start;
    std::string zone;  // facts.time_zone
  };
  const std::string summer = "20260701T090000";
  const std::vector<Case> cases{
      {"IANA", at("Europe/Berlin", summer), "2026-07-01T07:00:00Z", "Europe/Berlin"},
      {"an old link", at("US/Eastern", summer), "2026-07-01T13:00:00Z", "US/Eastern"},
      {"quoted", at("\"America/New_York\"", summer), "2026-07-01T13:00:00Z", "America/New_York"},
      {"Windows", at("Eastern Standard Time", summer), "2026-07-01T13:00:00Z", "America/New_York"},
      {"Windows, quoted", at("\"W. Europe Standard Time\"", summer), "2026-07-01T07:00:00Z",
       "Europe/Berlin"},
      {"Windows, without summer time", at("India Standard Time", summer), "2026-07-01T03:30:00Z",
       "Asia/Calcutta"},
      {"a vendor prefix", at("/mozilla.org/20050126_1/Europe/Berlin", summer),
       "2026-07-01T07:00:00Z", "Europe/Berlin"},
      {"another one", at("/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires", summer),
       "2026-07-01T12:00:00Z", "America/Argentina/Buenos_Aires"},
      {"a prefix and a Windows name", at("/vendor/Tokyo Standard Time", summer),
       "2026-07-01T00:00:00Z", "Asia/Tokyo"},
      {"its own definition, summer", definition("Office") + at("Office", summer),
       "2026-07-01T07:00:00Z", ""},
      {"its own definition, winter", definition("Office") + at("Office", "20260115T090000"),
       "2026-01-15T08:00:00Z", ""},
      {"a definition behind the event", at("Office", summer) + definition("Office"),
       "2026-07-01T07:00:00Z", ""},
      {"in the gap of a definition: the offset before",
       definition("Office") + at("Office", "20260329T023000"), "2026-03-29T01:30:00Z", ""},
      {"behind the gap", definition("Office") + at("Office", "20260329T030000"),
       "2026-03-29T01:00:00Z", ""},
      {"in the overlap of a definition: the first",
       definition("Office") + at("Office", "20261025T023000"), "2026-10-25T00:30:00Z", ""},
      {"behind the overlap", definition("Office") + at("Office", "20261025T030000"),
       "2026-10-25T02:00:00Z", ""},
      {"a definition that names its place",
       definition("X1", "X-LIC-LOCATION:Asia/Tokyo\n") + at("X1", summer), "2026-07-01T00:00:00Z",
       "Asia/Tokyo"},
      {"a known name wins over a wrong definition",
       definition("America/New_York") + at("America/New_York", summer), "2026-07-01T13:00:00Z",
       "America/New_York"},
      {"Z wins over a TZID", event("DTSTART;TZID=Europe/Berlin:20260701T090000Z\n"),
       "2026-07-01T09:00:00Z", "UTC"},
      {"floating: the user's", event("DTSTART:20260701T090000\n"), "2026-07-01T08:00:00Z", ""},
      {"floating with a hint", "X-WR-TIMEZONE:Asia/Tokyo\n" + event("DTSTART:20260701T090000\n"),
       "2026-07-01T00:00:00Z", ""},
      {"floating with a useless hint", "X-WR-TIMEZONE:Mars\n" + event("DTSTART:20260701T090000\n"),
       "2026-07-01T08:00:00Z", ""},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    const auto result = Reading().of(each.body);
    REQUIRE(result.meetings.size() == 1);
    CHECK(execassist::format_rfc3339(result.meetings[0].start) == each.start);
    CHECK(result.meetings[0].time_zone == each.zone);
    CHECK(result.meetings[0].problem.empty());
  }
}

TEST_CASE("a definition holds beyond 2037") {
  Reading reading;
  reading.from = "2045-01-01T00:00:00Z";
  reading.to = "2046-01-01T00:00:00Z";
  const auto result = reading.of(definition("Office") + at("Office", "20450701T090000"));
  CHECK(joined(lines_of(result)) == "2045-07-01T07:00:00Z 60 -\n");
}

TEST_CASE("a series in a zone of its own keeps its wall clock") {
  Reading reading;
  reading.from = "2026-03-23T00:00:00Z";
  reading.to = "2026-04-06T00:00:00Z";
  const auto result = reading.of(
      definition("Office") +
      event("DTSTART;TZID=Office:20260101T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=TH;"
            "UNTIL=20260402T070000Z\n"));
  CHECK(joined(lines_of(result)) ==
        "2026-03-26T08:00:00Z 60 20260326T080000Z\n2026-04-02T07:00:00Z 60 20260402T070000Z\n");
}

TEST_CASE("an unknown zone is said and read as the user's") {
  const auto result = Reading().of(
      event("DTSTART;TZID=Mars/Olympus\u202E:20260701T090000\nDTEND;TZID=Mars/Olympus\u202E:"
            "20260701T100000\n"));
  REQUIRE(result.meetings.size() == 1);
  CHECK(joined(lines_of(result)) == "2026-07-01T08:00:00Z 60 -\n");
  CHECK(result.meetings[0].problem == "unknown time zone \"Mars/Olympus\": read as Europe/London");
  CHECK(result.meetings[0].time_zone.empty());
}

TEST_CASE("an empty or senseless definition is none") {
  for (const std::string body :
       {"BEGIN:VTIMEZONE\nTZID:Office\nEND:VTIMEZONE\n",
        "BEGIN:VTIMEZONE\nTZID:Office\nBEGIN:STANDARD\nDTSTART:nonsense\nTZOFFSETTO:+0100\n"
        "END:STANDARD\nEND:VTIMEZONE\n",
        "BEGIN:VTIMEZONE\nTZID:Office\nBEGIN:STANDARD\nDTSTART:20000101T000000\n"
        "TZOFFSETTO:+99\nEND:STANDARD\nEND:VTIMEZONE\n"}) {
    CAPTURE(body);
    const auto result = Reading().of(body + at("Office", "20260701T090000"));
    REQUIRE(result.meetings.size() == 1);
    CHECK(result.meetings[0].problem.find("unknown time zone") == 0);
  }
}
