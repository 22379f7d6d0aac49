#include "app/reminders.hpp"

#include "app/meeting_steps.hpp"
#include "app/prep_sessions.hpp"
#include "app/wording.hpp"
#include "notify/claim.hpp"
#include "notify/timing.hpp"
#include "render/when.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"
#include "store/reminder_repository.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/identifier.hpp>

#include <algorithm>
#include <set>

namespace execassist::app {
namespace {

bool within(Instant a, Instant b, Seconds distance) {
  return a - b <= distance && b - a <= distance;
}

class Reminding {
 public:
  explicit Reminding(const Scope& scope)
      : scope_(scope), now_(scope.now()), outbox_(scope.database), meetings_(scope.database) {}

  int asked_for() {
    store::ReminderRepository reminders(scope_.database);
    store::ReminderFilter filter;
    filter.user_id = scope_.user_id;
    filter.state = ReminderState::pending;
    filter.due_by = now_;
    int fired = 0;
    for (const Reminder& reminder : reminders.list(filter)) {
      auto transaction = scope_.database.begin();
      const auto meeting = meetings_.load(reminder.meeting_id);
      if (meeting && reminder.remind_at >= meeting->facts.start) {
        reminders.close(transaction, reminder.reminder_id, ReminderState::cancelled,
                        "the meeting moved ahead of it");
        transaction.commit();
        continue;
      }
      if (!reminders.close(transaction, reminder.reminder_id, ReminderState::fired, "")) continue;
      if (meeting && queue(transaction, *meeting, reminder.reminder_id, reminder.remind_at))
        ++fired;
      if (meeting) want_redraws(scope_, transaction, meeting->meeting_id);
      transaction.commit();
    }
    return fired;
  }

  int automatic() {
    store::MeetingFilter filter;
    filter.user_id = scope_.user_id;
    filter.starts_from = now_ + Seconds{1};
    filter.starts_before = now_ + longest_reminder_lead(scope_.rules) + days{1};
    filter.statuses = {MeetingStatus::classified, MeetingStatus::prep_scheduled,
                       MeetingStatus::prep_in_progress, MeetingStatus::prep_completed};
    filter.without_duplicates = true;
    int fired = 0;
    for (const Meeting& meeting : meetings_.list(filter)) {
      const auto at = automatic_reminder_at(scope_.rules, meeting);
      const UserSettings* user = scope_.settings.find_user(meeting.user_id);
      if (!at || !user || !has_come(*at, meeting, user->user)) continue;
      if (!scope_.settings.has_calendar(meeting.user_id, meeting.calendar_id)) continue;
      if (reminded_or_just_told(meeting, *at, user->user)) continue;
      auto transaction = scope_.database.begin();
      const auto current = meetings_.load(meeting.meeting_id);
      if (!current || current->state.revision != meeting.state.revision) continue;
      if (!queue(transaction, *current, notify::automatic_reminder_variant(meeting.state.revision),
                 *at)) {
        continue;
      }
      transaction.commit();
      ++fired;
    }
    return fired;
  }

 private:
  bool has_come(Instant at, const Meeting& meeting, const User& user) const {
    if (at <= now_) return true;
    const Instant planned = notify::planned_delivery(user, at, meeting.facts.start);
    return planned < at && planned <= now_ && now_ < planned + notify::kQuietHeadStart;
  }

  bool reminded_or_just_told(const Meeting& meeting, Instant at, const User& user) const {
    store::OutboxFilter filter;
    filter.meeting_id = meeting.meeting_id;
    const std::string variant = notify::automatic_reminder_variant(meeting.state.revision);
    const std::set<std::string> snoozes = snoozes_fired(meeting.meeting_id);
    const Instant heard = notify::planned_delivery(user, at, meeting.facts.start);
    const auto near = [&](Instant told) {
      return within(told, at, kNearNotice) || within(told, heard, kNearNotice) ||
             within(told, now_, kNearNotice);
    };
    for (const Notification& each : outbox_.list(filter)) {
      const bool reminder = each.kind == NotificationKind::reminder;
      if (reminder && each.variant == variant) return true;
      if (each.state == NotificationState::suppressed || each.state == NotificationState::dead) {
        continue;
      }
      const bool snooze = reminder && snoozes.contains(each.variant);
      if (!snooze && each.kind != NotificationKind::prep) continue;
      // A snooze that quiet hours hold back is heard of when they end.
      const Instant owed = snooze ? std::max(each.due_at, each.next_attempt_at) : each.due_at;
      if (near(each.sent_at.value_or(owed))) return true;
    }
    return false;
  }

  // A reminder that was added names its own time and stands beside the automatic one; a snooze only
  // puts off what the person was told.
  std::set<std::string> snoozes_fired(const std::string& meeting_id) const {
    store::ReminderFilter filter;
    filter.meeting_id = meeting_id;
    filter.state = ReminderState::fired;
    std::set<std::string> ids;
    for (const Reminder& each : store::ReminderRepository(scope_.database).list(filter)) {
      if (each.origin == "snoozed") ids.insert(each.reminder_id);
    }
    return ids;
  }

  bool queue(store::Transaction& transaction, const Meeting& meeting, const std::string& variant,
             Instant due) {
    const UserSettings* user = scope_.settings.find_user(meeting.user_id);
    if (!user) return false;
    Notification reminder = about_meeting(meeting, NotificationKind::reminder, variant, now_);
    reminder.due_at = std::min(due, now_);
    reminder.text = wording(scope_, reminder, &meeting, user->user, false).text;
    return outbox_.insert(transaction, reminder);
  }

