#include "app/meeting_steps.hpp"

#include "app/materials_build.hpp"
#include "app/prep_sessions.hpp"
#include "app/wording.hpp"
#include "notify/claim.hpp"
#include "store/build_repository.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"
#include "store/reminder_repository.hpp"

#include <execassist/base/identifier.hpp>
#include <execassist/base/log.hpp>

#include <algorithm>
#include <utility>

namespace execassist::app {
namespace {

std::string_view name_of(prep::ChangeNotice notice) {
  switch (notice) {
    case prep::ChangeNotice::moved:
      return "moved";
    case prep::ChangeNotice::cancelled:
      return "cancelled";
    case prep::ChangeNotice::revived:
      return "revived";
    case prep::ChangeNotice::none:
      break;
  }
  return "";
}

// A notice that is still waiting is overtaken by the next one, which starts from the same belief.
std::optional<Belief> overtake_waiting(const Scope& scope, store::Transaction& transaction,
                                       const Meeting& before) {
  auto belief = belief_behind(scope, before);
  store::OutboxRepository(scope.database)
      .suppress_pending(transaction, before.meeting_id, NotificationKind::change,
                        "the meeting changed again");
  return belief;
}

// `planned` goes by what was delivered; a belief that is older than `before` overrules it.
prep::ChangeNotice notice_for(const std::optional<Belief>& belief, const Meeting& after,
                              prep::ChangeNotice planned, Instant now) {
  using prep::ChangeNotice;
  const bool off = after.state.status == MeetingStatus::cancelled;
  if (after.state.duplicate_of) return ChangeNotice::none;  // the one that stands for it tells
  if (!belief || off || after.facts.end <= now) return planned;
  if (!belief->certain && planned != ChangeNotice::none) return planned;
  if (belief->cancelled) return ChangeNotice::revived;
  const bool known = belief->certain && belief->start == after.facts.start;
  return known ? ChangeNotice::none : ChangeNotice::moved;
}

void queue_change(const Scope& scope, store::Transaction& transaction, const Meeting& before,
                  const Meeting& after, const std::optional<Belief>& belief,
                  prep::ChangeNotice planned) {
  const auto notice = notice_for(belief, after, planned, scope.now());
  if (notice == prep::ChangeNotice::none) return;
  // That it was on again in between they never heard.
  if (notice == prep::ChangeNotice::cancelled && what_was_told(scope, before).cancellation) return;
  Instant told_start = belief ? belief->start : before.facts.start;
  if (told_start == after.facts.start) told_start = before.facts.start;
  if (notice == prep::ChangeNotice::moved && told_start == after.facts.start) return;
  const UserSettings* user = scope.settings.find_user(after.user_id);
  if (!user) return;
  Notification change = about_meeting(
      after, NotificationKind::change,
      notify::change_variant(name_of(notice), told_start, after.state.revision), scope.now());
  change.expires_at = after.facts.end;
  change.text = wording(scope, change, &after, user->user, false).text;
  store::OutboxRepository(scope.database).insert(transaction, change);
}

void end_reminders(const Scope& scope, store::Transaction& transaction, const Meeting& meeting,
                   const std::string& reason) {
  store::ReminderRepository reminders(scope.database);
  store::ReminderFilter filter;
  filter.meeting_id = meeting.meeting_id;
  filter.state = ReminderState::pending;
  for (const Reminder& reminder : reminders.list(filter)) {
    reminders.close(transaction, reminder.reminder_id, ReminderState::cancelled, reason);
  }
}

bool ends_everything(MeetingStatus status) {
  return status == MeetingStatus::cancelled || status == MeetingStatus::completed;
}

// For the materials: why they are written.
std::string cause_in_words(const prep::Step& step) {
  constexpr std::string_view kByTime = "time: ";
  return step.cause.starts_with(kByTime) ? step.cause.substr(kByTime.size())
                                         : "the preparation is finished";
}

// What becomes of its session, its materials and the messages about it.
// Nobody reacted, and materials were written when the notice had reached nobody: they are the same.
bool has_materials_of_silence(const Scope& scope, const Meeting& meeting) {
  if (meeting.state.prep_outcome != PrepOutcome::no_reaction) return false;
  const auto build = store::BuildRepository(scope.database).latest_of(meeting.meeting_id);
  return build && build->round == meeting.state.round && build->announce;
}

void follow_up(const Scope& scope, store::Transaction& transaction, const Meeting& before,
               const Meeting& after, const prep::Step& step) {
  const MeetingStatus status = after.state.status;
  const bool prep_ended = status == MeetingStatus::prep_completed && status != before.state.status;
  const bool skipped = prep_ended && after.state.prep_outcome == PrepOutcome::skipped;
  const bool anew = after.state.round != before.state.round;
  if (ends_everything(status) || skipped || anew) {
    abandon_session(scope, transaction, after,
                    step.suppress.empty() ? "it is prepared anew" : step.suppress);
  } else if (prep_ended) {
    settle_session(scope, transaction, after, cause_in_words(step));
    const bool a_copy = after.state.duplicate_of.has_value();  // the other one has materials
    if (!a_copy && !has_materials_of_silence(scope, after)) {
      queue_build(scope, transaction, after, {cause_in_words(step)});
    }
  }
  want_redraws(scope, transaction, after.meeting_id);
}

}  // namespace

bool may_have_arrived(const Notification& notification) {
  if (notification.state == NotificationState::sent) return true;
  return std::any_of(notification.attempts.begin(), notification.attempts.end(),
                     [](const DeliveryAttempt& attempt) {
                       return !attempt.outcome || *attempt.outcome == AttemptOutcome::unknown ||
                              *attempt.outcome == AttemptOutcome::accepted;
                     });
}

std::optional<Belief> belief_behind(const Scope& scope, const Meeting& meeting) {
  store::OutboxFilter filter;
  filter.meeting_id = meeting.meeting_id;
  filter.kind = NotificationKind::change;
  filter.states = {NotificationState::pending, NotificationState::sending};
  for (const Notification& waiting : store::OutboxRepository(scope.database).list(filter)) {
    const auto change = notify::parse_change_variant(waiting.variant);
    if (!change) continue;
    return Belief{change->told_start, change->what == "revived", !may_have_arrived(waiting)};
  }
  return std::nullopt;
}

prep::Told what_was_told(const Scope& scope, const Meeting& meeting) {
  prep::Told told;
  if (meeting.state.duplicate_of) return told;  // the one that stands for it does the talking
  store::OutboxFilter of_meeting;
  of_meeting.meeting_id = meeting.meeting_id;
  store::OutboxFilter of_copies;  // one of them may have stood for all before
  of_copies.user_id = meeting.user_id;
  of_copies.occurrence = occurrence_key(meeting);
  std::pair<Instant, int> latest;  // in the same second the change that came last
  for (const auto& filter : {of_meeting, of_copies}) {
    for (const Notification& each : store::OutboxRepository(scope.database).list(filter)) {
      if (each.kind == NotificationKind::alert || each.kind == NotificationKind::test) continue;
      if (!may_have_arrived(each)) continue;
      told.meeting = true;
      const auto change = notify::parse_change_variant(each.variant);
      const std::pair<Instant, int> heard{
          each.attempts.empty() ? each.sent_at.value_or(each.due_at) : each.attempts.back().at,
          change ? change->revision : -1};
      if (heard < latest) continue;
      latest = heard;
      told.cancellation = change && change->what == "cancelled";
    }
  }
  return told;
}

bool apply_step(const Scope& scope, store::Transaction& transaction, const Meeting& before,
                const MeetingFacts& facts, const prep::Step& step) {
  const Instant now = scope.now();
  store::MeetingRepository meetings(scope.database);
  if (!meetings.advance(transaction, before, step.to, now, step.cause)) return false;

  Meeting after = before;
  after.facts = facts;
  after.state = step.to;
  after.updated_at = now;
  if (facts != before.facts) meetings.update_facts(transaction, after);

  store::OutboxRepository outbox(scope.database);
  const bool ends = ends_everything(step.to.status);
  const bool revision_changed = step.to.revision != before.state.revision;
  const auto belief =
      revision_changed ? overtake_waiting(scope, transaction, before) : std::nullopt;
  if (ends) {
    // Not alerts: that something could not be delivered stays true. What was due before a meeting
    // that is over, and never got out, is not hushed up: delivery gives it up, and somebody is
    // told.
    const bool over = step.to.status == MeetingStatus::completed;
    for (const auto kind : {NotificationKind::escalation, NotificationKind::change}) {
      outbox.suppress_pending(transaction, before.meeting_id, kind, step.suppress);
    }
    for (const auto kind : {NotificationKind::prep, NotificationKind::reminder}) {
      if (!over) outbox.suppress_pending(transaction, before.meeting_id, kind, step.suppress);
    }
    end_reminders(scope, transaction, before, step.suppress);
  } else if (!step.suppress.empty()) {
    for (const auto kind : {NotificationKind::prep, NotificationKind::escalation}) {
      outbox.suppress_pending(transaction, before.meeting_id, kind, step.suppress);
    }
  }
  if (revision_changed) queue_change(scope, transaction, before, after, belief, step.notice);
  follow_up(scope, transaction, before, after, step);
  if (step.to.status != before.state.status) {
    log(LogLevel::info,
        {{"meeting_id", before.meeting_id},
         {"status", std::string(execassist::name_of(step.to.status))}},
        step.cause);
  }
  return true;
}

Notification about_meeting(const Meeting& meeting, NotificationKind kind, std::string variant,
                           Instant now) {
  Notification notification;
  notification.notification_id = random_id();
  notification.user_id = meeting.user_id;
  notification.meeting_id = meeting.meeting_id;
  notification.kind = kind;
  notification.occurrence = occurrence_key(meeting);
  notification.round = meeting.state.round;
  notification.variant = std::move(variant);
  notification.due_at = now;
  notification.next_attempt_at = now;
  notification.created_at = now;
  return notification;
}

}  // namespace execassist::app
