#include "calendar/sync_plan.hpp"

#include <execassist/base/instant.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace execassist;
using calendar::ChangeKind;
using calendar::SyncSituation;

namespace {

Instant at(const std::string& text) { return *parse_rfc3339(text); }

const Instant kNow = at("2026-06-10T12:00:00Z");

MeetingFacts facts(const std::string& id, const std::string& start, const std::string& uid = "") {
  MeetingFacts out;
  out.external_id = id;
  out.ical_uid = uid.empty() ? id : uid;
  out.start = at(start);
  out.end = out.start + hours{1};
  return out;
}

Meeting known(const MeetingFacts& what, MeetingStatus status = MeetingStatus::classified) {
  Meeting out;
  out.meeting_id = "m-" + what.external_id;
  out.facts = what;
  out.state.status = status;
  return out;
}

SyncSituation situation(std::vector<Meeting> meetings) {
  SyncSituation out;
  out.known = std::move(meetings);
  out.window = {at("2026-06-09T00:00:00Z"), at("2026-06-30T00:00:00Z")};
  out.old_window = Window{at("2026-06-08T00:00:00Z"), at("2026-06-29T00:00:00Z")};
  out.now = kNow;
  out.user_zone = *Zone::find("Europe/London");
  return out;
}

FetchResult listing(std::vector<MeetingFacts> meetings) {
  FetchResult out;
  out.complete = true;
  out.meetings = std::move(meetings);
  out.content_hash = "of a file";
  return out;
}

std::string name(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::added:
      return "added";
    case ChangeKind::updated:
      return "updated";
    case ChangeKind::moved:
      return "moved";
    case ChangeKind::cancelled:
      return "cancelled";
    case ChangeKind::revived:
      return "revived";
  }
  return "?";
}

// "KIND MEETING-ID EXTERNAL-ID START; ..." and how many are unchanged.
std::string plan(const SyncSituation& before, const FetchResult& fetched) {
  const auto result = plan_sync(before, fetched);
  std::string out;
  for (const auto& change : result.changes) {
    out += name(change.kind) + " " + (change.meeting_id.empty() ? "-" : change.meeting_id) + " " +
           change.facts.external_id + " " + format_rfc3339(change.facts.start) + "; ";
    CHECK_FALSE(change.cause.empty());
  }
  return out + std::to_string(result.unchanged);
}

const MeetingFacts kSoon = facts("a", "2026-06-11T09:00:00Z");

MeetingFacts renamed(MeetingFacts what) {
  what.title = "new";
  return what;
}

MeetingFacts cancelled(MeetingFacts what) {
  what.cancelled = true;
  return what;
}

MeetingFacts moved_to(MeetingFacts what, const std::string& start) {
  what.start = at(start);
  what.end = what.start + hours{1};
  return what;
}

}  // namespace

