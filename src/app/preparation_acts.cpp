// What the person does with a preparation that needs no session: decided by prep/transitions,
// applied once, whether it comes from the command line or from Slack.
#include "app/meeting_steps.hpp"
#include "app/prep_sessions.hpp"
#include "app/preparation.hpp"
#include "notify/timing.hpp"
#include "render/when.hpp"
#include "store/meeting_repository.hpp"
#include "store/prep_log_repository.hpp"
#include "store/reminder_repository.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/identifier.hpp>

#include <algorithm>
#include <functional>

namespace execassist::app {
namespace {

constexpr Seconds kBeforeStart = minutes{15};  // the latest moment to be reminded at

using Decide = std::function<prep::Decision(const Meeting&, Instant)>;

Meeting load(const Scope& scope, const std::string& meeting_id) {
  auto meeting = store::MeetingRepository(scope.database).load(meeting_id);
  if (!meeting) throw Error(ErrorKind::not_found, "no such meeting: " + meeting_id);
  return std::move(*meeting);
}

PrepAct act(const Scope& scope, store::Transaction& transaction, const std::string& meeting_id,
            const std::string& by, const Decide& decide) {
  Meeting meeting = load(scope, meeting_id);
  auto decision = decide(meeting, scope.now());
  if (auto* refusal = std::get_if<prep::Refusal>(&decision)) {
    return {std::move(meeting), std::move(*refusal), std::nullopt};
  }
  auto& step = std::get<prep::Step>(decision);
  if (!by.empty()) step.cause += " (" + by + ")";
  apply_step(scope, transaction, meeting, meeting.facts, step);
  return {load(scope, meeting_id), std::nullopt, std::nullopt};
}

// The same for a command: what was refused is an error; `because_of_state` says which state it is.
template <class Act>
PrepAct at_once(const Scope& scope, bool because_of_state, const Act& act_in) {
  auto transaction = scope.database.begin();
  PrepAct done = act_in(transaction);
  if (done.refusal) {
    std::string what = "meeting " + done.meeting.meeting_id;
    if (because_of_state) what += " (" + std::string(name_of(done.meeting.state.status)) + ")";
    throw Error(ErrorKind::refused, what + ": " + done.refusal->why, done.refusal->hint);
  }
  transaction.commit();
  return done;
}

}  // namespace

PrepAct skip_prep(const Scope& scope, store::Transaction& transaction,
                  const std::string& meeting_id, const std::string& by) {
  return act(scope, transaction, meeting_id, by, prep::skipped);
}

PrepAct snooze_prep(const Scope& scope, store::Transaction& transaction,
                    const std::string& meeting_id, Seconds length, const std::string& by) {
  const Instant now = scope.now();
  Instant remind_at{};
  PrepAct done = act(
      scope, transaction, meeting_id, by, [&](const Meeting& meeting, Instant) -> prep::Decision {
        auto decision = prep::snoozed(meeting, now);
        const Instant start = meeting.facts.start;
        remind_at = std::min(now + length, start - kBeforeStart);
        if (remind_at > now || std::holds_alternative<prep::Refusal>(decision)) {
          return decision;
        }
        return prep::Refusal{
            "it starts in " + describe_duration(start - now) + ", too soon to be reminded later",
            "execassist prep start " + meeting.meeting_id};
      });
  if (done.refusal) return done;
  Reminder reminder;
  reminder.reminder_id = random_id();
  reminder.meeting_id = meeting_id;
  reminder.user_id = done.meeting.user_id;
  reminder.remind_at = remind_at;
  reminder.origin = "snoozed";
  reminder.created_at = now;
  store::ReminderRepository(scope.database).insert(transaction, reminder);
  const UserSettings* user = scope.settings.find_user(reminder.user_id);
  const Zone zone = user ? user->user.time_zone : Zone::utc();
  store::PrepLogRepository(scope.database)
      .add(transaction, meeting_id,
           {now, "snooze", by.empty() ? "prep snooze" : by,
            "a reminder at " +
                render::stamp(snooze_delivery(scope, done.meeting, remind_at), zone)});
  want_redraws(scope, transaction, meeting_id);
  done.reminder = std::move(reminder);
  return done;
}

Snoozes snoozes_of(const Scope& scope, const Meeting& meeting) {
  store::ReminderFilter filter;
  filter.meeting_id = meeting.meeting_id;
  Snoozes snoozes;
  for (const Reminder& reminder : store::ReminderRepository(scope.database).list(filter)) {
    if (reminder.origin != "snoozed") continue;
    snoozes.latest = std::max(snoozes.latest.value_or(reminder.remind_at), reminder.remind_at);
    if (reminder.state != ReminderState::pending) continue;
    const Instant comes = snooze_delivery(scope, meeting, reminder.remind_at);
    snoozes.pending = std::max(snoozes.pending.value_or(comes), comes);
  }
  return snoozes;
}

Instant snooze_delivery(const Scope& scope, const Meeting& meeting, Instant remind_at) {
  const UserSettings* user = scope.settings.find_user(meeting.user_id);
  if (!user) return remind_at;
  return notify::deferred_until(user->user, remind_at, meeting.facts.start).value_or(remind_at);
}

Meeting skip_prep(const Scope& scope, const Meeting& meeting) {
  return at_once(scope, true,
                 [&](store::Transaction& transaction) {
                   return skip_prep(scope, transaction, meeting.meeting_id, {});
                 })
      .meeting;
}

Reminder snooze_prep(const Scope& scope, const Meeting& meeting, Seconds length) {
  return *at_once(scope, false, [&](store::Transaction& transaction) {
            return snooze_prep(scope, transaction, meeting.meeting_id, length, {});
          }).reminder;
}

}  // namespace execassist::app
