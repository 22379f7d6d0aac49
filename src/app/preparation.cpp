#include "app/preparation.hpp"

#include "app/materials_build.hpp"
#include "app/meeting_steps.hpp"
#include "app/prep_sessions.hpp"
#include "app/wording.hpp"
#include "notify/claim.hpp"
#include "notify/timing.hpp"
#include "store/build_repository.hpp"
#include "store/calendar_repository.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"
#include "store/prep_session_repository.hpp"

#include <algorithm>
#include <functional>
#include <map>

namespace execassist::app {
namespace {

constexpr std::size_t kBatch = 100;  // meetings a transaction
constexpr Seconds kLongestQuiet = hours{24};
constexpr Seconds kStillAtIt = minutes{10};  // since the last answer

// Applies what the time alone decides, in batches.
int apply_due(const Scope& scope, const store::MeetingFilter& filter,
              const std::function<std::optional<prep::Step>(const Meeting&)>& decide) {
  store::MeetingRepository meetings(scope.database);
  const auto candidates = meetings.list(filter);
  int applied = 0;
  for (std::size_t next = 0; next < candidates.size();) {
    std::vector<const Meeting*> batch;
    for (; next < candidates.size() && batch.size() < kBatch; ++next) {
      if (decide(candidates[next])) batch.push_back(&candidates[next]);
    }
    if (batch.empty()) break;
    auto transaction = scope.database.begin();
    for (const Meeting* candidate : batch) {
      // Read again: what was listed may be old by now.
      const auto meeting = meetings.load(candidate->meeting_id);
      const auto step = meeting ? decide(*meeting) : std::nullopt;
      if (step && apply_step(scope, transaction, *meeting, meeting->facts, *step)) ++applied;
    }
    transaction.commit();
  }
  return applied;
}

// Its announcement was suppressed because its calendar or user had left the configuration; both are
// back.
bool went_silent_while_away(const Scope& scope, const Meeting& meeting) {
  const MeetingState& state = meeting.state;
  if (state.notification_sent_at || !state.notification_id || meeting.facts.start <= scope.now() ||
      !scope.settings.has_calendar(meeting.user_id, meeting.calendar_id)) {
    return false;
  }
  const auto announcement = store::OutboxRepository(scope.database).load(*state.notification_id);
  return announcement && announcement->state == NotificationState::suppressed &&
         (announcement->reason == notify::kCalendarGone ||
          announcement->reason == notify::kUserGone);
}

// A preparation that began, whose session does not go on any more, and whose time is up.
std::optional<prep::Step> out_of_time(const Scope& scope, const Meeting& meeting) {
  const auto session = store::PrepSessionRepository(scope.database).latest_of(meeting.meeting_id);
  if (session && session->state == SessionState::active) {
    // Whoever is at it is let finish, but never past the start: then nobody would get anything.
    const bool at_it = scope.now() < session->last_activity_at + kStillAtIt;
    if (at_it && scope.now() < meeting.facts.start) return std::nullopt;
  }
  return prep::ran_out(meeting, when_begun(scope, meeting, session), scope.now());
}

// Its notice has reached nobody, and the meeting is near: the materials come all the same. The
// notice stays owed. Where it was meant to be quiet, so are they.
void write_for_the_unreached(const Scope& scope, const store::MeetingFilter& waiting) {
  const Instant now = scope.now();
  const store::OutboxRepository outbox(scope.database);
  for (const Meeting& listed : store::MeetingRepository(scope.database).list(waiting)) {
    const auto notice =
        listed.state.notification_id ? outbox.load(*listed.state.notification_id) : std::nullopt;
    if (!notice || listed.facts.start <= now || listed.state.duplicate_of) continue;
    const auto limit = prep::unreached_deadline(listed, notice->created_at);
    if (!limit || now < *limit) continue;
    auto transaction = scope.database.begin();
    const auto meeting = store::MeetingRepository(scope.database).load(listed.meeting_id);
    const auto written = store::BuildRepository(scope.database).latest_of(listed.meeting_id);
    const bool again = written && written->round == listed.state.round;
    if (again || !meeting || meeting->state != listed.state) continue;
    const bool quiet = notice->state == NotificationState::suppressed;
    queue_build(scope, transaction, *meeting, {"the notice has reached nobody", !quiet});
    transaction.commit();
  }
}

class Trigger {
 public:
  explicit Trigger(const Scope& scope)
      : scope_(scope), now_(scope.now()), meetings_(scope.database) {
    for (const auto& record : store::CalendarRepository(scope.database).list()) {
      if (record.first_success_at) {
        first_success_[record.user_id + "\n" + record.calendar_id] = *record.first_success_at;
      }
    }
  }

