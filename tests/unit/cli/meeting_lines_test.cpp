#include "cli/meeting_lines.hpp"

#include <algorithm>

#include <doctest/doctest.h>

namespace execassist::cli {
namespace {

const Instant kNow = *parse_rfc3339("2026-11-21T09:30:00Z");

Meeting meeting_with(MeetingStatus status, Seconds starts_in = hours{24}) {
  Meeting meeting;
  meeting.meeting_id = "0123456789abcdef";
  meeting.facts.start = kNow + starts_in;
  meeting.facts.end = meeting.facts.start + hours{1};
  meeting.state.status = status;
  meeting.state.prep_trigger_time = meeting.facts.start - hours{2};
  return meeting;
}

std::string words(const Meeting& meeting) { return state_in_words(meeting, Zone::utc(), kNow); }

TEST_CASE("each state in words, with what comes next") {
  const std::vector<std::pair<MeetingStatus, std::string>> table = {
      {MeetingStatus::discovered, "no type yet"},  {MeetingStatus::classified, "prep Nov 22 07:30"},
      {MeetingStatus::prep_scheduled, "prep due"}, {MeetingStatus::prep_in_progress, "preparing"},
      {MeetingStatus::prep_completed, "prepared"}, {MeetingStatus::completed, "over"},
      {MeetingStatus::cancelled, "cancelled"},
  };
  for (const auto& [status, expected] : table) {
    CAPTURE(name_of(status));
    CHECK(words(meeting_with(status)) == expected);
  }
}

TEST_CASE("a classified meeting says whether and when it is prepared") {
  Meeting meeting = meeting_with(MeetingStatus::classified);
  meeting.state.prep_trigger_time = kNow;
  CHECK(words(meeting) == "prep due now");
  meeting.state.prep_trigger_time.reset();
  CHECK(words(meeting) == "no prep");
  meeting.state.unprepared_reason = "declined\nby you";
  CHECK(words(meeting) == "no prep: declined by you");
}

TEST_CASE("what has begun or ended is never due") {
  Meeting meeting = meeting_with(MeetingStatus::classified, -minutes{30});
  CHECK(words(meeting) == "has begun");
  for (const auto status : {MeetingStatus::discovered, MeetingStatus::classified,
                            MeetingStatus::prep_scheduled, MeetingStatus::prep_completed}) {
    CHECK(words(meeting_with(status, -hours{1})) == "over");
  }
  CHECK(words(meeting_with(MeetingStatus::cancelled, -hours{1})) == "cancelled");
}

TEST_CASE("announced, prepared, skipped and unanswered are told apart") {
  Meeting meeting = meeting_with(MeetingStatus::prep_scheduled);
  meeting.state.notification_sent_at = kNow;
  CHECK(words(meeting) == "prep announced");
  meeting.state.status = MeetingStatus::prep_completed;
  const std::vector<std::pair<PrepOutcome, std::string>> table = {
      {PrepOutcome::prepared, "prepared"},
      {PrepOutcome::skipped, "prep skipped"},
      {PrepOutcome::no_reaction, "prep unanswered"}};
  for (const auto& [outcome, expected] : table) {
    meeting.state.prep_outcome = outcome;
    CHECK(words(meeting) == expected);
  }
}

TEST_CASE("a short id is a prefix that names the meeting") {
  const Meeting meeting = meeting_with(MeetingStatus::classified);
  CHECK(short_id(meeting) == "012345");
}

TEST_CASE("columns give way in turn: the title, the state, the type") {
  struct Row {
    MeetingColumns longest;
    int room;
    MeetingColumns expected;
  };
  const std::vector<Row> table = {
      {{30, 10, 20}, 100, {30, 10, 20}},  // as wide as what they hold
      {{30, 10, 20}, 56, {26, 10, 20}},   // the title gives first
      {{30, 10, 26}, 56, {24, 10, 22}},   // then the state
      {{30, 18, 26}, 45, {12, 16, 17}},   // then the type
      {{90, 30, 40}, 200, {60, 18, 26}},  // nothing is wider than it is worth
      {{5, 10, 26}, 41, {5, 10, 26}},     // a short title needs no room
      {{5, 10, 26}, 32, {5, 10, 17}},
  };
  for (const Row& row : table) {
    const MeetingColumns columns = fit_columns(row.longest, row.room);
    CAPTURE(row.room);
    CHECK(columns.title == row.expected.title);
    CHECK(columns.type == row.expected.type);
    CHECK(columns.state == row.expected.state);
    CHECK_FALSE(columns.stacked);
  }
}

TEST_CASE("a table never takes more room than there is; without room there is no table") {
  for (int room = -20; room < 120; ++room) {
    for (const int title : {0, 3, 16, 80}) {
      const MeetingColumns columns = fit_columns({title, 12, 30}, room);
      CAPTURE(room);
      CAPTURE(title);
      if (columns.stacked) continue;
      CHECK(columns.title + columns.type + columns.state <= room);
      CHECK(columns.title >= std::min(title, 12));
    }
  }
  CHECK(fit_columns({40, 12, 20}, 30).stacked);
  CHECK(fit_columns({40, 12, 20}, -5).stacked);
}

}  // namespace
}  // namespace execassist::cli
