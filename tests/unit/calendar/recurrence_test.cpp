#include "calendar/recurrence.hpp"

#include "unit/calendar/ics_reading.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using execassist::tests::event;
using execassist::tests::joined;
using execassist::tests::lines_of;
using execassist::tests::Reading;

namespace {

struct Case {
  std::string name;
  std::string lines;
  std::string from;
  std::string to;
  std::vector<std::string> expected;
  std::string zone = "Europe/London";
};

void check(const Case& each) {
  CAPTURE(each.name);
  Reading reading;
  reading.from = each.from;
  reading.to = each.to;
  reading.zone = each.zone;
  const auto result = reading.of(event(each.lines));
  CHECK(joined(lines_of(result)) == joined(each.expected));
  CHECK(joined(result.warnings).empty());
}

const std::string kNewYork = "TZID=America/New_York:";

}  // namespace

TEST_CASE("a rule keeps the wall clock across changes of clocks") {
  const std::vector<Case> cases{
      {"a single in the spring gap is read with the offset before it",
       "DTSTART;" + kNewYork + "20260308T023000\nDURATION:PT30M\n",
       "2026-03-08T00:00:00Z",
       "2026-03-09T00:00:00Z",
       {"2026-03-08T07:30:00Z 30 -"}},
      {"a single in the autumn overlap is the first one",
       "DTSTART;" + kNewYork + "20261101T013000\nDURATION:PT30M\n",
       "2026-11-01T00:00:00Z",
       "2026-11-02T00:00:00Z",
       {"2026-11-01T05:30:00Z 30 -"}},
      {"daily 02:30 through the spring gap",
       "DTSTART;" + kNewYork + "20260306T023000\nDURATION:PT30M\nRRULE:FREQ=DAILY;COUNT=5\n",
       "2026-03-01T00:00:00Z",
       "2026-04-01T00:00:00Z",
       {"2026-03-06T07:30:00Z 30 20260306T073000Z", "2026-03-07T07:30:00Z 30 20260307T073000Z",
        "2026-03-08T07:30:00Z 30 20260308T073000Z", "2026-03-09T06:30:00Z 30 20260309T063000Z",
        "2026-03-10T06:30:00Z 30 20260310T063000Z"}},
      {"weekly 09:00 in London into summer time",
       "DTSTART;TZID=Europe/London:20260316T090000\nDTEND;TZID=Europe/London:20260316T100000\n"
       "RRULE:FREQ=WEEKLY\n",
       "2026-03-20T00:00:00Z",
       "2026-04-08T00:00:00Z",
       {"2026-03-23T09:00:00Z 60 20260323T090000Z", "2026-03-30T08:00:00Z 60 20260330T080000Z",
        "2026-04-06T08:00:00Z 60 20260406T080000Z"}},
      {"weekly 09:00 in London out of summer time",
       "DTSTART;TZID=Europe/London:20250106T090000\nDURATION:PT45M\nRRULE:FREQ=WEEKLY;BYDAY=MO\n",
       "2026-10-18T00:00:00Z",
       "2026-10-28T00:00:00Z",
       {"2026-10-19T08:00:00Z 45 20261019T080000Z", "2026-10-26T09:00:00Z 45 20261026T090000Z"}},
      {"an overnight DTEND keeps its exact length, 8 h, across the change",
       "DTSTART;TZID=Europe/London:20260327T230000\nDTEND;TZID=Europe/London:20260328T070000\n"
       "RRULE:FREQ=DAILY;COUNT=2\n",
       "2026-03-01T00:00:00Z",
       "2026-04-01T00:00:00Z",
       {"2026-03-27T23:00:00Z 480 20260327T230000Z", "2026-03-28T23:00:00Z 480 20260328T230000Z"}},
      {"a DURATION of one day is a day of 23 h when clocks go forward",
       "DTSTART;TZID=Europe/London:20260328T120000\nDURATION:P1D\nRRULE:FREQ=DAILY;COUNT=2\n",
       "2026-03-01T00:00:00Z",
       "2026-04-01T00:00:00Z",
       {"2026-03-28T12:00:00Z 1380 20260328T120000Z",
        "2026-03-29T11:00:00Z 1440 20260329T110000Z"}},
      {"UTC stays UTC",
       "DTSTART:20260323T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2\n",
       "2026-03-01T00:00:00Z",
       "2026-04-10T00:00:00Z",
       {"2026-03-23T09:00:00Z 60 20260323T090000Z", "2026-03-30T09:00:00Z 60 20260330T090000Z"}},
  };
  for (const Case& each : cases) check(each);
}

