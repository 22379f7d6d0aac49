#include "calendar/google_events.hpp"

#include "calendar/ics_calendar.hpp"
#include "unit/calendar/google_reading.hpp"

#include <execassist/base/text.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::testing {
namespace {

Instant at(const std::string& text) { return *parse_rfc3339(text); }

TEST_CASE("a recorded answer of Google's is read") {
  const auto page = page_of(google_data("recorded_list.json"));
  CHECK(page.next_sync_token == "CMCjqpeJrsUCEMCjqpeJrsUCGAU=");
  CHECK(page.next_page_token.empty());
  CHECK(page.warnings.empty());
  REQUIRE(page.meetings.size() == 2);
  const MeetingFacts& timed = page.meetings[0];
  CHECK(timed.external_id == "dsk9v6avumdakmikagf6bso60c");
  CHECK(timed.ical_uid == "dsk9v6avumdakmikagf6bso60c@google.com");
  CHECK(timed.series_id.empty());
  CHECK(timed.recurrence_id.empty());
  CHECK(timed.source == "google_calendar");
  CHECK(timed.title == "Test Event 1");
  CHECK(timed.start == at("2014-12-20T22:15:27Z"));
  CHECK(timed.end == at("2014-12-20T22:15:28Z"));
  CHECK(timed.time_zone == "UTC");
  CHECK(timed.organizer == "shared@group.calendar.google.com");
  CHECK(timed.own_response == Response::accepted);
  CHECK_FALSE(timed.all_day);
  const MeetingFacts& day = page.meetings[1];
  CHECK(day.all_day);
  CHECK(day.start == at("2014-12-19T23:00:00Z"));
  CHECK(day.end == at("2014-12-20T23:00:00Z"));
  CHECK(day.time_zone.empty());
}

TEST_CASE("every field of an event is read") {
  const auto page = page_of(google_data("full_event.json"));
  CHECK(page.next_page_token == "page-2");
  REQUIRE(page.meetings.size() == 1);
  MeetingFacts expected;
  expected.external_id = "weekly_20260608T070000Z";
  expected.ical_uid = "weekly@google.com";
  expected.recurrence_id = "20260608T070000Z";
  expected.series_id = "weekly";
  expected.source = "google_calendar";
  expected.title = "Leadership Meeting";
  expected.description = "Agenda & notes\n- Budget\n- The doc (https://docs.example.com/x)";
  expected.start = at("2026-06-09T08:30:00Z");
  expected.end = at("2026-06-09T09:15:00Z");
  expected.time_zone = "Europe/Zurich";
  expected.location = "Room 4, 2nd floor";
  expected.join_url = "https://meet.google.com/abc-defg-hij";
  expected.organizer = "boss@example.com";
  expected.attendees = {{"boss@example.com", "The Boss", Response::accepted, false},
                        {"ada@example.com", "", Response::tentative, false},
                        {"c_18@resource.calendar.google.com", "Room 4", Response::accepted, true},
                        {"out@example.com", "", Response::declined, false},
                        {"", "Somebody", Response::needs_action, false}};
  expected.transparent = true;
  expected.tentative = true;
  expected.own_response = Response::tentative;
  expected.sequence = 3;
  CHECK(page.meetings[0] == expected);
  CHECK(attendee_count(page.meetings[0]) == 3);
}

TEST_CASE("an event without anything but an id and times is a meeting still") {
  const MeetingFacts facts = facts_with("");
  CHECK(facts.title.empty());
  CHECK(facts.ical_uid.empty());
  CHECK(facts.entry == EntryKind::meeting);
  CHECK(facts.problem.empty());
  CHECK(attendee_count(facts) == 0);
  CHECK(why_not_prepared(facts).empty());
}

TEST_CASE("times") {
  struct Case {
    std::string members;
    std::string expected;  // "start end all_day zone problem", or the warning
  };
  const std::string hour = R"("end":{"dateTime":"2026-06-08T10:00:00+02:00"})";
  const std::vector<Case> cases{
      {R"("start":{"dateTime":"2026-06-08T09:00:00.123+02:00"},)" + hour,
       "2026-06-08T07:00:00Z 2026-06-08T08:00:00Z"},
      {R"("start":{"dateTime":"2026-06-08T09:00:00+02:00","timeZone":"Nowhere/Land"},)" + hour,
       "2026-06-08T07:00:00Z 2026-06-08T08:00:00Z"},
      {R"("start":{"dateTime":"2026-06-08T03:00:00","timeZone":"America/New_York"},)" + hour,
       "2026-06-08T07:00:00Z 2026-06-08T08:00:00Z America/New_York"},
      {R"("start":{"dateTime":"2026-06-08T16:00:00"},)" + hour,
       "2026-06-08T07:00:00Z 2026-06-08T08:00:00Z"},
      {R"("start":{"date":"2026-03-29","timeZone":"UTC"},"end":{"date":"2026-03-30"})",
       "2026-03-28T23:00:00Z 2026-03-29T22:00:00Z all-day"},
      {R"("start":{"date":"2026-06-08"},"end":{"date":"2026-06-08"})",
       "2026-06-07T22:00:00Z 2026-06-08T22:00:00Z all-day"},
      {R"("start":{"date":"2026-06-08"},"end":{"date":"2026-06-11"})",
       "2026-06-07T22:00:00Z 2026-06-10T22:00:00Z all-day"},
      {R"("start":{"dateTime":"2026-06-08T07:00:00Z"},"end":{"dateTime":"2026-06-08T07:00:00Z"})",
       "2026-06-08T07:00:00Z 2026-06-08T07:00:00Z"},
      {R"("start":{"dateTime":"2026-06-08T07:00:00Z"})",
       "2026-06-08T07:00:00Z 2026-06-08T07:00:00Z the calendar does not say when it ends"},
      {R"("start":{"date":"2026-06-08"})",
       "2026-06-07T22:00:00Z 2026-06-08T22:00:00Z all-day the calendar does not say when it ends"},
      {R"("start":{"dateTime":"2026-06-08T07:00:00Z"},"endTimeUnspecified":true,)" + hour,
       "2026-06-08T07:00:00Z 2026-06-08T08:00:00Z the calendar does not say when it ends"},
      {hour, "\"e\" is skipped: it has no start"},
      {R"("start":7,)" + hour, "\"e\" is skipped: its start cannot be read"},
      {R"("start":{},)" + hour, "\"e\" is skipped: its start cannot be read"},
      {R"("start":{"date":"2026-02-30"},)" + hour, "\"e\" is skipped: its start cannot be read"},
      {R"("start":{"dateTime":"soon"},)" + hour, "\"e\" is skipped: its start cannot be read"},
      {R"("start":{"dateTime":"2026-06-08T07:00:00Z"},"end":{"date":7})",
       "\"e\" is skipped: its end cannot be read"},
      {R"("start":{"dateTime":"2026-06-08T09:00:00Z"},)" + hour,
       "\"e\" is skipped: it ends before it starts"},
      {R"("start":{"date":"2026-06-08"},"end":{"date":"2026-06-07"})",
       "\"e\" is skipped: it ends before it starts"},
      {R"("start":{"date":"2026-06-08"},)" + hour,
       "\"e\" is skipped: only one of its start and end is a whole day"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.members);
    const auto page = page_of_event(R"("id":"e",)" + each.members);
    CHECK(page.items == 1);
    CHECK(page.unreadable == page.warnings.size());
    if (page.meetings.empty()) {
      CHECK(join(page.warnings, "; ") == each.expected);
      continue;
    }
    const MeetingFacts& facts = page.meetings[0];
    std::string got = format_rfc3339(facts.start) + " " + format_rfc3339(facts.end);
    if (facts.all_day) got += " all-day";
    if (!facts.time_zone.empty()) got += " " + facts.time_zone;
    if (!facts.problem.empty()) got += " " + facts.problem;
    CHECK(got == each.expected);
  }
}

TEST_CASE("what is cancelled is removed: an instance, or what may have been a whole series") {
  const auto instance = page_of_event(
      R"("id":"w_1","status":"cancelled","recurringEventId":"w","originalStartTime":{"date":"2026-06-08"})");
  CHECK(instance.removed == std::vector<std::string>{"w_1"});
  CHECK(instance.removed_series.empty());
  const auto other = page_of_event(R"("id":"w","status":"cancelled")");
  CHECK(other.removed == std::vector<std::string>{"w"});
  CHECK(other.removed_series == std::vector<std::string>{"w"});
  CHECK(other.meetings.empty());
  CHECK(other.unreadable == 0);
}

// The same series as Google tells it and as its iCalendar export does.
TEST_CASE("an occurrence has one key in Google's JSON and in an iCalendar file") {
  struct Case {
    std::string original;  // originalStartTime
    std::string ics;
  };
  const std::vector<Case> cases{
      {R"({"dateTime":"2026-06-08T09:00:00+02:00","timeZone":"Europe/Zurich"})",
       "DTSTART;TZID=Europe/Zurich:20260601T090000\nRRULE:FREQ=WEEKLY;COUNT=3\n"},
      {R"({"dateTime":"2026-06-08T07:00:00Z"})",
       "DTSTART:20260601T070000Z\nRRULE:FREQ=WEEKLY;COUNT=3\n"},
      {R"({"date":"2026-06-08"})", "DTSTART;VALUE=DATE:20260601\nRRULE:FREQ=WEEKLY;COUNT=3\n"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.original);
    Meeting google;
    google.facts = facts_with(R"("iCalUID":"w@x","recurringEventId":"w","originalStartTime":)" +
                              each.original);
    FetchRequest request;
    request.window = {at("2026-06-07T00:00:00Z"), at("2026-06-09T23:00:00Z")};
    request.user_zone = google_reader().user_zone;
    calendar::IcsCalendar ics("x.ics", "", request);
    ics.add_bytes("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:w@x\n" + each.ics +
                  "END:VEVENT\nEND:VCALENDAR\n");
    const auto listed = ics.finish().meetings;
    REQUIRE(listed.size() == 1);
    Meeting file;
    file.facts = listed[0];
    CHECK(occurrence_key(google) == occurrence_key(file));
  }
  // Instances without an original start are told apart all the same.
  CHECK(facts_with(R"("recurringEventId":"w")").recurrence_id == "20260608T070000Z");
  CHECK(facts_with(R"("originalStartTime":{"date":"2026-06-08"})").recurrence_id.empty());
}

TEST_CASE("kinds of entries") {
  const std::vector<std::pair<std::string, EntryKind>> cases{
      {"default", EntryKind::meeting},           {"fromGmail", EntryKind::meeting},
      {"somethingNew", EntryKind::meeting},      {"focusTime", EntryKind::focus_time},
      {"outOfOffice", EntryKind::out_of_office}, {"workingLocation", EntryKind::working_location},
      {"birthday", EntryKind::birthday}};
  for (const auto& [type, kind] : cases) {
    CAPTURE(type);
    CHECK(facts_with("\"eventType\":\"" + type + "\"").entry == kind);
  }
}

TEST_CASE("the address to join at") {
  const std::string video =
      R"("conferenceData":{"entryPoints":[{"entryPointType":"video","uri":"https://a.example/1"}]})";
  const std::vector<std::pair<std::string, std::string>> cases{
      {video + R"(,"hangoutLink":"https://meet.google.com/x")", "https://a.example/1"},
      {R"("hangoutLink":"https://meet.google.com/x","location":"https://zoom.us/j/1")",
       "https://meet.google.com/x"},
      {R"("location":"Zoom: https://zoom.us/j/1","description":"https://zoom.us/j/2")",
       "https://zoom.us/j/1"},
      {R"("description":"<a href='https://zoom.us/j/2'>Join</a>")", "https://zoom.us/j/2"},
      {R"("location":"https://calls.example.com/7")", "https://calls.example.com/7"},
      {R"("hangoutLink":"javascript:alert")", ""},
      {R"("conferenceData":{"entryPoints":[{"entryPointType":"video","uri":"tel:+1"}]})", ""},
      {R"("conferenceData":{"entryPoints":[7,{"entryPointType":"phone","uri":"https://x.example"}]})",
       ""},
      {R"("conferenceData":[],"hangoutLink":7)", ""}};
  for (const auto& [members, expected] : cases) {
    CAPTURE(members);
    CHECK(facts_with(members).join_url == expected);
  }
}

TEST_CASE("the user's own answer") {
  const auto listed = [](const std::string& people) { return "\"attendees\":[" + people + "]"; };
  const std::string self = R"({"email":"alias@example.com","self":true,"responseStatus":)";
  const std::string ada = R"({"email":"ADA@example.com","responseStatus":"declined"})";
  const std::vector<std::pair<std::string, Response>> cases{
      {"\"x\":1", Response::accepted},
      {listed(self + "\"declined\"}"), Response::declined},
      {listed(self + "\"accepted\"}," + ada), Response::accepted},
      {listed(self + "\"needsAction\"}"), Response::needs_action},
      {listed(self + "\"needsAction\",\"organizer\":true}"), Response::accepted},
      {listed(self + "\"needsAction\"}") + R"(,"organizer":{"self":true})", Response::accepted},
      {listed(ada), Response::declined},
      {listed(R"({"email":"other@example.com","responseStatus":"declined"})"), Response::accepted}};
  for (const auto& [members, expected] : cases) {
    CAPTURE(members);
    CHECK(facts_with(members).own_response == expected);
  }
}

TEST_CASE("people who were left out make the count unknown") {
  const MeetingFacts facts = facts_with(
      R"("attendeesOmitted":true,"attendees":[{"email":"ada@example.com","self":true}])");
  CHECK(facts.attendees_omitted);
  CHECK_FALSE(attendee_count(facts));
  std::string crowd;
  for (int i = 0; i < 5001; ++i) {
    crowd += (crowd.empty() ? "" : ",") + ("{\"email\":\"p" + std::to_string(i)) + "@x.example\"}";
  }
  CHECK_FALSE(attendee_count(facts_with("\"attendees\":[" + crowd + "]")));
}

TEST_CASE("text from outside is made safe and bounded") {
  const std::string long_text(100'000, 'x');
  const MeetingFacts facts = facts_with(
      R"("summary":"a\u001b[31mb\u202ec\nd","location":")" + long_text +
      R"(","description":"one\r\ntwo\u0007&#27;[31m)" + long_text +
      R"(","iCalUID":"a\nb","organizer":{"email":"not an address"},"sequence":-4,)" +
      R"("attendees":[7,{"email":"x\n@y.example","displayName":"A\u202eB"}],"status":7)");
  CHECK(facts.title == "abc d");
  CHECK(facts.location.size() == 4096);
  CHECK(facts.description.substr(0, 13) == "one\ntwo[31mxx");
  CHECK(facts.description.size() == 64 * 1024);
  CHECK(facts.ical_uid.empty());
  CHECK(facts.organizer.empty());
  CHECK(facts.sequence == 0);
  REQUIRE(facts.attendees.size() == 1);
  CHECK(facts.attendees[0].email.empty());
  CHECK(facts.attendees[0].name == "AB");
  CHECK(facts_with(R"("sequence":99999999999)").sequence == 2147483647);
}

TEST_CASE("an event without a usable id is told of") {
  const std::string times =
      R"("start":{"date":"2026-06-08"},"end":{"date":"2026-06-09"},"summary":"Lost\nOne")";
  for (const std::string id : {"", R"("id":7,)", R"("id":"",)", R"("id":"a\nb",)"}) {
    CAPTURE(id);
    const auto page = page_of_event(id + times);
    CHECK(page.meetings.empty());
    CHECK(join(page.warnings, "") == "\"Lost One\" is skipped: its id cannot be read");
  }
}

TEST_CASE("a page token that cannot be used does not pass for the last page") {
  for (const std::string& token :
       {std::string("12"), std::string("{}"), '"' + std::string(5000, 'A') + '"'}) {
    for (const char* key : {"nextPageToken", "nextSyncToken"}) {
      const auto parsed = wire::parse_json(R"({"kind":"calendar#events","items":[],")" +
                                           std::string(key) + "\":" + token + "}");
      REQUIRE(parsed);
      CHECK_FALSE(google_reader().read(*parsed));
    }
  }
}

TEST_CASE("what cannot be read is named where it has an id, and no item stops the others") {
  const auto page = page_of(
      R"({"kind":"calendar#events","items":[null,12,{"id":"bad","start":{}},{"start":{}},
          {"id":"good","start":{"date":"2026-06-08"},"end":{"date":"2026-06-09"}}]})");
  CHECK(page.meetings.size() == 1);
  CHECK(page.unreadable == 4);
  CHECK(page.unreadable_ids == std::vector<std::string>{"bad"});
}

TEST_CASE("what is no listing of events is refused") {
  const auto read = [](const std::string& text) {
    return google_reader().read(*wire::parse_json(text)).has_value();
  };
  for (const std::string text :
       {"[]", "7", "{}", R"({"items":{}})", R"({"kind":"calendar#calendarList","items":[]})",
        R"({"kind":7,"items":[]})", R"({"error":{"code":403}})", R"({"kind":"calendar#events"})",
        R"({"nextSyncToken":"x"})",
        R"({"kind":"calendar#events","nextSyncToken":"x","items":null})"}) {
    CAPTURE(text);
    CHECK_FALSE(read(text));
  }
  for (const std::string text : {R"({"items":[]})", R"({"kind":"calendar#events","items":[]})",
                                 R"({"kind":"calendar#events","nextSyncToken":"x"})"}) {
    CAPTURE(text);
    CHECK(read(text));
  }
}

}  // namespace
}  // namespace execassist::testing
