#include "calendar/google_event_list.hpp"

#include "unit/calendar/google_reading.hpp"

#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::testing {
namespace {

using calendar::GoogleEventList;
using calendar::GoogleEventPage;

FetchRequest june() {
  FetchRequest out;
  out.window = {*parse_rfc3339("2026-06-01T00:00:00Z"), *parse_rfc3339("2026-07-01T00:00:00Z")};
  return out;
}

MeetingFacts meeting(const std::string& id, const std::string& start,
                     const std::string& series = {}) {
  MeetingFacts out;
  out.external_id = id;
  out.series_id = series;
  out.start = *parse_rfc3339(start);
  out.end = out.start + hours{1};
  return out;
}

GoogleEventPage page(std::vector<MeetingFacts> meetings, std::vector<std::string> removed = {}) {
  GoogleEventPage out;
  out.items = meetings.size() + removed.size();
  out.meetings = std::move(meetings);
  out.removed = std::move(removed);
  return out;
}

// "start-ordered ids - removed ids"
std::string listed(const FetchRequest& request, std::vector<GoogleEventPage> pages) {
  GoogleEventList list(request);
  for (GoogleEventPage& each : pages) list.add(std::move(each));
  const FetchResult result = list.finish();
  std::string out;
  for (const MeetingFacts& facts : result.meetings) out += facts.external_id + " ";
  out += "-";
  for (const std::string& id : result.removed) out += " " + id;
  return out;
}

const std::string kEarly = "2026-06-02T09:00:00Z";
const std::string kLate = "2026-06-20T09:00:00Z";
const std::string kOutside = "2026-08-20T09:00:00Z";

TEST_CASE("of an event that is told twice the last word counts") {
  const FetchRequest request = june();
  CHECK(listed(request, {page({meeting("b", kLate), meeting("a", kLate)}),
                         page({meeting("c", kEarly)})}) == "c a b -");
  CHECK(listed(request, {page({meeting("a", kLate)}), page({}, {"a"})}) == "- a");
  CHECK(listed(request, {page({}, {"a"}), page({meeting("a", kLate)})}) == "a -");
  CHECK(listed(request, {page({meeting("a", kLate)}), page({meeting("a", kOutside)})}) == "-");
}

TEST_CASE("outside of the window only what is known is told") {
  FetchRequest request = june();
  CHECK(listed(request, {page({meeting("a", kOutside), meeting("b", kEarly)})}) == "b -");
  request.known = {"a"};
  CHECK(listed(request, {page({meeting("a", kOutside), meeting("b", kEarly)})}) == "b a -");
}

TEST_CASE("a single that became a series is gone, and its instances are there") {
  FetchRequest request = june();
  request.known = {"s"};
  CHECK(listed(request, {page({meeting("s_1", kEarly, "s"), meeting("s_2", kOutside, "s")})}) ==
        "s_1 - s");
  // Listed as well: then it lives.
  CHECK(listed(request, {page({meeting("s_1", kEarly, "s"), meeting("s", kLate)})}) == "s_1 s -");
  request.known = {};
  CHECK(listed(request, {page({meeting("s_1", kEarly, "s")})}) == "s_1 -");
}

TEST_CASE("warnings are few, and their number is told") {
  const FetchRequest request = june();
  GoogleEventList list(request);
  for (int i = 0; i < 50; ++i) {
    GoogleEventPage bad;
    bad.items = bad.unreadable = 1;
    bad.warnings = {"event " + std::to_string(i)};
    list.add(std::move(bad));
  }
  CHECK_FALSE(list.readable());
  const auto warnings = list.finish().warnings;
  REQUIRE(warnings.size() == 21);
  CHECK(warnings[19] == "event 19");
  CHECK(warnings[20] == "and 30 more warnings");
}

}  // namespace
}  // namespace execassist::testing
