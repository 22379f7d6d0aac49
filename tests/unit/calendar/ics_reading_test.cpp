#include "unit/calendar/ics_reading.hpp"

#include "calendar/ics_calendar.hpp"

#include <execassist/base/error.hpp>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using execassist::Error;
using execassist::MeetingFacts;
using execassist::tests::event;
using execassist::tests::joined;
using execassist::tests::lines_of;
using execassist::tests::Reading;

namespace {

std::string file(const std::string& name) {
  std::ifstream in(std::string(EXECASSIST_SOURCE_DIR "/tests/data/ics/") + name);
  return {std::istreambuf_iterator<char>(in), {}};
}

MeetingFacts only(const execassist::FetchResult& result) {
  REQUIRE(result.meetings.size() == 1);
  return result.meetings[0];
}

}  // namespace

TEST_CASE("what an event says") {
  const MeetingFacts facts = only(Reading().of(event(
      "DTSTART:20260601T090000Z\nSUMMARY:Board\\; Q2\\, \xE2\x80\xAE\x1B[31mred\\nline \xFF\n"
      "DESCRIPTION:One\\nTwo \\\\ three\x07\nLOCATION:Room 1\nSEQUENCE:3\nTRANSP:TRANSPARENT\n"
      "ORGANIZER;CN=Boss:MAILTO:Boss@Example.COM\nSTATUS:TENTATIVE\n"
      "ATTENDEE;CN=\"Byron, Ada\";PARTSTAT=DECLINED:mailto:ADA@example.com\n"
      "ATTENDEE;CN=Bob ^'B^';PARTSTAT=ACCEPTED;EMAIL=bob@example.com:urn:uuid:1\n"
      "ATTENDEE;CUTYPE=ROOM;PARTSTAT=ACCEPTED:mailto:room@example.com\n"
      "ATTENDEE;CN=Nobody:invalid:nomail\n"
      "ATTENDEE:mailto:bob@example.com\n")));
  CHECK(facts.title.find("Board; Q2, ") == 0);
  CHECK(facts.title.find('\n') == std::string::npos);
  CHECK(facts.title.find('\x1B') == std::string::npos);
  CHECK(facts.title.ends_with("line \xEF\xBF\xBD"));
  CHECK(facts.description == "One\nTwo \\ three");
  CHECK(facts.location == "Room 1");
  CHECK(facts.organizer == "boss@example.com");
  CHECK(facts.source == "ics");
  CHECK(facts.sequence == 3);
  CHECK(facts.transparent);
  CHECK(facts.tentative);
  CHECK(facts.own_response == execassist::Response::declined);
  REQUIRE(facts.attendees.size() == 4);
  CHECK(facts.attendees[0].name == "Byron, Ada");
  CHECK(facts.attendees[1].email == "bob@example.com");
  CHECK(facts.attendees[1].name == "Bob \"B\"");
  CHECK(facts.attendees[2].resource);
  CHECK(facts.attendees[3].email.empty());
  CHECK(execassist::attendee_count(facts) == 2);
}

TEST_CASE("Outlook's busy status") {
  const auto with = [](const std::string& status) {
    return only(Reading().of(
        event("DTSTART:20260601T090000Z\nX-MICROSOFT-CDO-BUSYSTATUS:" + status + "\n")));
  };
  CHECK(with("OOF").entry == execassist::EntryKind::out_of_office);
  CHECK(with("FREE").transparent);
  CHECK(with("TENTATIVE").tentative);
  CHECK(with("WORKINGELSEWHERE").entry == execassist::EntryKind::working_location);
  CHECK(with("BUSY").entry == execassist::EntryKind::meeting);
}

TEST_CASE("the link to join") {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"CONFERENCE;VALUE=URI:https://video.example/1\nURL:https://example.com\n",
       "https://video.example/1"},
      {"X-GOOGLE-CONFERENCE:https://meet.google.com/abc\n", "https://meet.google.com/abc"},
      {"DESCRIPTION:Join <https://us02web.zoom.us/j/1?pwd=x>\\, or "
       "call.\nURL:https://example.com\n",
       "https://us02web.zoom.us/j/1?pwd=x"},
      {"LOCATION:Teams: https://teams.microsoft.com/l/meetup-join/1.\n",
       "https://teams.microsoft.com/l/meetup-join/1"},
      {"URL:https://example.com/event\n", "https://example.com/event"},
      {"LOCATION:https://video.example/2\n", "https://video.example/2"},
      {"DESCRIPTION:https://example.com/agenda\n", ""},
      {"DESCRIPTION:https://zoom.us.evil.example/j/1\n", ""},
      {"DESCRIPTION:https://zoom.us@evil.example/j/1\n", ""},
      {"URL:javascript:alert(1)\n", ""},
  };
  for (const auto& [lines, link] : cases) {
    CAPTURE(lines);
    CHECK(only(Reading().of(event("DTSTART:20260601T090000Z\n" + lines))).join_url == link);
  }
}

