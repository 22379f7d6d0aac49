#include "calendar/moved_meetings.hpp"

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::calendar {
namespace {

Instant at(const std::string& text) { return *parse_rfc3339("2026-06-" + text + ":00Z"); }

// Where no UID is given, it is the first letter of the id.
struct Entry {
  std::string id;
  std::string start;  // "15T09:00"
  std::string title{};
  std::string uid{};
  bool single = false;
  Seconds length = hours{1};
};

MeetingFacts facts_of(const Entry& entry) {
  MeetingFacts facts;
  facts.external_id = entry.id;
  facts.ical_uid = entry.uid.empty() ? entry.id.substr(0, 1) : entry.uid;
  facts.start = at(entry.start);
  facts.end = facts.start + entry.length;
  facts.title = entry.title;
  if (!entry.single) facts.recurrence_id = "20260601T000000Z";
  return facts;
}

// Now is Wednesday the 10th at noon; both windows reach to the 29th. "OLD>NEW OLD>NEW", by OLD.
std::string pairs(const std::vector<Entry>& gone, const std::vector<Entry>& added) {
  std::deque<Meeting> meetings;
  std::vector<const Meeting*> lost;
  for (const Entry& each : gone) {
    meetings.emplace_back().facts = facts_of(each);
    lost.push_back(&meetings.back());
  }
  std::deque<MeetingFacts> listed;
  std::vector<const MeetingFacts*> fresh;
  for (const Entry& each : added) fresh.push_back(&listed.emplace_back(facts_of(each)));
  const MovedBounds bounds{at("10T12:00"), *Zone::find("Europe/London"), [](Instant start) {
                             return start >= at("09T00:00") && start < at("29T00:00");
                           }};
  std::vector<std::string> out;
  for (const MovedMeeting& each : pair_moved(lost, fresh, bounds)) {
    out.push_back(each.known->facts.external_id + ">" + each.facts->external_id);
  }
  std::sort(out.begin(), out.end());
  std::string text;
  for (const std::string& each : out) text += (text.empty() ? "" : " ") + each;
  return text;
}

TEST_CASE("a series that moved within the day, the week, and across weeks") {
  const std::vector<Entry> mondays{{"a1", "15T09:00"}, {"a2", "22T09:00"}};
  // By an hour; the order in which they come does not matter.
  CHECK(pairs(mondays, {{"a8", "22T10:00"}, {"a7", "15T10:00"}}) == "a1>a7 a2>a8");
  // To Fridays: four days on, not three back; but where both fit, the smaller shift.
  CHECK(pairs(mondays, {{"a7", "12T09:00"}, {"a8", "19T09:00"}, {"a9", "26T09:00"}}) ==
        "a1>a7 a2>a8");
  CHECK(pairs(mondays, {{"a8", "19T09:00"}, {"a9", "26T09:00"}}) == "a1>a8 a2>a9");
  // To Sundays, the day before.
  CHECK(pairs(mondays, {{"a7", "14T09:00"}, {"a8", "21T09:00"}, {"a9", "28T09:00"}}) ==
        "a1>a7 a2>a8");
  // Thursdays to Wednesdays: this week's Wednesday is over, so this week's meeting is cancelled.
  CHECK(pairs({{"a1", "11T09:00"}, {"a2", "18T09:00"}, {"a3", "25T09:00"}},
              {{"a7", "10T09:00"}, {"a8", "17T09:00"}, {"a9", "24T09:00"}}) == "a2>a8 a3>a9");
}

TEST_CASE("what only the new window shows replaces nothing; what is over is not looked for") {
  CHECK(pairs({{"a1", "15T09:00"}}, {{"a9", "29T09:00"}}).empty());
  CHECK(pairs({{"a1", "10T12:00"}}, {{"a9", "10T14:00"}}).empty());
  CHECK(pairs({}, {{"a9", "15T14:00"}}).empty());
  CHECK(pairs({{"a1", "15T14:00"}}, {}).empty());
}

TEST_CASE("this and all that follow: a series with a UID of its own") {
  const Entry old{"a1", "22T09:00", "", "x@google.com"};
  CHECK(pairs({old}, {{"b", "22T10:00", "", "x_R20260622T090000@google.com"}}) == "a1>b");
  CHECK(pairs({old}, {{"b", "23T10:00", "", "x_R20260622@google.com"}}) == "a1>b");
  CHECK(pairs({{"a1", "22T09:00", "", "x_R20260615T090000@google.com"}},
              {{"b", "22T10:00", "", "x_R20260622T090000@google.com"}}) == "a1>b");
  for (const std::string uid : {"y_R20260622T090000@google.com", "x_Room@google.com",
                                "x_R2026@google.com", "x_R20260622Tea@google.com"}) {
    CAPTURE(uid);
    CHECK(pairs({old}, {{"b", "22T10:00", "", uid}}).empty());
  }
  // Elsewhere only the title tells.
  CHECK(pairs({{"a1", "15T09:00", "Weekly"}, {"a2", "22T09:00", "Weekly"}},
              {{"b1", "16T10:00", "Weekly"}, {"b2", "23T10:00", "Weekly"}}) == "a1>b1 a2>b2");
}

TEST_CASE("with another UID it takes the same title and people, and a time that is near") {
  const Entry old{"a1", "15T09:00", "Review", "", true};
  CHECK(pairs({old}, {{"b1", "15T09:00", "Review", "", true}}) == "a1>b1");
  CHECK(pairs({old}, {{"b1", "15T14:00", "Review", "", true}}) == "a1>b1");
  CHECK(pairs({old}, {{"b1", "15T14:00", "Lunch", "", true}}).empty());
  CHECK(pairs({old}, {{"b1", "16T09:00", "Review", "", true}}).empty());  // another single
  CHECK(pairs({{"a1", "15T09:00", " "}}, {{"b1", "15T09:00", " "}}).empty());
  // The same times go first.
  CHECK(pairs({{"a1", "15T09:00", "1:1"}, {"a2", "15T10:00", "1:1"}},
              {{"b1", "15T10:00", "1:1"}, {"b2", "15T11:00", "1:1"}}) == "a1>b2 a2>b1");
  // A UID that is the same goes before all.
  CHECK(pairs({{"a1", "15T09:00", "1:1"}},
              {{"b1", "15T09:00", "1:1"}, {"a9", "15T15:00", "1:1"}}) == "a1>a9");
}

TEST_CASE("thousands under one name are paired in time") {
  std::vector<Entry> gone;
  std::vector<Entry> added;
  for (int i = 0; i < 20'000; ++i) {
    const std::string minute = std::to_string(10 + i % 50);
    gone.push_back({"a" + std::to_string(i), "15T09:" + minute, "Busy"});
    added.push_back({"b" + std::to_string(i), "15T09:" + minute, "Busy"});
  }
  const std::string text = pairs(gone, added);
  CHECK(std::count(text.begin(), text.end(), '>') == 20'000);
}

}  // namespace
}  // namespace execassist::calendar
