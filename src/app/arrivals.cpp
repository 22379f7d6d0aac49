#include "app/arrivals.hpp"

#include "app/channel_alert.hpp"
#include "app/meeting_steps.hpp"
#include "prep/transitions.hpp"
#include "store/arrival_repository.hpp"
#include "store/delivery_repository.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/log.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>

namespace execassist::app {
namespace {

constexpr Seconds kAskAgain = minutes{10};
constexpr Seconds kLongestAsking = hours{24};
constexpr Seconds kLooks[] = {kFirstLook, minutes{10}, minutes{60}};

const DeliveryAttempt* attempt_of(const store::AwaitedArrival& awaited) {
  const auto& attempts = awaited.notification.attempts;
  const auto found = std::find_if(attempts.begin(), attempts.end(), [&](const auto& each) {
    return each.attempt_id == awaited.attempt_id;
  });
  return found == attempts.end() ? nullptr : &*found;
}

// After the look that was due by now; looks that nobody was there for are not made up for. Where
// the channel could not be asked, it is asked again for a day.
std::optional<Instant> next_look(const DeliveryAttempt& attempt, Arrival answer, Instant now) {
  for (const Seconds look : kLooks) {
    if (attempt.at + look > now) return attempt.at + look;
  }
  if (answer != Arrival::cannot_tell || now - attempt.at > kLongestAsking) return std::nullopt;
  return now + kAskAgain;
}

Channel* channel_named(const Scope& scope, const std::string& name) {
  try {
    return scope.edges.channel(name);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::configuration) throw;
    return nullptr;
  }
}

ArrivalResult ask(const Scope& scope, const store::AwaitedArrival& awaited,
                  const DeliveryAttempt& attempt) {
  const UserSettings* user = scope.settings.find_user(awaited.notification.user_id);
  Channel* channel = user ? channel_named(scope, attempt.channel) : nullptr;
  if (!channel) return {};
  DeliveryAttempt asked = attempt;
  // An attempt in doubt that was found has its id in the notification alone.
  if (asked.message_id.empty()) asked.message_id = awaited.notification.message_id.value_or("");
  return channel->arrival_of(asked, user->user);
}

// It is owed again. It is escalated from where it arrives, and silence was no answer to what never
// arrived.
void take_back(const Scope& scope, store::Transaction& transaction, const Notification& notice,
               const DeliveryAttempt& attempt, const std::string& why) {
  if (!store::DeliveryRepository(scope.database)
           .bounce(transaction, notice, attempt, why, scope.now())) {
    return;
  }
  log(LogLevel::info, {{"notification_id", notice.notification_id}, {"channel", attempt.channel}},
      "it did not arrive: " + why);
  if (notice.kind != NotificationKind::prep || !notice.meeting_id) return;
  store::OutboxRepository(scope.database)
      .suppress_pending(transaction, *notice.meeting_id, NotificationKind::escalation,
                        "the notice did not arrive there");
  const auto meeting = store::MeetingRepository(scope.database).load(*notice.meeting_id);
  const auto step = meeting ? prep::unheard(*meeting) : std::nullopt;
  if (step) apply_step(scope, transaction, *meeting, meeting->facts, *step);
}

void note(const Scope& scope, store::Transaction& transaction, const store::AwaitedArrival& awaited,
          const DeliveryAttempt& attempt, const ArrivalResult& result) {
  store::ArrivalRepository arrivals(scope.database);
  if (result.arrival == Arrival::arrived) {
    arrivals.arrived(transaction, awaited.attempt_id, scope.now());
    return;
  }
  const bool failed = result.arrival == Arrival::failed;
  const auto next = failed ? std::nullopt : next_look(attempt, result.arrival, scope.now());
  // Of two processes that heard of it one acts.
  if (!arrivals.asked(transaction, awaited.attempt_id, next) || !failed) return;
  const UserSettings* user = scope.settings.find_user(awaited.notification.user_id);
  Channel* channel = user && result.opted_out ? channel_named(scope, attempt.channel) : nullptr;
  if (channel) {
    note_opt_out(scope, transaction, attempt.channel, user->user, channel->address_of(user->user));
  }
  take_back(scope, transaction, awaited.notification, attempt, one_line(result.error));
}

}  // namespace

void ask_about_arrivals(const Scope& scope, DeliveryCrew& crew,
                        const std::vector<NotificationKind>& kinds) {
  const auto due = store::ArrivalRepository(scope.database).due(scope.now(), scope.user_id, kinds);
  for (const store::AwaitedArrival& awaited : due) {
    crew.add(std::to_string(awaited.attempt_id), [&scope, &awaited](GroupCommit& commits) {
      const DeliveryAttempt* attempt = attempt_of(awaited);
      if (!attempt) return;
      const ArrivalResult result = ask(scope, awaited, *attempt);
      commits.run([&](store::Transaction& transaction) {
        note(scope, transaction, awaited, *attempt, result);
        return true;
      });
    });
  }
  crew.finish();
}

void ask_about_arrivals(const Scope& scope) {
  DeliveryCrew crew(scope.database);
  ask_about_arrivals(scope, crew, {});
}

}  // namespace execassist::app