TEST_CASE("many people are counted; too many are unknown") {
  const auto with = [](int people) {
    std::string lines = "DTSTART:20260601T090000Z\n";
    for (int i = 0; i < people; ++i) {
      lines += "ATTENDEE:mailto:p" + std::to_string(i) + "@example.com\n";
    }
    return only(Reading().of(event(lines)));
  };
  CHECK(execassist::attendee_count(with(600)) == 600);
  CHECK(execassist::attendee_count(with(5001)) == std::nullopt);
}

TEST_CASE("one bad event costs itself, and nothing readable is an error") {
  const std::string good = event("DTSTART:20260601T090000Z\n");
  for (const std::string bad :
       {"SUMMARY:no start\n", "DTSTART:yesterday\n", "DTSTART:20261341T090000Z\n",
        "DTSTART:20260601T250000Z\n", "DTSTART:00010101T000000Z\n",
        "DTSTART:20260601T090000Z\nRECURRENCE-ID:x\n"}) {
    CAPTURE(bad);
    const auto result = Reading().of(good + event(bad, "b"));
    CHECK(result.meetings.size() == 1);
    REQUIRE(result.warnings.size() == 1);
    CHECK(result.warnings[0].find("is skipped") != std::string::npos);
    CHECK_THROWS_AS(Reading().of(event(bad)), Error);
  }
  CHECK(Reading().of("").meetings.empty());
  CHECK(Reading().of("").complete);
}

TEST_CASE("warnings are cut to what a person reads") {
  std::string body = event("DTSTART:20260601T090000Z\n");
  for (int i = 0; i < 30; ++i) body += event("SUMMARY:x\n", std::to_string(i));
  const auto result = Reading().of(body);
  REQUIRE(result.warnings.size() == 21);
  CHECK(result.warnings.back() == "and 10 more warnings");
}

TEST_CASE("calendars as programs write them") {
  Reading reading;
  reading.from = "2026-11-01T00:00:00Z";
  reading.to = "2026-12-01T00:00:00Z";
  const auto outlook = reading.of_file(file("outlook.ics"));
  CHECK(joined(lines_of(outlook)) ==
        "2026-11-02T14:00:00Z 60 20261102T140000Z Staff meeting\n"
        "2026-11-10T15:00:00Z 60 20261109T140000Z Staff meeting (moved)\n"
        "2026-11-16T14:00:00Z 60 20261116T140000Z Staff meeting\n"
        "2026-11-30T00:00:00Z 1440 - Company holiday\n");
  CHECK(joined(outlook.warnings).empty());
  CHECK_THROWS_AS(reading.of_file(file("login_page.html")), Error);
  CHECK_THROWS_AS(reading.of_file(file("truncated.ics")), Error);
}

TEST_CASE("hostile lines are survived") {
  const std::vector<std::string> lines{"DTSTART;;;=:20260601T090000Z",
                                       "DTSTART;TZID=\"unclosed:20260601T090000Z",
                                       ":",
                                       ";",
                                       "X",
                                       "ATTENDEE;",
                                       "ATTENDEE;CN=\"\"\"\":",
                                       "EXDATE:,,,",
                                       "RDATE:/",
                                       "RDATE:x/y",
                                       "DURATION:P",
                                       "DURATION:PT",
                                       "DURATION:P99999999999D",
                                       "DURATION:P999999999W",
                                       "SEQUENCE:99999999999999999999",
                                       "SEQUENCE:-1",
                                       "RRULE:FREQ=DAILY;COUNT=999999999999",
                                       "RRULE:" + std::string(100000, 'A'),
                                       "RRULE:FREQ=WEEKLY;BYDAY=" + std::string(5000, ','),
                                       "RECURRENCE-ID;RANGE=THISANDFUTURE:99991231T235959Z",
                                       "DTEND:99991231T235959Z",
                                       "DTEND;VALUE=DATE:99991231",
                                       "SUMMARY:\\",
                                       "SUMMARY:\xF0\x9F",
                                       "X-\xFF:1",
                                       "RRULE:FREQ=YEARLY;UNTIL=99991231T000000Z",
                                       "RRULE:RSCALE=CHINESE;FREQ=YEARLY"};
  for (const std::string& line : lines) {
    CAPTURE(line.substr(0, 60));
    const auto result = Reading().of(event("DTSTART:20260601T090000Z\n" + line + "\n") +
                                     event("DTSTART:20260602T090000Z\n", "b"));
    CHECK_FALSE(result.meetings.empty());
  }
}