  const Scope& scope_;
  Instant now_;
  store::OutboxRepository outbox_;
  store::MeetingRepository meetings_;
};

}  // namespace

std::optional<Instant> automatic_reminder_at(const Rules& rules, const Meeting& meeting) {
  const MeetingState& state = meeting.state;
  if (!state.unprepared_reason.empty() || state.duplicate_of || !state.meeting_type)
    return std::nullopt;
  const MeetingType* type = rules.find(*state.meeting_type);
  const auto lead = type ? type->reminder_lead : std::optional<Seconds>(hours{2});
  if (!lead) return std::nullopt;
  return meeting.facts.start - *lead;
}

Seconds longest_reminder_lead(const Rules& rules) {
  Seconds longest = hours{2};
  for (const MeetingType& type : rules.types) {
    longest = std::max(longest, type.reminder_lead.value_or(Seconds{0}));
  }
  return longest;
}

RemindReport remind(const Scope& scope) {
  Reminding reminding(scope);
  RemindReport report;
  report.due = reminding.asked_for() + reminding.automatic();
  report.delivery = deliver(scope, {NotificationKind::reminder});
  return report;
}

Reminder add_reminder(const Scope& scope, const Meeting& meeting, Instant at) {
  const Instant now = scope.now();
  const std::string what = "meeting " + meeting.meeting_id + ": ";
  if (meeting.state.status == MeetingStatus::cancelled) {
    throw Error(ErrorKind::refused, what + "it is cancelled");
  }
  if (meeting.facts.start <= now) throw Error(ErrorKind::refused, what + "it has begun");
  const UserSettings* user = scope.settings.find_user(meeting.user_id);
  const Zone zone = user ? user->user.time_zone : Zone::utc();
  if (at <= now) {
    throw Error(ErrorKind::refused,
                what + "a reminder at " + render::stamp(at, zone) + " is in the past",
                "choose a later time");
  }
  if (at >= meeting.facts.start) {
    throw Error(ErrorKind::refused,
                what + "a reminder at " + render::stamp(at, zone) + " comes after the start (" +
                    render::stamp(meeting.facts.start, zone) + ")",
                "choose an earlier time");
  }
  const Reminder reminder{
      random_id(), meeting.meeting_id, meeting.user_id, at, ReminderState::pending, "added", "",
      now};
  auto transaction = scope.database.begin();
  store::ReminderRepository(scope.database).insert(transaction, reminder);
  transaction.commit();
  return reminder;
}

Reminder cancel_reminder(const Scope& scope, const std::string& id_or_prefix) {
  store::ReminderRepository reminders(scope.database);
  store::ReminderFilter filter;
  filter.user_id = scope.user_id;
  filter.id_prefix = id_or_prefix;
  const auto found = id_or_prefix.size() < 4 ? std::vector<Reminder>{} : reminders.list(filter);
  if (id_or_prefix.size() < 4) {
    throw Error(ErrorKind::usage,
                "reminder " + id_or_prefix + ": give at least 4 characters of its id",
                "execassist remind list");
  }
  if (found.empty()) {
    throw Error(ErrorKind::not_found, "no such reminder: " + id_or_prefix,
                "execassist remind list");
  }
  if (found.size() > 1) {
    throw Error(ErrorKind::usage, "reminder " + id_or_prefix + ": several begin like this",
                "give more characters; execassist remind list");
  }
  Reminder reminder = found.front();
  auto transaction = scope.database.begin();
  if (!reminders.close(transaction, reminder.reminder_id, ReminderState::cancelled,
                       "cancelled by the user")) {
    throw Error(ErrorKind::refused, "reminder " + reminder.reminder_id + ": it is " +
                                        std::string(name_of(reminder.state)) + " already");
  }
  transaction.commit();
  reminder.state = ReminderState::cancelled;
  reminder.reason = "cancelled by the user";
  return reminder;
}

std::vector<ReminderView> list_reminders(const Scope& scope) {
  const Instant now = scope.now();
  store::MeetingRepository meetings(scope.database);
  std::vector<ReminderView> views;

  store::ReminderFilter pending;
  pending.user_id = scope.user_id;
  pending.state = ReminderState::pending;
  for (const Reminder& reminder : store::ReminderRepository(scope.database).list(pending)) {
    if (auto meeting = meetings.load(reminder.meeting_id)) {
      views.push_back({reminder, reminder.remind_at, std::move(*meeting)});
    }
  }
  store::MeetingFilter coming;
  coming.user_id = scope.user_id;
  coming.starts_from = now;
  coming.without_duplicates = true;
  coming.statuses = {MeetingStatus::classified, MeetingStatus::prep_scheduled,
                     MeetingStatus::prep_in_progress, MeetingStatus::prep_completed};
  for (Meeting& meeting : meetings.list(coming)) {
    const auto at = automatic_reminder_at(scope.rules, meeting);
    if (at && *at > now) views.push_back({std::nullopt, *at, std::move(meeting)});
  }
  std::stable_sort(views.begin(), views.end(), [](const ReminderView& a, const ReminderView& b) {
    return a.remind_at < b.remind_at;
  });
  return views;
}

}  // namespace execassist::app
