#include "prep/transitions.hpp"

#include <string>

#include <doctest/doctest.h>

namespace execassist::prep {
namespace {

using namespace std::chrono_literals;

constexpr Instant kStart = std::chrono::sys_days{2026y / 1 / 15} + 14h;

// Everything is a distance before the start.
struct Case {
  std::string what;
  std::optional<Seconds> lead;
  Seconds told;
  std::optional<Seconds> snoozed;
  Seconds deadline;
};

Meeting announced(std::optional<Seconds> lead, Seconds told) {
  Meeting meeting;
  meeting.facts.start = kStart;
  meeting.facts.end = kStart + 1h;
  meeting.state.status = MeetingStatus::prep_scheduled;
  meeting.state.meeting_type = "default";
  meeting.state.prep_lead = lead;
  meeting.state.notification_id = "n1";
  meeting.state.notification_sent_at = kStart - told;
  return meeting;
}

std::optional<Instant> snooze_of(const Case& one) {
  if (!one.snoozed) return std::nullopt;
  return kStart - *one.snoozed;
}

const Case kCases[] = {
    // The earlier of notification + 24 h and start - max(30 min, lead / 4).
    {"a day", 24h, 24h, {}, 6h},
    {"three days", 72h, 72h, {}, 48h},
    {"two weeks", 336h, 336h, {}, 312h},
    {"32 hours: both at once", 32h, 32h, {}, 8h},
    {"two hours: a quarter is half an hour", 2h, 2h, {}, 30min},
    {"one hour: half an hour at least", 1h, 1h, {}, 30min},
    // Told late: the lead is what was left then.
    {"four hours late", 24h, 4h, {}, 1h},
    {"one hour left", 24h, 1h, {}, 30min},
    {"told ahead of its time", 24h, 26h, {}, 6h},
    {"no lead any more", std::nullopt, 8h, {}, 2h},
    // With half an hour or less there is nothing to wait for before the start.
    {"31 minutes left", 24h, 31min, {}, 30min},
    {"30 minutes left", 24h, 30min, {}, 0s},
    {"ten minutes left", 24h, 10min, {}, 0s},
    // A snooze counts as the notification.
    {"snoozed by twelve hours", 72h, 72h, 60h, 36h},
    {"snoozed to the last moment", 24h, 24h, 15min, 0s},
    {"snoozed to an hour before", 24h, 24h, 1h, 30min},
    {"an older snooze", 24h, 24h, 30h, 6h},
};

}  // namespace

TEST_CASE("deadline: when no reaction is one") {
  for (const Case& one : kCases) {
    CAPTURE(one.what);
    const Meeting meeting = announced(one.lead, one.told);
    CHECK(deadline(meeting, snooze_of(one)) == kStart - one.deadline);
  }
  Meeting untold = announced(24h, 24h);
  untold.state.notification_sent_at.reset();
  CHECK(deadline(untold, std::nullopt) == std::nullopt);
  CHECK(deadline(untold, kStart - 12h) == std::nullopt);
}

TEST_CASE("deadline: from then on the preparation is over, and not a second before") {
  for (const Case& one : kCases) {
    CAPTURE(one.what);
    const Meeting meeting = announced(one.lead, one.told);
    const Instant limit = kStart - one.deadline;
    CHECK_FALSE(unanswered(meeting, snooze_of(one), limit - 1s).has_value());
    const auto step = unanswered(meeting, snooze_of(one), limit);
    REQUIRE(step.has_value());
    MeetingState expected = meeting.state;
    expected.status = MeetingStatus::prep_completed;
    expected.prep_outcome = PrepOutcome::no_reaction;
    CHECK(step->to == expected);
    CHECK(step->suppress == "");
    CHECK(step->notice == ChangeNotice::none);
  }
}

TEST_CASE("deadline: only for what waits for the person") {
  for (const auto status :
       {MeetingStatus::discovered, MeetingStatus::classified, MeetingStatus::prep_in_progress,
        MeetingStatus::prep_completed, MeetingStatus::completed, MeetingStatus::cancelled}) {
    Meeting meeting = announced(24h, 24h);
    meeting.state.status = status;
    CHECK_FALSE(unanswered(meeting, std::nullopt, kStart).has_value());
  }
  Meeting untold = announced(24h, 24h);
  untold.state.notification_sent_at.reset();
  CHECK_FALSE(unanswered(untold, std::nullopt, kStart).has_value());
}

TEST_CASE("begun: how long there is to finish") {
  struct Begun {
    std::string what;
    std::optional<Seconds> lead;
    std::optional<Seconds> began;  // before the start
    Seconds deadline;
  };
  const Begun cases[] = {
      {"a day", 24h, 24h, 6h},
      {"begun before it was announced", 24h, 40h, 6h},
      {"without a session", 24h, {}, 6h},
      {"two weeks", 336h, 100h, 25h},
      {"begun late", 24h, 4h, 1h},
      {"an hour left", 24h, 1h, 30min},
      {"31 minutes left", 24h, 31min, 30min},
      {"half an hour left: the start", 24h, 30min, 0s},
      {"a minute left: the start", 24h, 1min, 0s},
      {"begun after it began: the start", 24h, -10min, 0s},
      {"no lead", std::nullopt, 8h, 2h},
      {"neither lead nor session", std::nullopt, {}, 6h},
  };
  for (const Begun& one : cases) {
    CAPTURE(one.what);
    Meeting meeting = announced(one.lead, 24h);
    meeting.state.status = MeetingStatus::prep_in_progress;
    const auto began = one.began ? std::optional(kStart - *one.began) : std::nullopt;
    const Instant limit = kStart - one.deadline;
    CHECK(begun_deadline(meeting, began) == limit);
    CHECK_FALSE(ran_out(meeting, began, limit - 1s).has_value());
    const auto step = ran_out(meeting, began, limit);
    REQUIRE(step.has_value());
    MeetingState expected = meeting.state;
    expected.status = MeetingStatus::prep_completed;
    expected.prep_outcome = PrepOutcome::prepared;
    CHECK(step->to == expected);
    CHECK(step->cause == "time: begun, and not finished by the deadline");
    CHECK(step->notice == ChangeNotice::none);
  }
  for (const auto status :
       {MeetingStatus::discovered, MeetingStatus::classified, MeetingStatus::prep_scheduled,
        MeetingStatus::prep_completed, MeetingStatus::completed, MeetingStatus::cancelled}) {
    Meeting meeting = announced(24h, 24h);
    meeting.state.status = status;
    CHECK_FALSE(ran_out(meeting, std::nullopt, kStart).has_value());
  }
}

}  // namespace execassist::prep
