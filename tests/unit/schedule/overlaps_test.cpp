#include "schedule/overlaps.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::schedule {
namespace {

constexpr Instant kDay = std::chrono::sys_days{std::chrono::year{2026} / 1 / 15};

Meeting meeting(int from, int to, const std::string& user = "ada") {
  Meeting one;
  one.user_id = user;
  one.facts.start = kDay + minutes{from};
  one.facts.end = kDay + minutes{to};
  return one;
}

}  // namespace

TEST_CASE("overlaps: who overlaps whom") {
  using Found = std::vector<std::vector<std::size_t>>;
  struct Case {
    std::string what;
    std::vector<Meeting> meetings;
    Found found;
  };
  for (const auto& [what, meetings, found] : {
           Case{"none", {}, {}},
           Case{"one", {meeting(0, 60)}, {{}}},
           Case{"apart", {meeting(0, 60), meeting(90, 120)}, {{}, {}}},
           Case{"back to back", {meeting(0, 60), meeting(60, 120)}, {{}, {}}},
           Case{"a minute", {meeting(0, 61), meeting(60, 120)}, {{1}, {0}}},
           Case{"nested", {meeting(0, 120), meeting(30, 60)}, {{1}, {0}}},
           Case{"equal", {meeting(0, 60), meeting(0, 60)}, {{1}, {0}}},
           Case{"same start", {meeting(0, 60), meeting(0, 30)}, {{1}, {0}}},
           Case{"same end", {meeting(30, 60), meeting(0, 60)}, {{1}, {0}}},
           Case{"the later one first", {meeting(60, 120), meeting(0, 61)}, {{1}, {0}}},
           Case{"three ways",
                {meeting(0, 60), meeting(30, 90), meeting(45, 50)},
                {{1, 2}, {0, 2}, {0, 1}}},
           Case{"a chain",
                {meeting(0, 60), meeting(50, 110), meeting(100, 160)},
                {{1}, {0, 2}, {1}}},
           Case{"a long one over short ones",
                {meeting(10, 20), meeting(30, 40), meeting(0, 100), meeting(100, 110)},
                {{2}, {2}, {0, 1}, {}}},
           Case{"zero length within", {meeting(0, 60), meeting(30, 30)}, {{}, {}}},
           Case{"zero length twice", {meeting(30, 30), meeting(30, 30)}, {{}, {}}},
           Case{"somebody else", {meeting(0, 60), meeting(0, 60, "bob")}, {{}, {}}},
           Case{"two people",
                {meeting(0, 60), meeting(0, 60, "bob"), meeting(30, 40), meeting(30, 40, "bob")},
                {{2}, {3}, {0}, {1}}},
       }) {
    CAPTURE(what);
    CHECK(find_overlaps(meetings) == found);
  }
}

TEST_CASE("overlaps: what does not block time") {
  struct Case {
    std::string what;
    void (*change)(Meeting&);
    bool blocks;
  };
  for (const auto& [what, change, blocks] : {
           Case{"a meeting", [](Meeting&) {}, true},
           Case{"tentative", [](Meeting& m) { m.facts.own_response = Response::tentative; }, true},
           Case{"unanswered", [](Meeting& m) { m.facts.own_response = Response::needs_action; },
                true},
           Case{"focus time", [](Meeting& m) { m.facts.entry = EntryKind::focus_time; }, true},
           Case{"away", [](Meeting& m) { m.facts.entry = EntryKind::out_of_office; }, true},
           Case{"prepared", [](Meeting& m) { m.state.status = MeetingStatus::prep_completed; },
                true},
           Case{"cancelled", [](Meeting& m) { m.state.status = MeetingStatus::cancelled; }, false},
           Case{"listed as cancelled", [](Meeting& m) { m.facts.cancelled = true; }, false},
           Case{"declined", [](Meeting& m) { m.facts.own_response = Response::declined; }, false},
           Case{"free", [](Meeting& m) { m.facts.transparent = true; }, false},
           Case{"all day", [](Meeting& m) { m.facts.all_day = true; }, false},
           Case{"a place", [](Meeting& m) { m.facts.entry = EntryKind::working_location; }, false},
           Case{"a copy", [](Meeting& m) { m.state.duplicate_of = "other"; }, false},
           Case{"no length", [](Meeting& m) { m.facts.end = m.facts.start; }, false},
       }) {
    CAPTURE(what);
    Meeting changed = meeting(30, 90);
    change(changed);
    CHECK(blocks_time(changed) == blocks);
    const auto found = find_overlaps({meeting(0, 60), changed});
    CHECK(found.size() == 2);
    CHECK(found[0].size() == (blocks ? 1U : 0U));
    CHECK(found[1].size() == (blocks ? 1U : 0U));
  }
}

TEST_CASE("overlaps: the sweep finds what comparing all pairs finds") {
  unsigned state = 11;
  const auto next = [&state](unsigned below) {
    state = state * 1103515245U + 12345U;
    return static_cast<int>((state >> 16) % below);
  };
  std::vector<Meeting> meetings;
  for (int i = 0; i < 300; ++i) {
    const int from = next(1000);
    meetings.push_back(meeting(from, from + next(60), next(2) == 0 ? "ada" : "bob"));
  }
  std::vector<std::vector<std::size_t>> expected(meetings.size());
  for (std::size_t i = 0; i < meetings.size(); ++i) {
    for (std::size_t j = 0; j < meetings.size(); ++j) {
      const MeetingFacts& a = meetings[i].facts;
      const MeetingFacts& b = meetings[j].facts;
      const bool some_length = a.start < a.end && b.start < b.end;
      if (i != j && some_length && meetings[i].user_id == meetings[j].user_id && a.start < b.end &&
          b.start < a.end) {
        expected[i].push_back(j);
      }
    }
  }
  CHECK(find_overlaps(meetings) == expected);
}

}  // namespace execassist::schedule