TEST_CASE("UNTIL and COUNT end a rule where RFC 5545 ends it") {
  const std::vector<Case> cases{
      {"a UTC UNTIL is inclusive, in the zone of the event (summer: 09:00 is 08:00Z)",
       "DTSTART;TZID=Europe/London:20260601T090000\nDURATION:PT1H\n"
       "RRULE:FREQ=DAILY;UNTIL=20260603T080000Z\n",
       "2026-06-01T00:00:00Z",
       "2026-07-01T00:00:00Z",
       {"2026-06-01T08:00:00Z 60 20260601T080000Z", "2026-06-02T08:00:00Z 60 20260602T080000Z",
        "2026-06-03T08:00:00Z 60 20260603T080000Z"}},
      {"one second less leaves the last one out",
       "DTSTART;TZID=Europe/London:20260601T090000\nDURATION:PT1H\n"
       "RRULE:FREQ=DAILY;UNTIL=20260603T075959Z\n",
       "2026-06-01T00:00:00Z",
       "2026-07-01T00:00:00Z",
       {"2026-06-01T08:00:00Z 60 20260601T080000Z", "2026-06-02T08:00:00Z 60 20260602T080000Z"}},
      {"UNTIL as a date takes in that local day (21:00 New York is the next day in UTC)",
       "DTSTART;" + kNewYork + "20260601T210000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260602\n",
       "2026-06-01T00:00:00Z",
       "2026-07-01T00:00:00Z",
       {"2026-06-02T01:00:00Z 60 20260602T010000Z", "2026-06-03T01:00:00Z 60 20260603T010000Z"}},
      {"COUNT begins at DTSTART, not at the window",
       "DTSTART:20260601T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=10\n",
       "2026-06-09T00:00:00Z",
       "2026-07-01T00:00:00Z",
       {"2026-06-09T09:00:00Z 60 20260609T090000Z", "2026-06-10T09:00:00Z 60 20260610T090000Z"}},
  };
  for (const Case& each : cases) check(each);
}

