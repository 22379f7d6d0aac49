#include "calendar/sync_plan.hpp"

#include <algorithm>

#include <doctest/doctest.h>

namespace execassist::calendar {
namespace {

const Instant kNow = *parse_rfc3339("2026-11-21T09:30:00Z");

Meeting instance(const std::string& id, const std::string& series, Seconds ahead) {
  Meeting meeting;
  meeting.meeting_id = "m-" + id;
  meeting.facts.external_id = id;
  meeting.facts.series_id = series;
  meeting.facts.start = kNow + ahead;
  meeting.facts.end = meeting.facts.start + hours{1};
  meeting.state.status = MeetingStatus::classified;
  return meeting;
}

TEST_CASE("a removed series takes its meetings with it, and nothing else") {
  SyncSituation situation;
  situation.now = kNow;
  situation.window = {kNow - days{1}, kNow + days{14}};
  situation.known = {instance("weekly_1", "weekly", days{1}),
                     instance("weekly_2", "weekly", days{8}), instance("other_1", "other", days{1}),
                     instance("single", "", days{1})};
  FetchResult fetched;
  fetched.removed_series = {"weekly"};
  std::vector<std::string> cancelled;
  for (const Change& change : plan_sync(situation, fetched).changes) {
    CHECK(change.kind == ChangeKind::cancelled);
    cancelled.push_back(change.meeting_id);
  }
  std::sort(cancelled.begin(), cancelled.end());
  CHECK(cancelled == std::vector<std::string>{"m-weekly_1", "m-weekly_2"});
}

TEST_CASE("what of a removed series is listed again stays") {
  SyncSituation situation;
  situation.now = kNow;
  situation.window = {kNow - days{1}, kNow + days{14}};
  situation.known = {instance("weekly_1", "weekly", days{1}),
                     instance("weekly_2", "weekly", days{8})};
  FetchResult fetched;
  fetched.removed_series = {"weekly"};
  fetched.meetings = {situation.known[0].facts};
  const SyncPlan plan = plan_sync(situation, fetched);
  REQUIRE(plan.changes.size() == 1);
  CHECK(plan.changes[0].meeting_id == "m-weekly_2");
  CHECK(plan.unchanged == 1);
}

}  // namespace
}  // namespace execassist::calendar
