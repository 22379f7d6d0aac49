#include "prep/transitions.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::prep {
namespace {

using namespace std::chrono_literals;
using Status = MeetingStatus;

constexpr Instant kNow = std::chrono::sys_days{2026y / 1 / 12} + 9h;
constexpr Instant kStart = kNow + 23h;  // its trigger, a day before, has come an hour ago

const std::vector<Status> kAllStatuses{
    Status::discovered,     Status::classified, Status::prep_scheduled, Status::prep_in_progress,
    Status::prep_completed, Status::completed,  Status::cancelled};

Meeting meeting_in(Status status) {
  Meeting meeting;
  meeting.meeting_id = "abcd1234";
  meeting.facts.start = kStart;
  meeting.facts.end = kStart + 1h;
  MeetingState& state = meeting.state;
  state.status = status;
  state.round = 2;
  state.revision = 5;
  if (status == Status::discovered) return meeting;
  state.meeting_type = "qbr";
  state.prep_lead = 24h;
  state.prep_trigger_time = kStart - 24h;
  state.type_reason = "keyword";
  if (status == Status::classified) return meeting;
  state.notification_id = "n1";
  state.notification_sent_at = kStart - 24h;
  if (status == Status::prep_completed) state.prep_outcome = PrepOutcome::prepared;
  return meeting;
}

MeetingFacts moved_to(const Meeting& meeting, Instant start) {
  MeetingFacts facts = meeting.facts;
  facts.end = start + (facts.end - facts.start);
  facts.start = start;
  return facts;
}

const Step& step_of(const Decision& decision) {
  REQUIRE(std::holds_alternative<Step>(decision));
  return std::get<Step>(decision);
}

const Refusal& refusal_of(const Decision& decision) {
  REQUIRE(std::holds_alternative<Refusal>(decision));
  return std::get<Refusal>(decision);
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("transitions: typing") {
  const Typing typing{"leadership_meeting", 72h, "because"};
  for (const Status status : {Status::discovered, Status::classified}) {
    const MeetingState to = typed(meeting_in(status), typing);
    CHECK(to.status == Status::classified);
    CHECK(to.meeting_type == "leadership_meeting");
    CHECK(to.prep_lead == Seconds(72h));
    CHECK(to.type_reason == "because");
    CHECK(to.prep_trigger_time == kStart - 72h);
    CHECK(to.unprepared_reason == "");
    CHECK(to.round == 2);
    CHECK(to.revision == 5);
  }
  const MeetingState unprepared =
      typed(meeting_in(Status::discovered), {"social", std::nullopt, "because"});
  CHECK(unprepared.status == Status::classified);
  CHECK(unprepared.prep_trigger_time == std::nullopt);
  CHECK(has(unprepared.unprepared_reason, "social"));
}

TEST_CASE("transitions: what was announced keeps its type; only what the facts rule is renewed") {
  for (const Status status : {Status::prep_scheduled, Status::prep_in_progress,
                              Status::prep_completed, Status::completed, Status::cancelled}) {
    Meeting meeting = meeting_in(status);
    meeting.facts = moved_to(meeting, kStart + 1h);
    MeetingState expected = meeting.state;
    expected.prep_trigger_time = kStart + 1h - 24h;
    CHECK(typed(meeting, {"social", std::nullopt, "because"}) == expected);
  }
}

TEST_CASE("transitions: what the facts rule") {
  Meeting meeting = meeting_in(Status::classified);
  MeetingFacts declined = meeting.facts;
  declined.own_response = Response::declined;
  const MeetingState out = renewed(meeting.state, declined);
  CHECK(out.prep_trigger_time == std::nullopt);
  CHECK(out.unprepared_reason == why_not_prepared(declined));
  CHECK(renewed(out, meeting.facts) == meeting.state);

  MeetingFacts all_day = declined;
  all_day.all_day = true;
  CHECK(has(renewed(meeting.state, all_day).unprepared_reason, "all-day"));
  CHECK(renewed(meeting.state, moved_to(meeting, kStart + 1h)).prep_trigger_time ==
        kStart + 1h - 24h);
  // Without a type there is nothing to say yet.
  const Meeting fresh = meeting_in(Status::discovered);
  CHECK(renewed(fresh.state, fresh.facts) == fresh.state);
}

TEST_CASE("transitions: the trigger") {
  for (const Status status : {Status::discovered, Status::classified}) {
    const Meeting meeting = meeting_in(status);
    MeetingState expected = meeting.state;
    expected.status = Status::prep_scheduled;
    expected.notification_id = "n7";
    const Step step = triggered(meeting, "n7");
    CHECK(step.to == expected);
    CHECK(step.suppress == "");
    CHECK(step.notice == ChangeNotice::none);
    CHECK_FALSE(step.cause.empty());
  }
}

TEST_CASE("transitions: by the person") {
  using Act = Decision (*)(const Meeting&, Instant);
  struct Case {
    std::string what;
    Act act;
    Status from;
    std::optional<PrepOutcome> outcome_before;
    std::optional<Status> to;
    std::optional<PrepOutcome> outcome;
    std::string refusal;
  };
  constexpr auto kNone = std::nullopt;
  const auto prepared = PrepOutcome::prepared;
  const auto no_reaction = PrepOutcome::no_reaction;
  const auto was_skipped = PrepOutcome::skipped;
  for (const auto& [what, act, from, outcome_before, to, outcome, refusal] : {
           Case{"start", started, Status::discovered, kNone, Status::prep_in_progress, kNone, ""},
           Case{"start", started, Status::classified, kNone, Status::prep_in_progress, kNone, ""},
           Case{"start", started, Status::prep_scheduled, kNone, Status::prep_in_progress, kNone,
                ""},
           Case{"start", started, Status::prep_in_progress, kNone, kNone, kNone, "under way"},
           Case{"start", started, Status::prep_completed, prepared, kNone, kNone, "finished"},
           Case{"start", started, Status::prep_completed, was_skipped, kNone, kNone, "skipped"},
           // Nobody who comes late is turned away.
           Case{"start", started, Status::prep_completed, no_reaction, Status::prep_in_progress,
                kNone, ""},
           Case{"start", started, Status::completed, kNone, kNone, kNone, "over"},
           Case{"start", started, Status::cancelled, kNone, kNone, kNone, "cancelled"},

           Case{"finish", finished, Status::discovered, kNone, kNone, kNone, "no type"},
           Case{"finish", finished, Status::classified, kNone, Status::prep_completed, prepared,
                ""},
           Case{"finish", finished, Status::prep_scheduled, kNone, Status::prep_completed, prepared,
                ""},
           Case{"finish", finished, Status::prep_in_progress, kNone, Status::prep_completed,
                prepared, ""},
           Case{"finish", finished, Status::prep_completed, prepared, kNone, kNone, "finished"},
           Case{"finish", finished, Status::prep_completed, was_skipped, kNone, kNone, "skipped"},
           Case{"finish", finished, Status::prep_completed, no_reaction, kNone, kNone, "reaction"},
           Case{"finish", finished, Status::completed, kNone, kNone, kNone, "over"},
           Case{"finish", finished, Status::cancelled, kNone, kNone, kNone, "cancelled"},

           Case{"skip", skipped, Status::discovered, kNone, kNone, kNone, "no type"},
           Case{"skip", skipped, Status::classified, kNone, Status::prep_completed, was_skipped,
                ""},
           Case{"skip", skipped, Status::prep_scheduled, kNone, Status::prep_completed, was_skipped,
                ""},
           Case{"skip", skipped, Status::prep_in_progress, kNone, Status::prep_completed,
                was_skipped, ""},
           Case{"skip", skipped, Status::prep_completed, prepared, kNone, kNone, "finished"},
           Case{"skip", skipped, Status::prep_completed, was_skipped, kNone, kNone, "skipped"},
           Case{"skip", skipped, Status::prep_completed, no_reaction, kNone, kNone, "reaction"},
           Case{"skip", skipped, Status::completed, kNone, kNone, kNone, "over"},
           Case{"skip", skipped, Status::cancelled, kNone, kNone, kNone, "cancelled"},

           Case{"snooze", snoozed, Status::discovered, kNone, kNone, kNone, "announced"},
           Case{"snooze", snoozed, Status::classified, kNone, kNone, kNone, "announced"},
           Case{"snooze", snoozed, Status::prep_scheduled, kNone, Status::prep_scheduled, kNone,
                ""},
           Case{"snooze", snoozed, Status::prep_completed, prepared, kNone, kNone, "finished"},
           Case{"snooze", snoozed, Status::prep_completed, no_reaction, kNone, kNone, "reaction"},
           Case{"snooze", snoozed, Status::completed, kNone, kNone, kNone, "over"},
           Case{"snooze", snoozed, Status::cancelled, kNone, kNone, kNone, "cancelled"},
       }) {
    Meeting meeting = meeting_in(from);
    meeting.state.prep_outcome = outcome_before;
    CAPTURE(what);
    CAPTURE(name_of(from));
    const Decision decision = act(meeting, kNow);
    if (!to) {
      CAPTURE(refusal_of(decision).why);
      CHECK(has(refusal_of(decision).why, refusal));
      continue;
    }
    const Step& step = step_of(decision);
    MeetingState expected = meeting.state;
    expected.status = *to;
    expected.prep_outcome = outcome;
    CHECK(step.to == expected);
    CHECK_FALSE(step.suppress.empty());  // a pending prep notification has lost its point
    CHECK(step.notice == ChangeNotice::none);
    CHECK(has(step.cause, what));
  }
}

TEST_CASE("transitions: nobody acts on what is over, on a copy, or on what is not prepared") {
  for (const auto act : {started, finished, skipped, snoozed}) {
    // It has ended, though no run has said so yet.
    CHECK(has(refusal_of(act(meeting_in(Status::prep_scheduled), kStart + 1h)).why, "over"));
    Meeting copy = meeting_in(Status::prep_scheduled);
    copy.state.duplicate_of = "original1";
    CHECK(has(refusal_of(act(copy, kNow)).why, "copy"));
    CHECK(has(refusal_of(act(copy, kNow)).hint, "original1"));
  }
  Meeting declined = meeting_in(Status::classified);
  declined.facts.own_response = Response::declined;
  CHECK(has(refusal_of(started(declined, kNow)).why, why_not_prepared(declined.facts)));

  // While it runs it can still be prepared, but there is no later to be reminded at.
  const Meeting running = meeting_in(Status::prep_scheduled);
  CHECK(step_of(started(running, kStart + 59min)).to.status == Status::prep_in_progress);
  CHECK(step_of(finished(running, kStart + 59min)).to.status == Status::prep_completed);
  CHECK(has(refusal_of(snoozed(running, kStart)).why, "begun"));
  CHECK(std::holds_alternative<Step>(snoozed(running, kStart - 1s)));
}

TEST_CASE("transitions: moved, and to be announced anew") {
  const Told told{true, false};
  for (const Instant start : {kNow + 24h + 1s, kNow + 72h}) {
    const Meeting meeting = meeting_in(Status::prep_scheduled);
    const Step step = moved(meeting, moved_to(meeting, start), told, kNow);
    MeetingState expected = meeting.state;
    expected.status = Status::classified;
    expected.round = 3;
    expected.revision = 6;
    expected.notification_id.reset();
    expected.notification_sent_at.reset();
    expected.prep_trigger_time = start - 24h;
    CHECK(step.to == expected);
    CHECK_FALSE(step.suppress.empty());
    CHECK(step.notice == ChangeNotice::moved);
    CHECK(moved(meeting, moved_to(meeting, start), {}, kNow).notice == ChangeNotice::none);
  }
  // An ended meeting that is put off is prepared again.
  Meeting over = meeting_in(Status::completed);
  over.state.prep_outcome = PrepOutcome::skipped;
  const Step again = moved(over, moved_to(over, kStart + 72h), told, kStart + 2h);
  CHECK(again.to.status == Status::classified);
  CHECK(again.to.round == 3);
  CHECK(again.to.prep_outcome == std::nullopt);
  CHECK(again.to.notification_sent_at == std::nullopt);
  CHECK(again.notice == ChangeNotice::moved);
}

TEST_CASE("transitions: moved, and not announced twice") {
  struct Case {
    Status status;
    Instant start;
  };
  for (const auto& [status, start] : {
           Case{Status::prep_scheduled, kNow + 24h},  // the new trigger is this very moment
           Case{Status::prep_scheduled, kNow + 3h},
           Case{Status::prep_in_progress, kNow + 3h},
           Case{Status::prep_in_progress, kNow + 72h},
           Case{Status::prep_completed, kNow + 72h},
           Case{Status::classified, kNow + 72h},
           Case{Status::classified, kNow + 3h},
       }) {
    const Meeting meeting = meeting_in(status);
    CAPTURE(name_of(status));
    const Step step = moved(meeting, moved_to(meeting, start), {true, false}, kNow);
    MeetingState expected = meeting.state;
    expected.revision = 6;
    expected.prep_trigger_time = start - 24h;
    CHECK(step.to == expected);
    CHECK(step.suppress == "");
    CHECK(step.notice == ChangeNotice::moved);
    CHECK(moved(meeting, moved_to(meeting, start), {}, kNow).notice == ChangeNotice::none);
  }
  const Meeting fresh = meeting_in(Status::discovered);
  const Step step = moved(fresh, moved_to(fresh, kNow + 72h), {}, kNow);
  CHECK(step.to.status == Status::discovered);
  CHECK(step.to.revision == 6);
}

TEST_CASE("transitions: moves that nobody needs to hear of") {
  const Told told{true, false};
  const Meeting meeting = meeting_in(Status::prep_in_progress);
  MeetingFacts longer = meeting.facts;
  longer.end += 1h;
  CHECK(moved(meeting, longer, told, kNow).notice == ChangeNotice::none);
  CHECK(moved(meeting, moved_to(meeting, kNow - 2h), told, kNow).notice == ChangeNotice::none);

  Meeting over = meeting_in(Status::completed);
  const Step still_over = moved(over, moved_to(over, kStart - 1h), told, kStart + 2h);
  CHECK(still_over.to.status == Status::completed);
  CHECK(still_over.to.round == 2);
  CHECK(still_over.notice == ChangeNotice::none);
}

TEST_CASE("transitions: cancelled") {
  for (const Status status : kAllStatuses) {
    if (status == Status::completed || status == Status::cancelled) continue;
    const Meeting meeting = meeting_in(status);
    CAPTURE(name_of(status));
    const Step step = cancelled(meeting, {true, false}, "sync: gone");
    MeetingState expected = meeting.state;
    expected.status = Status::cancelled;
    expected.revision = 6;
    CHECK(step.to == expected);
    CHECK(step.cause == "sync: gone");
    CHECK(has(step.suppress, "cancelled"));
    CHECK(step.notice == ChangeNotice::cancelled);
    CHECK(cancelled(meeting, {}, "x").notice == ChangeNotice::none);
  }
}

TEST_CASE("transitions: on again") {
  Meeting meeting = meeting_in(Status::cancelled);
  meeting.state.prep_outcome = PrepOutcome::prepared;
  const MeetingFacts later = moved_to(meeting, kStart + 48h);
  const Step step = revived(meeting, later, {true, true});
  MeetingState expected = meeting.state;
  expected.status = Status::classified;
  expected.round = 3;
  expected.revision = 6;
  expected.notification_id.reset();
  expected.notification_sent_at.reset();
  expected.prep_outcome.reset();
  expected.prep_trigger_time = kStart + 24h;
  CHECK(step.to == expected);

  Meeting untyped = meeting_in(Status::discovered);
  untyped.state.status = Status::cancelled;
  CHECK(revived(untyped, untyped.facts, {}).to.status == Status::discovered);

  CHECK(step.notice == ChangeNotice::revived);
  CHECK(revived(meeting, meeting.facts, {true, true}).notice == ChangeNotice::revived);
  // Who never heard that it was off need not hear that it is on, but must hear of a new time.
  CHECK(revived(meeting, meeting.facts, {true, false}).notice == ChangeNotice::none);
  CHECK(revived(meeting, later, {true, false}).notice == ChangeNotice::moved);
  CHECK(revived(meeting, later, {}).notice == ChangeNotice::none);
}

TEST_CASE("transitions: ended") {
  for (const Status status : kAllStatuses) {
    const Meeting meeting = meeting_in(status);
    const Instant end = kStart + 1h;
    CAPTURE(name_of(status));
    CHECK_FALSE(ended(meeting, end - 1s).has_value());
    const auto step = ended(meeting, end);
    if (status == Status::completed || status == Status::cancelled) {
      CHECK_FALSE(step.has_value());
      continue;
    }
    REQUIRE(step.has_value());
    MeetingState expected = meeting.state;
    expected.status = Status::completed;
    CHECK(step->to == expected);
    CHECK_FALSE(step->suppress.empty());
    CHECK(step->notice == ChangeNotice::none);
  }
  Meeting no_length = meeting_in(Status::classified);
  no_length.facts.end = no_length.facts.start;
  CHECK(ended(no_length, kStart).has_value());
}

}  // namespace execassist::prep
