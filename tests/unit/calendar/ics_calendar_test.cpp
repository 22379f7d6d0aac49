#include "calendar/ics_calendar.hpp"

#include "unit/calendar/ics_reading.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using execassist::MeetingFacts;
using execassist::tests::event;
using execassist::tests::joined;
using execassist::tests::lines_of;
using execassist::tests::Reading;

namespace {

const std::string kDaily = event(
    "DTSTART;TZID=Europe/London:20260601T090000\nDURATION:PT1H\n"
    "RRULE:FREQ=DAILY;COUNT=4\nSUMMARY:Standup\n");

struct Case {
  std::string name;
  std::string body;
  std::vector<std::string> expected;
  std::string warning;  // a part of the only one; empty: none
  std::unordered_set<std::string> known = {};
};

void check(const Case& each, const std::string& from, const std::string& to) {
  CAPTURE(each.name);
  Reading reading;
  reading.from = from;
  reading.to = to;
  reading.known = each.known;
  const auto result = reading.of(each.body);
  CHECK(joined(lines_of(result)) == joined(each.expected));
  CAPTURE(joined(result.warnings));
  CHECK(result.warnings.size() == (each.warning.empty() ? 0 : 1));
  CHECK(joined(result.warnings).find(each.warning) != std::string::npos);
}

MeetingFacts only(const execassist::FetchResult& result) {
  REQUIRE(result.meetings.size() == 1);
  return result.meetings[0];
}

}  // namespace

TEST_CASE("overrides take the place of the instances they name") {
  const std::string first = "2026-06-01T08:00:00Z 60 20260601T080000Z Standup";
  const std::string second = "2026-06-02T08:00:00Z 60 20260602T080000Z Standup";
  const std::string third = "2026-06-03T08:00:00Z 60 20260603T080000Z Standup";
  const std::string fourth = "2026-06-04T08:00:00Z 60 20260604T080000Z Standup";
  const std::string moved =
      "DTSTART:20260602T140000Z\nDTEND:20260602T143000Z\nSUMMARY:Standup, later\n";
  const std::string moved_line = "2026-06-02T14:00:00Z 30 20260602T080000Z Standup, later";
  const std::string later =
      "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/London:20260602T090000\n";
  const std::vector<Case> cases{
      {"none", kDaily, {first, second, third, fourth}, ""},
      {"named in the zone",
       kDaily + event("RECURRENCE-ID;TZID=Europe/London:20260602T090000\n" + moved),
       {first, moved_line, third, fourth},
       ""},
      {"named in UTC, and standing before the master",
       event("RECURRENCE-ID:20260602T080000Z\n" + moved) + kDaily,
       {first, moved_line, third, fourth},
       ""},
      {"named in another zone",
       kDaily + event("RECURRENCE-ID;TZID=Europe/Berlin:20260602T100000\n" + moved),
       {first, moved_line, third, fourth},
       ""},
      {"named floating",
       kDaily + event("RECURRENCE-ID:20260602T090000\n" + moved),
       {first, moved_line, third, fourth},
       ""},
      {"named by its date",
       kDaily + event("RECURRENCE-ID;VALUE=DATE:20260602\n" + moved),
       {first, moved_line, third, fourth},
       ""},
      {"cancelled",
       kDaily + event("RECURRENCE-ID:20260602T080000Z\nDTSTART:20260602T080000Z\n"
                      "DURATION:PT1H\nSTATUS:CANCELLED\nSUMMARY:Standup\n"),
       {first, second + " cancelled", third, fourth},
       ""},
      {"cancelled in as few words as possible",
       kDaily + event("RECURRENCE-ID:20260602T080000Z\nSTATUS:CANCELLED\n"),
       {first, second + " cancelled", third, fourth},
       ""},
      {"two for one instance: the higher SEQUENCE",
       kDaily + event("RECURRENCE-ID:20260602T080000Z\nSEQUENCE:2\n" + moved) +
           event("RECURRENCE-ID:20260602T080000Z\nSEQUENCE:1\nDTSTART:20260602T200000Z\n"),
       {first, moved_line, third, fourth},
       ""},
      {"moved out of the window, and unknown",
       kDaily + event("RECURRENCE-ID:20260602T080000Z\nDTSTART:20260702T080000Z\nSUMMARY:x\n"),
       {first, third, fourth},
       ""},
      {"moved out of the window, and known",
       kDaily + event("RECURRENCE-ID:20260602T080000Z\nDTSTART:20260702T080000Z\nSUMMARY:x\n"),
       {first, third, fourth, "2026-07-02T08:00:00Z 0 20260602T080000Z x"},
       "",
       {"a/20260602T080000Z"}},
      {"moved into the window",
       kDaily + event("RECURRENCE-ID:20270101T090000Z\nDTSTART:20260610T080000Z\nSUMMARY:x\n"),
       {first, second, third, fourth, "2026-06-10T08:00:00Z 0 20270101T090000Z x"},
       ""},
      {"the override alone, as one invited to a single instance has it",
       event("RECURRENCE-ID:20260602T080000Z\n" + moved),
       {moved_line},
       ""},
      {"this and all later ones: an hour later and renamed",
       kDaily + event(later +
                      "DTSTART;TZID=Europe/London:20260602T100000\nDURATION:PT30M\nSUMMARY:New\n"),
       {first, "2026-06-02T09:00:00Z 30 20260602T080000Z New",
        "2026-06-03T09:00:00Z 30 20260603T080000Z New",
        "2026-06-04T09:00:00Z 30 20260604T080000Z New"},
       ""},
      {"this and all later ones, with an exception among them",
       kDaily + event(later + "DTSTART;TZID=Europe/London:20260603T090000\nSUMMARY:New\n") +
           event("RECURRENCE-ID:20260603T080000Z\nDTSTART:20260603T120000Z\nSUMMARY:Odd\n"),
       {first, "2026-06-03T08:00:00Z 0 20260602T080000Z New",
        "2026-06-03T12:00:00Z 0 20260603T080000Z Odd",
        "2026-06-05T08:00:00Z 0 20260604T080000Z New"},
       ""},
      {"this and all later ones cancelled",
       kDaily + event(later + "STATUS:CANCELLED\n"),
       {first, second + " cancelled", third + " cancelled", fourth + " cancelled"},
       ""},
      {"this and all later ones as dates: this one only",
       kDaily + event(later + "DTSTART;VALUE=DATE:20260602\nSUMMARY:New\n"),
       {first, "2026-06-01T23:00:00Z 1440 20260602T080000Z New", third, fourth},
       "this one instance only"},
  };
  for (const Case& each : cases) check(each, "2026-06-01T00:00:00Z", "2026-06-30T00:00:00Z");
}