TEST_CASE("the parts of a rule") {
  const std::vector<Case> cases{
      {"the last Friday of a month",
       "DTSTART:20260130T090000Z\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYDAY=-1FR\n",
       "2026-02-01T00:00:00Z",
       "2026-05-01T00:00:00Z",
       {"2026-02-27T09:00:00Z 60 20260227T090000Z", "2026-03-27T09:00:00Z 60 20260327T090000Z",
        "2026-04-24T09:00:00Z 60 20260424T090000Z"}},
      {"the last working day of a month",
       "DTSTART:20260130T090000Z\nDURATION:PT1H\n"
       "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1\n",
       "2026-05-01T00:00:00Z",
       "2026-06-01T00:00:00Z",
       {"2026-05-29T09:00:00Z 60 20260529T090000Z"}},
      {"every second week, far from its start",
       "DTSTART:20200106T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE\n",
       "2026-11-01T00:00:00Z",
       "2026-11-30T00:00:00Z",
       // 2020-01-06 plus 358 weeks is 2026-11-16.
       {"2026-11-02T09:00:00Z 60 20261102T090000Z", "2026-11-04T09:00:00Z 60 20261104T090000Z",
        "2026-11-16T09:00:00Z 60 20261116T090000Z", "2026-11-18T09:00:00Z 60 20261118T090000Z"}},
      {"WKST decides which week counts",
       "DTSTART:20260804T090000Z\nDURATION:PT1H\n"
       "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU\n",
       "2026-08-01T00:00:00Z",
       "2026-10-01T00:00:00Z",
       {"2026-08-04T09:00:00Z 60 20260804T090000Z", "2026-08-16T09:00:00Z 60 20260816T090000Z",
        "2026-08-18T09:00:00Z 60 20260818T090000Z", "2026-08-30T09:00:00Z 60 20260830T090000Z"}},
      {"a 31st is skipped where there is none",
       "DTSTART:20260131T090000Z\nDURATION:PT1H\nRRULE:FREQ=MONTHLY\n",
       "2026-02-01T00:00:00Z",
       "2026-06-01T00:00:00Z",
       {"2026-03-31T09:00:00Z 60 20260331T090000Z", "2026-05-31T09:00:00Z 60 20260531T090000Z"}},
      {"HOURLY is allowed, and its BYHOUR limits (10:00, then 17, 00, 07, 14, 21, 04)",
       "DTSTART:20260131T100000Z\nDURATION:PT5M\nRRULE:FREQ=HOURLY;INTERVAL=7;BYHOUR=4,10\n",
       "2026-01-31T00:00:00Z",
       "2026-02-03T00:00:00Z",
       {"2026-01-31T10:00:00Z 5 20260131T100000Z", "2026-02-02T04:00:00Z 5 20260202T040000Z"}},
      {"a daily rule from years ago",
       "DTSTART:19990101T090000Z\nDURATION:PT5M\nRRULE:FREQ=DAILY;INTERVAL=3\n",
       "2026-11-21T00:00:00Z",
       "2026-11-25T00:00:00Z",
       // 1999-01-01 plus 10188 days, 3396 times three, is 2026-11-23.
       {"2026-11-23T09:00:00Z 5 20261123T090000Z"}},
      {"an hourly rule from years ago",
       "DTSTART:19800101T003000Z\nDURATION:PT5M\nRRULE:FREQ=HOURLY\n",
       "2026-11-21T00:00:00Z",
       "2026-11-21T02:00:00Z",
       {"2026-11-21T00:30:00Z 5 20261121T003000Z", "2026-11-21T01:30:00Z 5 20261121T013000Z"}},
      {"lower case",
       "DTSTART:20260601T090000Z\nDURATION:PT1H\nrrule:freq=daily;count=2\n",
       "2026-06-02T00:00:00Z",
       "2026-07-01T00:00:00Z",
       {"2026-06-02T09:00:00Z 60 20260602T090000Z"}},
      {"DTSTART outside its rule still takes place",
       "DTSTART:20260602T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2\n",
       "2026-06-01T00:00:00Z",
       "2026-07-01T00:00:00Z",
       {"2026-06-02T09:00:00Z 60 20260602T090000Z", "2026-06-08T09:00:00Z 60 20260608T090000Z",
        "2026-06-15T09:00:00Z 60 20260615T090000Z"}},
      {"two rules, and what both give comes once",
       "DTSTART:20260601T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2\n"
       "RRULE:FREQ=DAILY;INTERVAL=7;COUNT=3\n",
       "2026-06-01T00:00:00Z",
       "2026-07-01T00:00:00Z",
       {"2026-06-01T09:00:00Z 60 20260601T090000Z", "2026-06-08T09:00:00Z 60 20260608T090000Z",
        "2026-06-15T09:00:00Z 60 20260615T090000Z"}},
      {"a yearly entry from 1604, as Apple writes birthdays without a year",
       "DTSTART;VALUE=DATE:16041121\nRRULE:FREQ=YEARLY\n",
       "2026-11-01T00:00:00Z",
       "2026-12-01T00:00:00Z",
       {"2026-11-21T00:00:00Z 1440 20261121"}},
  };
  for (const Case& each : cases) check(each);
}