  void run(PrepReport& report) {
    std::vector<Meeting> due;
    for (Meeting& meeting : candidates()) {
      const UserSettings* user = scope_.settings.find_user(meeting.user_id);
      if (!user || !has_come(meeting, user->user)) continue;
      if (const std::string why = why_skipped(meeting); !why.empty()) {
        report.skipped.push_back({meeting.meeting_id, why});
      } else {
        due.push_back(std::move(meeting));
      }
    }
    note_unprepared(report);
    for (std::size_t next = 0; next < due.size();) {
      auto transaction = scope_.database.begin();
      const std::size_t end = std::min(due.size(), next + kBatch);
      for (; next < end; ++next) trigger(transaction, due[next], report);
      transaction.commit();
    }
  }

 private:
  std::vector<Meeting> candidates() const {
    const bool quiet =
        std::any_of(scope_.settings.users.begin(), scope_.settings.users.end(),
                    [](const UserSettings& user) { return user.user.quiet_hours.has_value(); });
    store::MeetingFilter filter;
    filter.user_id = scope_.user_id;
    filter.statuses = {MeetingStatus::discovered, MeetingStatus::classified};
    filter.triggers_by = quiet ? now_ + kLongestQuiet : now_;
    filter.starts_from = now_ + Seconds{1};
    return meetings_.list(filter);
  }

  // Ahead of its time only when it would fall due in quiet hours that end after the start, and only
  // just before they begin.
  bool has_come(const Meeting& meeting, const User& user) const {
    const Instant trigger = *meeting.state.prep_trigger_time;
    if (trigger <= now_) return true;
    const Instant planned = notify::planned_delivery(user, trigger, meeting.facts.start);
    return planned < trigger && planned <= now_ && now_ < planned + notify::kQuietHeadStart;
  }

  std::string why_skipped(const Meeting& meeting) const {
    if (meeting.state.duplicate_of) return "a copy of " + *meeting.state.duplicate_of;
    if (!scope_.settings.has_calendar(meeting.user_id, meeting.calendar_id)) {
      return "its calendar is not in the configuration any more";
    }
    return {};
  }

  // Meetings whose type has a lead but whose entry rules preparation out (declined, all-day, free
  // ...).
  void note_unprepared(PrepReport& report) const {
    store::MeetingFilter filter;
    filter.user_id = scope_.user_id;
    filter.statuses = {MeetingStatus::discovered, MeetingStatus::classified};
    filter.starts_from = now_ + Seconds{1};
    filter.starts_before = now_ + scope_.rules.longest_prep_lead() + Seconds{1};
    for (const Meeting& meeting : meetings_.list(filter)) {
      const MeetingState& state = meeting.state;
      if (state.prep_trigger_time || state.unprepared_reason.empty()) continue;
      if (state.prep_lead && meeting.facts.start - *state.prep_lead > now_) continue;
      report.skipped.push_back({meeting.meeting_id, state.unprepared_reason});
    }
  }

  bool quiet_first_run(const Meeting& meeting) const {
    if (scope_.settings.notify.first_run != FirstRun::quiet) return false;
    const auto first = first_success_.find(meeting.user_id + "\n" + meeting.calendar_id);
    return first != first_success_.end() && meeting.created_at <= first->second &&
           *meeting.state.prep_trigger_time <= first->second;
  }