TEST_CASE("of events with one UID one wins") {
  const auto version = [](const std::string& title, const std::string& lines) {
    return event("SUMMARY:" + title + "\nDTSTART:20260601T090000Z\nDURATION:PT1H\n" + lines);
  };
  const std::string old_line = "2026-06-01T09:00:00Z 60 - old";
  const std::string new_line = "2026-06-01T09:00:00Z 60 - new";
  const std::vector<Case> cases{
      {"higher SEQUENCE",
       version("new", "SEQUENCE:10\n") + version("old", "SEQUENCE:9\n"),
       {new_line},
       ""},
      {"SEQUENCE before DTSTAMP",
       version("new", "SEQUENCE:1\nDTSTAMP:20250101T000000Z\n") +
           version("old", "DTSTAMP:20260101T000000Z\n"),
       {new_line},
       ""},
      {"later DTSTAMP",
       version("new", "DTSTAMP:20260201T000000Z\n") + version("old", "DTSTAMP:20260101T000000Z\n"),
       {new_line},
       ""},
      {"later LAST-MODIFIED",
       version("new", "LAST-MODIFIED:20260201T000000Z\n") +
           version("old", "LAST-MODIFIED:20260101T000000Z\n"),
       {new_line},
       ""},
      {"the same twice", version("old", "") + version("old", ""), {old_line}, ""},
      {"two different meetings: the last, with a warning",
       version("old", "") + event("SUMMARY:new\nDTSTART:20260602T090000Z\n"),
       {"2026-06-02T09:00:00Z 0 - new"},
       "has the same UID"},
      {"the newer one is far away",
       version("old", "") + event("SUMMARY:new\nSEQUENCE:1\nDTSTART:20300602T090000Z\n"),
       {},
       ""},
      {"different UIDs",
       version("old", "") + event("SUMMARY:z\nDTSTART:20260601T090000Z\n", "b"),
       {old_line, "2026-06-01T09:00:00Z 0 - z"},
       ""},
  };
  for (const Case& each : cases) check(each, "2026-06-01T00:00:00Z", "2026-06-30T00:00:00Z");
}

