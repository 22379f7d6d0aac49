#include "prep/materials_writer.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::prep {
namespace {

using namespace std::chrono_literals;

const Zone kLondon = *Zone::find("Europe/London");

MeetingFacts facts() {
  MeetingFacts facts;
  facts.title = "Plan\nwith breaks";
  facts.start = std::chrono::sys_days{2026y / 6 / 16} + 13h;
  facts.end = facts.start + 1h;
  facts.location = "Room 1";
  facts.description = "text";
  facts.attendees = {{"b@x.org", "Bea", Response::accepted, false},
                     {"a@x.org", "", Response::needs_action, false},
                     {"no@x.org", "No", Response::declined, false},
                     {"room@x.org", "Room", Response::accepted, true},
                     {"a@x.org", "", Response::accepted, false},
                     {"", "", Response::accepted, false}};
  return facts;
}

TEST_CASE("a snapshot holds what matters, in an order of its own") {
  const MeetingSnapshot snapshot = snapshot_of(facts());
  CHECK(snapshot.title == "Plan with breaks");
  CHECK(snapshot.attendees == std::vector<std::string>{"Bea <b@x.org>", "a@x.org"});
  CHECK(snapshot.description_digest.size() == 64);
  MeetingFacts turned = facts();
  std::reverse(turned.attendees.begin(), turned.attendees.end());
  turned.attendees.front().response = Response::tentative;
  turned.sequence = 9;
  CHECK(snapshot_of(turned) == snapshot);
}

TEST_CASE("changes in words") {
  struct Case {
    const char* what;
    void (*change)(MeetingFacts&);
    std::vector<std::string> words;
    bool worth;
  };
  const std::vector<Case> cases{
      {"nothing", [](MeetingFacts&) {}, {}, false},
      {"title",
       [](MeetingFacts& f) { f.title = "Other\x1b[31m"; },
       {"The title changed from \"Plan with breaks\" to \"Other\"."},
       true},
      {"moved",
       [](MeetingFacts& f) {
         f.start += 24h;
         f.end += 24h;
       },
       {"The start moved from 2026-06-16 14:00 BST to 2026-06-17 14:00 BST."},
       true},
      {"longer",
       [](MeetingFacts& f) { f.end += 30min; },
       {"The length changed from 1 h to 1 h 30 min."},
       true},
      {"place",
       [](MeetingFacts& f) { f.location.clear(); },
       {"The place changed from \"Room 1\" to (none)."},
       true},
      {"description",
       [](MeetingFacts& f) { f.description = "other"; },
       {"The description of the invitation changed."},
       true},
      {"link",
       [](MeetingFacts& f) { f.join_url = "https://meet.example.com/j/9?pwd=secret"; },
       {"The link to join is another one."},
       true},
      {"organizer",
       [](MeetingFacts& f) { f.organizer = "o@x.org"; },
       {"The organizer changed from (none) to \"o@x.org\"."},
       false},
      {"all day",
       [](MeetingFacts& f) { f.all_day = true; },
       {"It is an all-day entry now."},
       false},
      {"people",
       [](MeetingFacts& f) {
         f.attendees = {{"b@x.org", "Beatrice", Response::accepted, false},
                        {"c@x.org", "C", Response::accepted, false}};
       },
       {"New among the people: C <c@x.org>.", "No longer among the people: a@x.org."},
       false},
  };
  const MeetingSnapshot before = snapshot_of(facts());
  for (const Case& one : cases) {
    CAPTURE(one.what);
    MeetingFacts changed = facts();
    one.change(changed);
    CHECK(what_changed(before, snapshot_of(changed), kLondon) == one.words);
    CHECK(worth_telling(before, snapshot_of(changed)) == one.worth);
    CHECK(is_same(before, snapshot_of(changed)) == one.words.empty());
  }
}

TEST_CASE("what older materials did not note is no change") {
  MeetingSnapshot before = snapshot_of(facts());
  before.join_url.reset();
  before.organizer.reset();
  before.all_day.reset();
  MeetingFacts linked = facts();
  linked.join_url = "https://x";
  linked.organizer = "o@x.org";
  linked.all_day = true;
  const MeetingSnapshot now = snapshot_of(linked);
  CHECK(is_same(before, now));
  CHECK_FALSE(worth_telling(before, now));
  CHECK(what_changed(before, now, kLondon).empty());
}

TEST_CASE("many people are a number") {
  MeetingFacts crowd = facts();
  for (int i = 0; i < 500; ++i) {
    crowd.attendees.push_back({"p" + std::to_string(i) + "@x.org", "", Response::accepted, false});
  }
  const auto words = what_changed(snapshot_of(facts()), snapshot_of(crowd), kLondon);
  REQUIRE(words.size() == 1);
  CHECK(words[0].ends_with(" and 495 more."));
}

}  // namespace
}  // namespace execassist::prep
