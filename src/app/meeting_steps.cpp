#include "app/meeting_steps.hpp"

#include "app/wording.hpp"
#include "notify/claim.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"
#include "store/reminder_repository.hpp"

#include <execassist/base/identifier.hpp>
#include <execassist/base/log.hpp>

#include <algorithm>

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

// A notice that is still waiting is overtaken by the next one, which takes over what the person
// believes. Nothing when they believe it started elsewhere only for the store's own eyes.
std::optional<Instant> take_over_waiting_move(const Scope& scope, store::Transaction& transaction,
                                              const Meeting& before) {
  store::OutboxRepository outbox(scope.database);
  std::optional<Instant> told_start;
  store::OutboxFilter filter;
  filter.meeting_id = before.meeting_id;
  filter.kind = NotificationKind::change;
  filter.states = {NotificationState::pending};
  for (const Notification& waiting : outbox.list(filter)) {
    const auto change = notify::parse_change_variant(waiting.variant);
    if (change && change->what == "moved" && !told_start) told_start = change->told_start;
  }
  outbox.suppress_pending(transaction, before.meeting_id, NotificationKind::change,
                          "the meeting changed again");
  return told_start;
}

void queue_change(const Scope& scope, store::Transaction& transaction, const Meeting& before,
                  const Meeting& after, prep::ChangeNotice notice) {
  const auto waiting_start = take_over_waiting_move(scope, transaction, before);
  if (notice == prep::ChangeNotice::none) return;
  const Instant told_start = waiting_start.value_or(before.facts.start);
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

}  // namespace

prep::Told what_was_told(const Scope& scope, const Meeting& meeting) {
  store::OutboxFilter filter;
  filter.meeting_id = meeting.meeting_id;
  filter.states = {NotificationState::sent, NotificationState::sending};
  prep::Told told;
  for (const Notification& each : store::OutboxRepository(scope.database).list(filter)) {
    if (each.kind == NotificationKind::alert || each.kind == NotificationKind::test) continue;
    told.meeting = true;
    const auto change = notify::parse_change_variant(each.variant);
    if (each.kind == NotificationKind::change && change && change->what == "cancelled" &&
        change->revision == meeting.state.revision) {
      told.cancellation = true;
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
  if (ends) {
    outbox.suppress_pending(transaction, before.meeting_id, std::nullopt, step.suppress);
    end_reminders(scope, transaction, before, step.suppress);
  } else if (!step.suppress.empty()) {
    outbox.suppress_pending(transaction, before.meeting_id, NotificationKind::prep, step.suppress);
  }
  if (revision_changed) queue_change(scope, transaction, before, after, step.notice);
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
