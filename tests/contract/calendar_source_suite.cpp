#include "contract/calendar_source_suite.hpp"

#include "support/error_of.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::testing {
namespace {

const Instant kStart = *parse_rfc3339("2026-06-01T00:00:00Z");

Instant day(int number, int hour = 9) { return kStart + days{number} + hours{hour}; }

FetchRequest request(const std::string& cursor = {}) {
  FetchRequest out;
  out.cursor = cursor;
  out.window = {kStart, kStart + days{30}};
  out.user_zone = *Zone::find("America/New_York");
  return out;
}

const MeetingFacts* meeting(const FetchResult& result, const std::string& id) {
  const auto found =
      std::find_if(result.meetings.begin(), result.meetings.end(),
                   [&](const MeetingFacts& facts) { return facts.external_id == id; });
  return found != result.meetings.end() ? &*found : nullptr;
}

bool told_as_gone(const FetchResult& result, const std::string& id) {
  return result.complete ? meeting(result, id) == nullptr
                         : std::count(result.removed.begin(), result.removed.end(), id) == 1;
}

void check_lists_are_empty(const FetchResult& result) {
  CHECK(result.meetings.empty());
  CHECK(result.removed.empty());
  CHECK(result.removed_series.empty());
}

void check_complete_listing(CalendarBench& bench) {
  bench.put("later", day(20), day(20, 10), "Second");
  bench.put("early", day(2), day(2, 11), "  Fir\x1b[31mst\n");
  bench.put("before", day(-9), day(-9, 10), "Before");
  bench.put("beyond", day(60), day(60, 10), "Beyond");
  bench.put("across", day(-1, 23), day(0, 1), "Across the edge");
  const FetchResult result = bench.source().fetch(request());
  CHECK(result.complete);
  CHECK_FALSE(result.unchanged);
  CHECK(result.warnings.empty());
  CHECK_FALSE(result.cursor.empty());
  REQUIRE(result.meetings.size() == 3);  // by start
  CHECK(result.meetings[0].external_id == "across");
  CHECK(result.meetings[2].external_id == "later");
  const MeetingFacts& first = result.meetings[1];
  CHECK(first.external_id == "early");
  CHECK(first.start == day(2));
  CHECK(first.end == day(2, 11));
  CHECK(first.title == "First");
  CHECK_FALSE(first.source.empty());
  CHECK_FALSE(first.ical_uid.empty());
  CHECK(first.recurrence_id.empty());
  CHECK(first.own_response == Response::accepted);
  CHECK_FALSE(first.all_day);
  CHECK_FALSE(first.cancelled);
}

void check_all_day(CalendarBench& bench) {
  using namespace std::chrono_literals;
  bench.put_all_day("day", 2026y / 6 / 5);
  const FetchResult result = bench.source().fetch(request());
  REQUIRE(result.meetings.size() == 1);
  CHECK(result.meetings[0].all_day);
  CHECK(result.meetings[0].time_zone.empty());
  CHECK(format_rfc3339(result.meetings[0].start) == "2026-06-05T04:00:00Z");
  CHECK(format_rfc3339(result.meetings[0].end) == "2026-06-06T04:00:00Z");
}

void check_nothing_changed(CalendarBench& bench) {
  bench.put("a", day(2), day(2, 10), "A");
  const FetchResult first = bench.source().fetch(request());
  FetchResult again = bench.source().fetch(request(first.cursor));
  CHECK(again.unchanged);
  CHECK_FALSE(again.cursor.empty());
  check_lists_are_empty(again);
  again = bench.source().fetch(request(again.cursor));
  CHECK(again.unchanged);
  // Without a cursor, or with one that means nothing, everything is listed again.
  for (const std::string cursor : {"", "nonsense"}) {
    const FetchResult whole = bench.source().fetch(request(cursor));
    CHECK(whole.complete);
    CHECK(whole.meetings.size() == 1);
  }
}

void check_changes(CalendarBench& bench) {
  bench.put("a", day(2), day(2, 10), "A");
  bench.put("b", day(3), day(3, 10), "B");
  std::string cursor = bench.source().fetch(request()).cursor;

  bench.put("a", day(4), day(4, 12), "Another");
  bench.put("c", day(5), day(5, 10), "C");
  FetchResult changed = bench.source().fetch(request(cursor));
  CHECK_FALSE(changed.unchanged);
  REQUIRE(meeting(changed, "a"));
  CHECK(meeting(changed, "a")->start == day(4));
  CHECK(meeting(changed, "a")->title == "Another");
  CHECK(meeting(changed, "c"));
  if (changed.complete) CHECK(meeting(changed, "b"));
  CHECK_FALSE(told_as_gone(changed, "a"));

  bench.remove("b");
  changed = bench.source().fetch(request(changed.cursor));
  CHECK_FALSE(changed.unchanged);
  CHECK(told_as_gone(changed, "b"));
  CHECK(bench.source().fetch(request(changed.cursor)).unchanged);
}

void check_known_outside_of_the_window(CalendarBench& bench) {
  bench.put("known", day(2), day(2, 10), "A");
  bench.put("unknown", day(2), day(2, 10), "A");
  const std::string cursor = bench.source().fetch(request()).cursor;
  bench.put("known", day(90), day(90, 10), "A");
  bench.put("unknown", day(90), day(90, 10), "A");
  FetchRequest next = request(cursor);
  next.known = {"known"};
  const FetchResult moved = bench.source().fetch(next);
  REQUIRE(moved.meetings.size() == 1);
  CHECK(moved.meetings[0].external_id == "known");
  CHECK(moved.meetings[0].start == day(90));
  CHECK(std::count(moved.removed.begin(), moved.removed.end(), "known") == 0);
}

void check_failure(CalendarBench& bench) {
  bench.put("a", day(2), day(2, 10), "A");
  const std::string cursor = bench.source().fetch(request()).cursor;
  bench.break_for_good();
  for (const std::string& known : {std::string(), cursor}) {
    const auto error = error_of([&] { bench.source().fetch(request(known)); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::failed);
    CHECK(error->message() == one_line(error->message()));
    CHECK_FALSE(error->message().empty());
  }
}

}  // namespace

void check_calendar_source(const std::function<std::unique_ptr<CalendarBench>()>& make_bench) {
  const std::unique_ptr<CalendarBench> bench = make_bench();
  SUBCASE("a complete listing of the window") { check_complete_listing(*bench); }
  SUBCASE("an empty calendar") {
    const FetchResult empty = bench->source().fetch(request());
    CHECK(empty.complete);
    check_lists_are_empty(empty);
  }
  SUBCASE("all-day entries stand at the user's midnights") { check_all_day(*bench); }
  SUBCASE("nothing changed") { check_nothing_changed(*bench); }
  SUBCASE("what changed and what went") { check_changes(*bench); }
  SUBCASE("outside of the window only what is known") { check_known_outside_of_the_window(*bench); }
  SUBCASE("what cannot be read") { check_failure(*bench); }
}

}  // namespace execassist::testing