TEST_CASE("each listed meeting is compared with what is known") {
  const auto past = facts("a", "2026-06-09T09:00:00Z");
  struct Case {
    std::string name;
    std::vector<Meeting> known;
    std::vector<MeetingFacts> listed;
    std::string expected;
  };
  const std::vector<Case> cases{
      {"new", {}, {kSoon}, "added - a 2026-06-11T09:00:00Z; 0"},
      {"new, outside the window", {}, {facts("a", "2026-08-01T09:00:00Z")}, "0"},
      {"new, but cancelled", {}, {cancelled(kSoon)}, "0"},
      {"the same", {known(kSoon)}, {kSoon}, "1"},
      {"renamed", {known(kSoon)}, {renamed(kSoon)}, "updated m-a a 2026-06-11T09:00:00Z; 0"},
      {"moved",
       {known(kSoon)},
       {moved_to(kSoon, "2026-06-12T09:00:00Z")},
       "moved m-a a 2026-06-12T09:00:00Z; 0"},
      {"moved out of the window",
       {known(kSoon)},
       {moved_to(kSoon, "2026-09-12T09:00:00Z")},
       "moved m-a a 2026-09-12T09:00:00Z; 0"},
      {"cancelled", {known(kSoon)}, {cancelled(kSoon)}, "cancelled m-a a 2026-06-11T09:00:00Z; 0"},
      {"cancelled and still so", {known(kSoon, MeetingStatus::cancelled)}, {cancelled(kSoon)}, "1"},
      {"on again",
       {known(kSoon, MeetingStatus::cancelled)},
       {kSoon},
       "revived m-a a 2026-06-11T09:00:00Z; 0"},
      {"cancelled, and over by now", {known(past, MeetingStatus::cancelled)}, {past}, "1"},
      {"over and renamed",
       {known(past, MeetingStatus::completed)},
       {renamed(past)},
       "updated m-a a 2026-06-09T09:00:00Z; 0"},
      {"over, then moved into the future",
       {known(past, MeetingStatus::completed)},
       {moved_to(past, "2026-06-20T09:00:00Z")},
       "moved m-a a 2026-06-20T09:00:00Z; 0"},
      {"over, then cancelled", {known(past, MeetingStatus::completed)}, {cancelled(past)}, "1"},
      {"one id twice: the last", {known(kSoon)}, {renamed(kSoon), kSoon}, "1"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    CHECK(plan(situation(each.known), listing(each.listed)) == each.expected);
  }
}

TEST_CASE(
    "a complete listing cancels only what both windows had to show and what is still to come") {
  struct Case {
    std::string name;
    std::string start;
    MeetingStatus status;
    bool gone;
  };
  const auto live = MeetingStatus::prep_scheduled;
  for (const Case& each : std::vector<Case>{
           {"coming", "2026-06-11T09:00:00Z", live, true},
           {"running", "2026-06-10T11:30:00Z", live, false},
           {"starting now", "2026-06-10T12:00:00Z", live, false},
           {"behind the old window", "2026-06-29T09:00:00Z", live, false},
           {"behind both", "2026-07-29T09:00:00Z", live, false},
           {"over", "2026-06-09T09:00:00Z", MeetingStatus::completed, false},
           {"cancelled before", "2026-06-11T09:00:00Z", MeetingStatus::cancelled, false}}) {
    CAPTURE(each.name);
    const auto before = situation({known(facts("a", each.start), each.status)});
    CHECK((plan(before, listing({})) != "0") == each.gone);
  }
  auto first = situation({known(kSoon)});
  first.old_window.reset();
  CHECK(plan(first, listing({})) == "0");
  FetchResult part;
  CHECK(plan(situation({known(kSoon)}), part) == "0");
  part.removed = {"a", "unknown"};
  CHECK(plan(situation({known(kSoon)}), part) == "cancelled m-a a 2026-06-11T09:00:00Z; 0");
}

TEST_CASE("an unchanged source leaves everything") {
  FetchResult same;
  same.unchanged = true;
  CHECK(plan(situation({known(kSoon), known(facts("b", "2026-07-20T09:00:00Z"))}), same) == "1");
}

TEST_CASE("a moved series is paired, by date and then by order") {
  const auto old_one = known(facts("u/1", "2026-06-15T09:00:00Z", "u"));
  const auto old_two = known(facts("u/2", "2026-06-22T09:00:00Z", "u"));
  CHECK(plan(situation({old_one, old_two}), listing({facts("u/3", "2026-06-15T14:00:00Z", "u"),
                                                     facts("u/4", "2026-06-22T14:00:00Z", "u")})) ==
        "moved m-u/1 u/3 2026-06-15T14:00:00Z; moved m-u/2 u/4 2026-06-22T14:00:00Z; 0");
  CHECK(plan(situation({old_two, old_one}), listing({facts("u/4", "2026-06-23T09:00:00Z", "u"),
                                                     facts("u/3", "2026-06-16T09:00:00Z", "u")})) ==
        "moved m-u/1 u/3 2026-06-16T09:00:00Z; moved m-u/2 u/4 2026-06-23T09:00:00Z; 0");
  // 22:30Z and 23:30Z are two dates in London.
  CHECK(plan(situation({old_one, known(facts("u/2", "2026-06-16T22:30:00Z", "u"))}),
             listing({facts("u/3", "2026-06-16T23:30:00Z", "u"),
                      facts("u/4", "2026-06-16T10:00:00Z", "u")})) ==
        "moved m-u/2 u/4 2026-06-16T10:00:00Z; moved m-u/1 u/3 2026-06-16T23:30:00Z; 0");
  // Another UID is another meeting.
  CHECK(plan(situation({old_one}), listing({facts("v/1", "2026-06-15T14:00:00Z", "v")})) ==
        "cancelled m-u/1 u/1 2026-06-15T09:00:00Z; added - v/1 2026-06-15T14:00:00Z; 0");
  // One instance was deleted, and the window has moved on to a new one.
  CHECK(plan(situation({old_one, old_two}),
             listing({old_two.facts, facts("u/5", "2026-06-29T09:00:00Z", "u")})) ==
        "cancelled m-u/1 u/1 2026-06-15T09:00:00Z; added - u/5 2026-06-29T09:00:00Z; 1");
  // A single that became a series keeps its meeting.
  CHECK(plan(situation({known(facts("u", "2026-06-15T09:00:00Z"))}), listing({old_one.facts})) ==
        "updated m-u u/1 2026-06-15T09:00:00Z; 0");
}

TEST_CASE("a file that suddenly lacks most of its meetings is suspicious") {
  const auto suspicion = [](int before, int after, const std::string& hash) {
    std::vector<Meeting> meetings;
    std::vector<MeetingFacts> listed;
    for (int i = 0; i < before; ++i) {
      const auto one =
          facts("m" + std::to_string(i), "2026-06-1" + std::to_string(1 + i % 9) + "T09:00:00Z");
      meetings.push_back(known(one));
      if (i < after) listed.push_back(one);
    }
    auto fetched = listing(listed);
    fetched.content_hash = hash;
    const auto result = plan_sync(situation(meetings), fetched);
    CHECK(result.changes.size() == static_cast<std::size_t>(before - after));
    return result.suspicious.value_or("");
  };
  CHECK(suspicion(12, 5, "h") == "the calendar suddenly lacks 7 of 12 coming meetings");
  CHECK(suspicion(10, 0, "h") == "the calendar suddenly lacks 10 of 10 coming meetings");
  CHECK(suspicion(12, 6, "h").empty());
  CHECK(suspicion(9, 0, "h").empty());
  CHECK(suspicion(12, 0, "").empty());
}
