#include "prep/transitions.hpp"

#include <algorithm>

namespace execassist::prep {
namespace {

using Status = MeetingStatus;

Refusal over(const Meeting& meeting) {
  return {"the meeting is " +
              std::string(meeting.state.status == Status::cancelled ? "cancelled" : "over"),
          {}};
}

bool is_over(const Meeting& meeting, Instant now) {
  return meeting.state.status == Status::cancelled || meeting.state.status == Status::completed ||
         meeting.facts.end <= now;
}

Refusal already_completed(const Meeting& meeting) {
  const auto outcome = meeting.state.prep_outcome.value_or(PrepOutcome::prepared);
  switch (outcome) {
    case PrepOutcome::prepared:
      return {"its preparation is finished already", {}};
    case PrepOutcome::skipped:
      return {"its preparation was skipped", {}};
    case PrepOutcome::no_reaction:
      return {"its preparation ended without a reaction", {}};
  }
  return {};
}

// start - max(30 min, a quarter of what was left of the lead at `from`). With less than half an
// hour left there is no time to wait for: the start.
Instant latest_end(const Meeting& meeting, Instant from) {
  const Instant start = meeting.facts.start;
  const Seconds available = start - from;
  const Seconds lead = std::min(meeting.state.prep_lead.value_or(available), available);
  const Instant latest = start - std::max<Seconds>(minutes{30}, lead / 4);
  return latest <= from ? start : latest;
}

// A new round: as if it had never been announced.
MeetingState rearmed(const MeetingState& state, const MeetingFacts& facts) {
  MeetingState to = renewed(state, facts);
  to.status = to.meeting_type ? Status::classified : Status::discovered;
  to.round += 1;
  to.notification_id.reset();
  to.notification_sent_at.reset();
  to.prep_outcome.reset();
  return to;
}

}  // namespace

MeetingState renewed(const MeetingState& state, const MeetingFacts& facts) {
  MeetingState to = state;
  to.unprepared_reason = why_not_prepared(facts);
  if (to.unprepared_reason.empty() && to.meeting_type && !to.prep_lead) {
    to.unprepared_reason = "the type " + *to.meeting_type + " is not prepared";
  }
  to.prep_trigger_time.reset();
  if (to.unprepared_reason.empty() && to.prep_lead) {
    to.prep_trigger_time = facts.start - *to.prep_lead;
  }
  return to;
}

MeetingState typed(const Meeting& meeting, const Typing& typing) {
  MeetingState to = meeting.state;
  if (to.status != Status::discovered && to.status != Status::classified) {
    return renewed(to, meeting.facts);
  }
  to.status = Status::classified;
  to.meeting_type = typing.meeting_type;
  to.prep_lead = typing.prep_lead;
  to.type_reason = typing.reason;
  return renewed(to, meeting.facts);
}

Step triggered(const Meeting& meeting, const std::string& notification_id) {
  Step step{meeting.state, "prep: its time has come", {}, ChangeNotice::none};
  step.to.status = Status::prep_scheduled;
  step.to.notification_id = notification_id;
  return step;
}

Step returned(const Meeting& meeting) {
  return {rearmed(meeting.state, meeting.facts),
          "its calendar is back in the configuration",
          {},
          ChangeNotice::none};
}

std::optional<Refusal> why_out_of_reach(const Meeting& meeting, Instant now) {
  if (is_over(meeting, now)) return over(meeting);
  if (meeting.state.duplicate_of) {
    return Refusal{"it is a copy of the same meeting in another calendar",
                   "use " + *meeting.state.duplicate_of};
  }
  return std::nullopt;
}

Decision started(const Meeting& meeting, Instant now) {
  if (const auto why = why_out_of_reach(meeting, now)) return *why;
  if (const auto why = why_not_prepared(meeting.facts); !why.empty()) {
    return Refusal{"it is not prepared: " + why, {}};
  }
  const Status status = meeting.state.status;
  if (status == Status::prep_in_progress) {
    return Refusal{"its preparation is under way already",
                   "when it is done: execassist prep finish " + meeting.meeting_id};
  }
  // Nobody who comes late is turned away: an unanswered preparation can still begin.
  const bool unanswered_before = meeting.state.prep_outcome == PrepOutcome::no_reaction;
  if (status == Status::prep_completed && !unanswered_before) return already_completed(meeting);
  Step step{meeting.state, "user: prep start", "the preparation has begun", ChangeNotice::none};
  step.to.status = Status::prep_in_progress;
  step.to.prep_outcome.reset();
  return step;
}

Decision finished(const Meeting& meeting, Instant now) {
  if (const auto why = why_out_of_reach(meeting, now)) return *why;
  const Status status = meeting.state.status;
  if (status == Status::prep_completed) return already_completed(meeting);
  if (status == Status::discovered) return Refusal{"it has no type yet", "execassist classify"};
  Step step{meeting.state, "user: prep finish", "the preparation is finished", ChangeNotice::none};
  step.to.status = Status::prep_completed;
  step.to.prep_outcome = PrepOutcome::prepared;
  return step;
}

Decision skipped(const Meeting& meeting, Instant now) {
  if (const auto why = why_out_of_reach(meeting, now)) return *why;
  const Status status = meeting.state.status;
  if (status == Status::prep_completed) return already_completed(meeting);
  if (status == Status::discovered) return Refusal{"it has no type yet", "execassist classify"};
  Step step{meeting.state, "user: prep skip", "the preparation was skipped", ChangeNotice::none};
  step.to.status = Status::prep_completed;
  step.to.prep_outcome = PrepOutcome::skipped;
  return step;
}

Decision snoozed(const Meeting& meeting, Instant now) {
  if (const auto why = why_out_of_reach(meeting, now)) return *why;
  if (meeting.facts.start <= now) return Refusal{"the meeting has begun", {}};
  const Status status = meeting.state.status;
  if (status == Status::prep_completed) return already_completed(meeting);
  if (status == Status::discovered || status == Status::classified) {
    return Refusal{"its preparation has not been announced yet",
                   "execassist remind add " + meeting.meeting_id + " --in 2h"};
  }
  return Step{meeting.state, "user: prep snooze", "snoozed", ChangeNotice::none};
}

Step moved(const Meeting& meeting, const MeetingFacts& facts, const Told& told, Instant now) {
  Step step{renewed(meeting.state, facts), "sync: moved", {}, ChangeNotice::none};
  const Status status = meeting.state.status;
  const auto trigger = step.to.prep_trigger_time;
  const bool ahead = !trigger || *trigger > now;
  if ((status == Status::prep_scheduled && ahead) ||
      (status == Status::completed && facts.end > now)) {
    step.to = rearmed(meeting.state, facts);
    step.suppress = "the meeting moved";
  }
  step.to.revision += 1;
  const bool starts_elsewhere = facts.start != meeting.facts.start;
  if (told.meeting && starts_elsewhere && facts.end > now) step.notice = ChangeNotice::moved;
  return step;
}

Step cancelled(const Meeting& meeting, const Told& told, const std::string& cause) {
  Step step{meeting.state, cause, "the meeting is cancelled", ChangeNotice::none};
  step.to.status = Status::cancelled;
  step.to.revision += 1;
  if (told.meeting) step.notice = ChangeNotice::cancelled;
  return step;
}

Step revived(const Meeting& meeting, const MeetingFacts& facts, const Told& told) {
  Step step{rearmed(meeting.state, facts), "sync: on again", "the meeting is on again",
            ChangeNotice::none};
  step.to.revision += 1;
  if (told.cancellation) {
    step.notice = ChangeNotice::revived;
  } else if (told.meeting && facts.start != meeting.facts.start) {
    step.notice = ChangeNotice::moved;  // they never heard that it was off, but know the old time
  }
  return step;
}

std::optional<Step> ended(const Meeting& meeting, Instant now) {
  const Status status = meeting.state.status;
  if (status == Status::cancelled || status == Status::completed) return std::nullopt;
  if (meeting.facts.end > now) return std::nullopt;
  Step step{meeting.state, "time: the meeting ended", "the meeting is over", ChangeNotice::none};
  step.to.status = Status::completed;
  return step;
}

std::optional<Instant> deadline(const Meeting& meeting, std::optional<Instant> snoozed_until) {
  const auto notified = meeting.state.notification_sent_at;
  if (!notified) return std::nullopt;
  const Instant last_word = std::max(*notified, snoozed_until.value_or(*notified));
  const Instant latest = latest_end(meeting, last_word);
  return latest == meeting.facts.start ? latest : std::min(last_word + hours{24}, latest);
}

std::optional<Instant> unreached_deadline(const Meeting& meeting, Instant announced) {
  const MeetingState& state = meeting.state;
  if (state.status != Status::prep_scheduled || state.notification_sent_at) return std::nullopt;
  return latest_end(meeting, announced);
}

std::optional<Step> unheard(const Meeting& meeting) {
  if (meeting.state.status != Status::prep_completed ||
      meeting.state.prep_outcome != PrepOutcome::no_reaction) {
    return std::nullopt;
  }
  Step step{meeting.state, "the notice had not arrived", {}, ChangeNotice::none};
  step.to.status = Status::prep_scheduled;
  step.to.prep_outcome.reset();
  return step;
}

std::optional<Step> unanswered(const Meeting& meeting, std::optional<Instant> snoozed_until,
                               Instant now) {
  if (meeting.state.status != Status::prep_scheduled) return std::nullopt;
  const auto limit = deadline(meeting, snoozed_until);
  if (!limit || now < *limit) return std::nullopt;
  Step step{meeting.state, "time: no reaction by the deadline", {}, ChangeNotice::none};
  step.to.status = Status::prep_completed;
  step.to.prep_outcome = PrepOutcome::no_reaction;
  return step;
}

Instant begun_deadline(const Meeting& meeting, std::optional<Instant> began) {
  const Instant start = meeting.facts.start;
  return latest_end(meeting, began.value_or(start - meeting.state.prep_lead.value_or(hours{24})));
}

std::optional<Step> ran_out(const Meeting& meeting, std::optional<Instant> began, Instant now) {
  if (meeting.state.status != Status::prep_in_progress) return std::nullopt;
  if (now < begun_deadline(meeting, began)) return std::nullopt;
  Step step{meeting.state, "time: begun, and not finished by the deadline",
            "the preparation is finished", ChangeNotice::none};
  step.to.status = Status::prep_completed;
  step.to.prep_outcome = PrepOutcome::prepared;
  return step;
}

}  // namespace execassist::prep