TEST_CASE("the window drops only what is unknown") {
  const std::string single = event("DTSTART:20260501T090000Z\nDURATION:PT1H\nSUMMARY:s\n");
  const std::string line = "2026-05-01T09:00:00Z 60 - s";
  const std::vector<Case> cases{
      {"before the window", single, {}, ""},
      {"before the window, but known", single, {line}, "", {"a"}},
      {"ending exactly at its start", event("DTSTART:20260531T230000Z\nDURATION:PT1H\n"), {}, ""},
      {"running into it",
       event("DTSTART:20260531T230000Z\nDURATION:PT2H\n"),
       {"2026-05-31T23:00:00Z 120 -"},
       ""},
      {"without length at its start",
       event("DTSTART:20260601T000000Z\n"),
       {"2026-06-01T00:00:00Z 0 -"},
       ""},
      {"starting exactly at its end", event("DTSTART:20260630T000000Z\nDURATION:PT1H\n"), {}, ""},
      {"an instance far behind the window, but known",
       event("DTSTART:20260101T090000Z\nRRULE:FREQ=DAILY\nEXDATE:20260601T090000Z,20260602T090000Z"
             "\n"),
       {"2026-02-03T09:00:00Z 0 20260203T090000Z"},
       "",
       {"a/20260203T090000Z"}},
  };
  for (const Case& each : cases) {
    const bool short_window = each.name.starts_with("an instance");
    check(each, "2026-06-01T00:00:00Z",
          short_window ? "2026-06-03T00:00:00Z" : "2026-06-30T00:00:00Z");
  }
}

TEST_CASE("an override without words of its own, of a single one long past") {
  Reading reading;
  reading.from = "2026-06-01T00:00:00Z";
  reading.to = "2026-06-15T00:00:00Z";
  const auto result = reading.of(
      event("DTSTART:20260101T090000Z\nDURATION:PT1H\nSUMMARY:Board\nDESCRIPTION:Long\n") +
      event("RECURRENCE-ID:20260603T090000Z\n"));
  REQUIRE(result.meetings.size() == 1);
  const MeetingFacts& facts = result.meetings.front();
  CHECK(facts.title == "Board");
  CHECK(facts.source == "ics");
  // The people of the single one were not kept: their number is unknown, not zero.
  CHECK(facts.attendees_omitted);
}

TEST_CASE("ends, lengths and whole days") {
  const std::string from = "2026-03-01T00:00:00Z";
  const std::string to = "2026-12-30T00:00:00Z";
  const std::vector<Case> cases{
      {"DTEND wins over DURATION",
       event("DTSTART:20260601T090000Z\nDURATION:PT5H\nDTEND:20260601T100000Z\n"),
       {"2026-06-01T09:00:00Z 60 -"},
       ""},
      {"DTEND in another zone",
       event("DTSTART;TZID=Europe/London:20260601T090000\n"
             "DTEND;TZID=America/New_York:20260601T050000\n"),
       {"2026-06-01T08:00:00Z 60 -"},
       ""},
      {"a date with neither is a day",
       event("DTSTART;VALUE=DATE:20260601\n"),
       {"2026-05-31T23:00:00Z 1440 -"},
       ""},
      {"DTEND of dates is exclusive",
       event("DTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260603\n"),
       {"2026-05-31T23:00:00Z 2880 -"},
       ""},
      {"the same date as start and end",
       event("DTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260601\n"),
       {"2026-05-31T23:00:00Z 1440 -"},
       ""},
      {"a day of 23 h",
       event("DTSTART;VALUE=DATE:20260329\n"),
       {"2026-03-29T00:00:00Z 1380 -"},
       ""},
      {"a day of 25 h, DURATION",
       event("DTSTART;VALUE=DATE:20261025\nDURATION:P1D\n"),
       {"2026-10-24T23:00:00Z 1500 -"},
       ""},
      {"a date without VALUE=DATE",
       event("DTSTART:20260601\n"),
       {"2026-05-31T23:00:00Z 1440 -"},
       ""},
      {"Outlook's mark for all-day",
       event("DTSTART;TZID=Europe/Berlin:20260601T000000\nDTEND;TZID=Europe/Berlin:"
             "20260602T000000\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE\n"),
       {"2026-05-31T23:00:00Z 1440 -"},
       ""},
      {"the mark on UTC midnights of the user",
       event("DTSTART:20260531T230000Z\nDTEND:20260601T230000Z\n"
             "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE\n"),
       {"2026-05-31T23:00:00Z 1440 -"},
       ""},
      {"the mark on something that is no day",
       event(
           "DTSTART:20260601T090000Z\nDTEND:20260601T100000Z\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE\n"),
       {"2026-06-01T09:00:00Z 60 -"},
       ""},
      {"24:00 is the next midnight",
       event("DTSTART:20260601T230000Z\nDTEND:20260601T240000Z\n"),
       {"2026-06-01T23:00:00Z 60 -"},
       ""},
  };
  for (const Case& each : cases) check(each, from, to);
}

