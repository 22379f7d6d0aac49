#include "app/foresight_reason.hpp"

#include "app/escalation.hpp"
#include "app/reminders.hpp"
#include "notify/claim.hpp"
#include "notify/timing.hpp"
#include "render/when.hpp"
#include "store/build_repository.hpp"
#include "store/reminder_repository.hpp"

#include <execassist/base/text.hpp>

#include <optional>

namespace execassist::app {
namespace {

constexpr Seconds kNoticeable = minutes{10};  // more than the time from one run to the next
constexpr Seconds kThisWeek = days{6};

// "Thu 09:00", or "Jan 15 09:00" where the day of the week could be another week's.
std::string moment(Instant at, Instant seen_from, const Zone& zone) {
  const bool near = at - seen_from <= kThisWeek && seen_from - at <= kThisWeek;
  if (!near) return render::short_stamp(at, zone);
  return render::brief_time(at, zone).substr(0, 3) + " " + render::clock_time(at, zone);
}

// "72 h", as the rules have it, rather than "3 d".
std::string lead_in_words(Seconds lead) {
  const auto whole = std::chrono::duration_cast<hours>(lead);
  if (lead == whole && whole > hours{0}) return std::to_string(whole.count()) + " h";
  return describe_duration(lead);
}

std::string quiet_until(const notify::QuietSpan& quiet, const Zone& zone) {
  return "quiet hours until " + render::clock_time(quiet.end, zone);
}

struct Plan {
  std::string words;
  std::optional<Instant> at;  // when it should have come, where there is such a moment
};

Plan plan_of_reminder(const Scope& scope, const Notification& sent, const Meeting& meeting,
                      const Zone& zone) {
  const Instant now = *sent.sent_at;
  if (notify::is_automatic_reminder(sent)) {
    const auto at = automatic_reminder_at(scope.rules, meeting);
    const Instant due = at.value_or(sent.due_at);
    return {lead_in_words(meeting.facts.start - due) + " before " +
                moment(meeting.facts.start, now, zone),
            due};
  }
  store::ReminderFilter filter;
  filter.id_prefix = sent.variant;
  for (const Reminder& each : store::ReminderRepository(scope.database).list(filter)) {
    const std::string when = moment(each.remind_at, now, zone);
    return {each.origin == "snoozed" ? "snoozed until " + when : "asked for at " + when,
            each.remind_at};
  }
  return {"asked for", sent.due_at};
}

std::string change_in_words(const Notification& sent) {
  const auto change = notify::parse_change_variant(sent.variant);
  if (!change || change->what == "cancelled") return "the meeting is cancelled";
  return change->what == "revived" ? "the meeting is on again" : "the meeting moved";
}

std::string cause_of_materials(const Scope& scope, const Notification& sent) {
  const auto build = sent.meeting_id
                         ? store::BuildRepository(scope.database).latest_of(*sent.meeting_id)
                         : std::nullopt;
  return build ? one_line(build->cause) : "they are written";
}

Plan plan_of(const Scope& scope, const Notification& sent, const Meeting* meeting,
             const Zone& zone) {
  const Instant now = *sent.sent_at;
  switch (sent.kind) {
    case NotificationKind::prep: {
      if (!meeting || !meeting->state.prep_lead) return {"its preparation is due", sent.due_at};
      const Seconds lead = *meeting->state.prep_lead;
      return {lead_in_words(lead) + " before " + moment(meeting->facts.start, now, zone),
              meeting->facts.start - lead};
    }
    case NotificationKind::reminder:
      if (!meeting) return {"it was asked for", sent.due_at};
      return plan_of_reminder(scope, sent, *meeting, zone);
    case NotificationKind::escalation:
      return {"no reaction to the notice by " + one_line(escalated_from(sent)) + " for " +
                  lead_in_words(sent.due_at - sent.created_at),
              sent.due_at};
    case NotificationKind::change:
      return {change_in_words(sent), sent.due_at};
    case NotificationKind::materials:
      return {cause_of_materials(scope, sent), sent.due_at};
    case NotificationKind::nudge:
      return {"the prep session has waited for " + lead_in_words(scope.settings.prep.session_idle),
              sent.due_at};
    case NotificationKind::question:
      return {"the prep session goes on", sent.due_at};
    case NotificationKind::reply:
      return {"something was asked in Slack", sent.due_at};
    case NotificationKind::alert:
      return {"something failed, and somebody must know", sent.due_at};
    case NotificationKind::test:
      return {"a test was asked for", sent.due_at};
  }
  return {};
}

}  // namespace

std::string delay_in_words(const Scope& scope, const Notification& delayed, const User& user,
                           Instant now) {
  const auto quiet = notify::quiet_span(user, now);
  if (quiet && quiet->end == delayed.next_attempt_at) return quiet_until(*quiet, user.time_zone);
  if (delayed.attempts.empty()) {
    return "the hourly limit of " + std::to_string(scope.settings.notify.per_user_hourly_limit);
  }
  return "no channel worked at " + moment(now, now, user.time_zone);
}

std::string reason_in_words(const Scope& scope, const Notification& sent, const Meeting* meeting,
                            const User& user, const std::string& delays) {
  const Zone& zone = user.time_zone;
  const Instant at = *sent.sent_at;
  const Plan plan = plan_of(scope, sent, meeting, zone);
  const Instant planned = plan.at.value_or(at);
  if (!delays.empty()) return plan.words + "; " + delays;
  if (at < planned) {
    const auto quiet = notify::quiet_span(user, planned);
    return plan.words + "; brought forward" + (quiet ? ": " + quiet_until(*quiet, zone) : "");
  }
  if (at - planned > kNoticeable) {
    const auto quiet = notify::quiet_span(user, planned);
    if (quiet && quiet->end <= at && at - quiet->end <= kNoticeable) {
      return plan.words + "; " + quiet_until(*quiet, zone);
    }
    return plan.words + "; due since " + moment(planned, at, zone);
  }
  const bool waits_for_day = !is_conversation(sent.kind) && sent.kind != NotificationKind::test;
  if (const auto quiet = waits_for_day ? notify::quiet_span(user, at) : std::nullopt) {
    return plan.words + "; " + quiet_until(*quiet, zone) + " would be too late";
  }
  return plan.words;
}

}  // namespace execassist::app