TEST_CASE("dates added and taken away") {
  const std::string daily =
      "DTSTART;TZID=Europe/London:20260601T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\n";
  const std::vector<std::string> without_second{"2026-06-01T08:00:00Z 60 20260601T080000Z",
                                                "2026-06-03T08:00:00Z 60 20260603T080000Z"};
  const std::string from = "2026-06-01T00:00:00Z";
  const std::string to = "2026-07-01T00:00:00Z";
  const std::vector<Case> cases{
      {"EXDATE in the zone", daily + "EXDATE;TZID=Europe/London:20260602T090000\n", from, to,
       without_second},
      {"EXDATE in UTC", daily + "EXDATE:20260602T080000Z\n", from, to, without_second},
      {"EXDATE in another zone", daily + "EXDATE;TZID=Europe/Berlin:20260602T100000\n", from, to,
       without_second},
      {"EXDATE floating", daily + "EXDATE:20260602T090000\n", from, to, without_second},
      {"EXDATE as a date", daily + "EXDATE;VALUE=DATE:20260602\n", from, to, without_second},
      {"EXDATE lists",
       daily + "EXDATE:20260601T080000Z,20260602T080000Z\n",
       from,
       to,
       {"2026-06-03T08:00:00Z 60 20260603T080000Z"}},
      {"an EXDATE that meets nothing",
       daily + "EXDATE:20260602T090000Z\n",
       from,
       to,
       {"2026-06-01T08:00:00Z 60 20260601T080000Z", "2026-06-02T08:00:00Z 60 20260602T080000Z",
        "2026-06-03T08:00:00Z 60 20260603T080000Z"}},
      {"EXDATE as a date-time on an all-day series",
       "DTSTART;VALUE=DATE:20261121\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20261122T000000Z\n",
       "2026-11-01T00:00:00Z",
       "2026-12-01T00:00:00Z",
       {"2026-11-21T00:00:00Z 1440 20261121", "2026-11-23T00:00:00Z 1440 20261123"}},
      {"RDATE in a zone of its own",
       "DTSTART;TZID=Europe/London:20260601T090000\nDURATION:PT1H\n"
       "RDATE;TZID=America/New_York:20260603T090000\n",
       from,
       to,
       {"2026-06-01T08:00:00Z 60 20260601T080000Z", "2026-06-03T13:00:00Z 60 20260603T130000Z"}},
      {"RDATE as a date takes the time of DTSTART",
       "DTSTART;TZID=Europe/London:20260601T090000\nDURATION:PT1H\nRDATE;VALUE=DATE:20260605\n",
       from,
       to,
       {"2026-06-01T08:00:00Z 60 20260601T080000Z", "2026-06-05T08:00:00Z 60 20260605T080000Z"}},
      {"RDATE as periods",
       "DTSTART:20260601T090000Z\nDURATION:PT1H\n"
       "RDATE;VALUE=PERIOD:20260603T090000Z/PT3H,20260604T090000Z/20260604T093000Z\n",
       from,
       to,
       {"2026-06-01T09:00:00Z 60 20260601T090000Z", "2026-06-03T09:00:00Z 180 20260603T090000Z",
        "2026-06-04T09:00:00Z 30 20260604T090000Z"}},
      {"RDATE equal to DTSTART comes once",
       "DTSTART:20260601T090000Z\nDURATION:PT1H\nRDATE:20260601T090000Z,20260602T090000Z\n",
       from,
       to,
       {"2026-06-01T09:00:00Z 60 20260601T090000Z", "2026-06-02T09:00:00Z 60 20260602T090000Z"}},
      {"an EXDATE takes DTSTART away too",
       "DTSTART:20260601T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\n"
       "EXDATE:20260601T090000Z\n",
       from,
       to,
       {"2026-06-02T09:00:00Z 60 20260602T090000Z"}},
  };
  for (const Case& each : cases) check(each);
}

TEST_CASE("a rule that cannot or must not be followed leaves its first date and a warning") {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"FREQ=SECONDLY;COUNT=2000000", "refused"},
      {"FREQ=MINUTELY", "refused"},
      {"FREQ=SOMETIMES", "cannot be read"},
      {"FREQ=DAILY;INTERVAL=0", "cannot be read"},
      {"", "cannot be read"},
      {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never happens"},
      {"FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", "never happens"},
      {"FREQ=DAILY;BYMONTH=4,6;BYMONTHDAY=31", "never happens"},
  };
  for (const auto& [rule, why] : cases) {
    CAPTURE(rule);
    const auto result =
        Reading().of(event("DTSTART:20260601T090000Z\nDURATION:PT1H\nRRULE:" + rule + "\n"));
    CHECK(joined(lines_of(result)) == "2026-06-01T09:00:00Z 60 -\n");
    REQUIRE(result.warnings.size() == 1);
    CHECK(result.warnings[0].find(why) != std::string::npos);
  }
}

TEST_CASE("a hostile COUNT is cut off") {
  Reading reading;
  reading.from = "2700-01-01T00:00:00Z";
  reading.to = "2700-02-01T00:00:00Z";
  const auto result = reading.of(
      event("DTSTART:19700101T090000Z\nRRULE:FREQ=HOURLY;COUNT=99999999\nSUMMARY:Bell\n"));
  CHECK(result.meetings.empty());
  REQUIRE(result.warnings.size() == 1);
  CHECK(result.warnings[0].find("too many instances") != std::string::npos);
}