TEST_CASE("a negative length is taken as none, and said") {
  for (const std::string end : {"DTEND:20260601T080000Z\n", "DURATION:-PT1H\n"}) {
    const MeetingFacts facts = only(Reading().of(event("DTSTART:20260601T090000Z\n" + end)));
    CHECK(facts.start == facts.end);
    CHECK(facts.problem == "it ends before it starts: taken as without length");
  }
  const MeetingFacts day =
      only(Reading().of(event("DTSTART;VALUE=DATE:20260603\nDTEND;VALUE=DATE:20260601\n")));
  CHECK(day.start == day.end);
  CHECK_FALSE(day.problem.empty());
  const MeetingFacts garbled = only(Reading().of(event("DTSTART:20260601T090000Z\nDTEND:soon\n")));
  CHECK(garbled.problem == "the end of it cannot be read: \"soon\"");
}

TEST_CASE("ids are stable and say which instance") {
  const auto ids = [](const std::string& body) {
    std::string out;
    for (const MeetingFacts& facts : Reading().of(body).meetings) out += facts.external_id + " ";
    return out;
  };
  CHECK(ids(event("DTSTART:20260601T090000Z\n")) == "a ");
  CHECK(ids(event("DTSTART;TZID=Europe/London:20260601T090000\nRRULE:FREQ=DAILY;COUNT=2\n")) ==
        "a/20260601T080000Z a/20260602T080000Z ");
  CHECK(ids(event("DTSTART:20260601T090000\nRRULE:FREQ=DAILY;COUNT=2\n")) ==
        "a/20260601T090000 a/20260602T090000 ");
  CHECK(ids(event("DTSTART;TZID=Mars:20260601T090000\nRRULE:FREQ=DAILY;COUNT=1\n")) ==
        "a/20260601T090000 ");
  CHECK(ids(event("DTSTART;VALUE=DATE:20260601\nRRULE:FREQ=DAILY;COUNT=2\n")) ==
        "a/20260601 a/20260602 ");
  const std::string huge(2000, 'u');
  CHECK(ids(event("DTSTART:20260601T090000Z\n", huge)).size() == 7 + 64 + 1);
  const std::string nameless = "BEGIN:VEVENT\nSUMMARY:x\nDTSTART:20260601T090000Z\nEND:VEVENT\n";
  CHECK(ids(nameless).starts_with("no-uid-"));
  CHECK(ids(nameless) == ids(nameless));
  CHECK(Reading().of(nameless).warnings.size() == 1);
}

TEST_CASE("a cancelled series lists its instances as cancelled") {
  const auto result =
      Reading().of(event("DTSTART:20260601T090000Z\nRRULE:FREQ=DAILY;COUNT=2\nSTATUS:CANCELLED\n") +
                   event("RECURRENCE-ID:20260602T090000Z\nDTSTART:20260602T100000Z\n"));
  CHECK(joined(lines_of(result)) ==
        "2026-06-01T09:00:00Z 0 20260601T090000Z cancelled\n"
        "2026-06-02T10:00:00Z 0 20260602T090000Z cancelled\n");
  CHECK(only(Reading().of("METHOD:CANCEL\n" + event("DTSTART:20260601T090000Z\n"))).cancelled);
}
