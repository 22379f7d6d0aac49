#include "app/next_due.hpp"

#include "app/calendar_sync.hpp"
#include "app/preparation.hpp"
#include "app/reminders.hpp"
#include "notify/claim.hpp"
#include "notify/timing.hpp"
#include "prep/transitions.hpp"
#include "store/build_repository.hpp"
#include "store/delivery_repository.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"
#include "store/prep_session_repository.hpp"
#include "store/reminder_repository.hpp"

#include <algorithm>

namespace execassist::app {
namespace {

constexpr Seconds kLongestQuiet = hours{24};

class NextDue {
 public:
  NextDue(const Scope& scope, Instant limit)
      : scope_(scope), now_(scope.now()), limit_(limit), meetings_(scope.database) {}

  std::optional<Instant> find() {
    if (const auto sync = next_telling_sync(scope_)) consider(*sync);
    queues();
    triggers();
    announced();
    begun();
    reminders();
    return next_;
  }

 private:
  // What lies in the past has been seen by the run that was.
  void consider(Instant at) {
    if (at > now_ && at <= limit_ && (!next_ || at < *next_)) next_ = at;
  }
  // What a run leaves to the next one.
  void consider_owed(Instant at) { consider(std::max(at, now_ + Seconds{1})); }

  // What falls due at `at`, or just before quiet hours that would end too late.
  void consider_planned(const Meeting& meeting, Instant at) {
    consider(at);
    const UserSettings* user = scope_.settings.find_user(meeting.user_id);
    if (user) consider(notify::planned_delivery(user->user, at, meeting.facts.start));
  }

  void queues() {
    store::OutboxFilter owed;
    owed.user_id = scope_.user_id;
    owed.states = {NotificationState::pending};
    for (const Notification& each : store::OutboxRepository(scope_.database).list(owed)) {
      consider_owed(each.next_attempt_at);
    }
    for (const auto& each : store::DeliveryRepository(scope_.database).expired_leases(limit_)) {
      consider(each.lease.until);
    }
    store::BuildFilter builds;
    builds.user_id = scope_.user_id;
    builds.states = {BuildState::pending};
    for (const MaterialsBuild& each : store::BuildRepository(scope_.database).list(builds)) {
      consider_owed(each.next_attempt_at);
    }
    for (const auto& each : store::BuildRepository(scope_.database).expired_leases(limit_)) {
      consider(each.lease.until);
    }
    store::ReminderFilter asked_for;
    asked_for.user_id = scope_.user_id;
    asked_for.state = ReminderState::pending;
    asked_for.due_by = limit_;
    for (const Reminder& each : store::ReminderRepository(scope_.database).list(asked_for)) {
      consider(each.remind_at);
    }
  }

  void triggers() {
    store::MeetingFilter filter;
    filter.user_id = scope_.user_id;
    filter.statuses = {MeetingStatus::discovered, MeetingStatus::classified};
    filter.triggers_by = limit_ + kLongestQuiet;
    filter.starts_from = now_ + Seconds{1};
    for (const Meeting& meeting : meetings_.list(filter)) {
      consider_planned(meeting, *meeting.state.prep_trigger_time);
    }
  }

  // Deadlines of those who have not reacted, and of those whom the notice has not reached.
  void announced() {
    const store::OutboxRepository outbox(scope_.database);
    store::MeetingFilter filter;
    filter.user_id = scope_.user_id;
    filter.statuses = {MeetingStatus::prep_scheduled};
    for (const Meeting& meeting : meetings_.list(filter)) {
      if (const auto limit = prep::deadline(meeting, snoozes_of(scope_, meeting).latest)) {
        consider(*limit);
        continue;
      }
      const auto notice = meeting.state.notification_id
                              ? outbox.load(*meeting.state.notification_id)
                              : std::nullopt;
      const auto limit =
          notice ? prep::unreached_deadline(meeting, notice->created_at) : std::nullopt;
      if (limit) consider(*limit);
    }
  }

  void begun() {
    const store::PrepSessionRepository sessions(scope_.database);
    for (const PrepSession& each : sessions.idle_since(limit_)) {
      consider(each.last_activity_at + scope_.settings.prep.session_idle);
    }
    store::MeetingFilter filter;
    filter.user_id = scope_.user_id;
    filter.statuses = {MeetingStatus::prep_in_progress};
    for (const Meeting& meeting : meetings_.list(filter)) {
      const auto session = sessions.latest_of(meeting.meeting_id);
      // Whoever is at it is let finish, for a while: then every run looks again.
      consider_owed(prep::begun_deadline(meeting, when_begun(scope_, meeting, session)));
    }
  }

  void reminders() {
    store::MeetingFilter filter;
    filter.user_id = scope_.user_id;
    filter.starts_from = now_ + Seconds{1};
    filter.starts_before = limit_ + longest_reminder_lead(scope_.rules) + kLongestQuiet;
    filter.statuses = {MeetingStatus::classified, MeetingStatus::prep_scheduled,
                       MeetingStatus::prep_in_progress, MeetingStatus::prep_completed};
    filter.without_duplicates = true;
    for (const Meeting& meeting : meetings_.list(filter)) {
      const auto at = automatic_reminder_at(scope_.rules, meeting);
      if (!at) continue;
      consider_planned(meeting, *at);
      if (*at <= now_ + kLongestQuiet) when_nothing_is_near(meeting);
    }
  }

  // A reminder that has come waits while something else was said within the hour.
  void when_nothing_is_near(const Meeting& meeting) {
    store::OutboxFilter filter;
    filter.meeting_id = meeting.meeting_id;
    const auto said = store::OutboxRepository(scope_.database).list(filter);
    const std::string variant = notify::automatic_reminder_variant(meeting.state.revision);
    if (std::any_of(said.begin(), said.end(), [&](const Notification& each) {
          return each.kind == NotificationKind::reminder && each.variant == variant;
        })) {
      return;
    }
    for (const Notification& each : said) {
      for (const Instant told : {each.due_at, each.next_attempt_at, each.sent_at.value_or(now_)}) {
        consider(told + kNearNotice + Seconds{1});
      }
    }
  }

  const Scope& scope_;
  Instant now_;
  Instant limit_;
  store::MeetingRepository meetings_;
  std::optional<Instant> next_;
};

}  // namespace

std::optional<Instant> next_due(const Scope& scope, Instant limit) {
  return NextDue(scope, limit).find();
}

}  // namespace execassist::app