  // Of this occurrence and round, perhaps through a copy in another calendar.
  std::optional<Notification> announced(const Notification& notification) const {
    store::OutboxFilter filter;
    filter.user_id = notification.user_id;
    filter.occurrence = notification.occurrence;
    filter.kind = NotificationKind::prep;
    filter.round = notification.round;
    auto found = store::OutboxRepository(scope_.database).list(filter);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  }

  // It ended with a copy that was cancelled, so it announces nothing.
  bool went_with_its_copy(const Notification& notification) const {
    if (notification.state != NotificationState::suppressed || !notification.meeting_id)
      return false;
    const auto copy = meetings_.load(*notification.meeting_id);
    return !copy || copy->state.status == MeetingStatus::cancelled;
  }

  void trigger(store::Transaction& transaction, const Meeting& listed, PrepReport& report) {
    const auto current = meetings_.load(listed.meeting_id);
    if (!current || current->state != listed.state) {
      report.skipped.push_back({listed.meeting_id, "another process was first"});
      return;
    }
    const Meeting& meeting = *current;
    const UserSettings& user = *scope_.settings.find_user(meeting.user_id);
    Notification notification = about_meeting(meeting, NotificationKind::prep, "", now_);
    notification.text = wording(scope_, notification, &meeting, user.user, false).text;
    if (quiet_first_run(meeting)) {
      notification.state = NotificationState::suppressed;
      notification.reason = "the first sync is quiet (notify.first_run)";
    }
    auto existing = announced(notification);
    while (existing && went_with_its_copy(*existing)) {
      ++notification.round;
      existing = announced(notification);
    }
    prep::Step step = prep::triggered(
        meeting, existing ? existing->notification_id : notification.notification_id);
    step.to.round = notification.round;
    if (existing) step.to.notification_sent_at = existing->sent_at;
    apply_step(scope_, transaction, meeting, meeting.facts, step);
    if (!existing) store::OutboxRepository(scope_.database).insert(transaction, notification);
    report.triggered.push_back(meeting.meeting_id);
  }

  const Scope& scope_;
  Instant now_;
  store::MeetingRepository meetings_;
  std::map<std::string, Instant> first_success_;
};

}  // namespace

std::optional<Instant> when_begun(const Scope& scope, const Meeting& meeting,
                                  const std::optional<PrepSession>& session) {
  if (session && session->round == meeting.state.round) return session->started_at;
  std::optional<Instant> began;
  for (const auto& each : store::MeetingRepository(scope.database).history(meeting.meeting_id)) {
    if (each.to == MeetingStatus::prep_in_progress) began = each.at;
  }
  return began;
}

PrepReport trigger_preps(const Scope& scope) {
  PrepReport report;
  const Instant now = scope.now();

  store::MeetingFilter over;
  over.user_id = scope.user_id;
  over.ended_by = now;
  over.statuses = {MeetingStatus::discovered, MeetingStatus::classified,
                   MeetingStatus::prep_scheduled, MeetingStatus::prep_in_progress,
                   MeetingStatus::prep_completed};
  report.completed =
      apply_due(scope, over, [&](const Meeting& meeting) { return prep::ended(meeting, now); });

  store::MeetingFilter waiting;
  waiting.user_id = scope.user_id;
  waiting.statuses = {MeetingStatus::prep_scheduled};
  report.unanswered = apply_due(scope, waiting, [&](const Meeting& meeting) {
    return prep::unanswered(meeting, snoozes_of(scope, meeting).latest, now);
  });

  write_for_the_unreached(scope, waiting);
  pause_idle_sessions(scope);
  store::MeetingFilter begun;
  begun.user_id = scope.user_id;
  begun.statuses = {MeetingStatus::prep_in_progress};
  apply_due(scope, begun, [&](const Meeting& meeting) { return out_of_time(scope, meeting); });

  apply_due(scope, waiting, [&](const Meeting& meeting) -> std::optional<prep::Step> {
    if (!went_silent_while_away(scope, meeting)) return std::nullopt;
    return prep::returned(meeting);
  });

  Trigger(scope).run(report);
  return report;
}

}  // namespace execassist::app
