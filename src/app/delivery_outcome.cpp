// How the steps of a round end up in the store.
#include "app/arrivals.hpp"
#include "app/channel_alert.hpp"
#include "app/delivery_round.hpp"
#include "app/escalation.hpp"
#include "app/prep_sessions.hpp"
#include "app/redrawn_wording.hpp"
#include "notify/timing.hpp"
#include "store/arrival_repository.hpp"
#include "store/channel_repository.hpp"
#include "store/outbox_repository.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/identifier.hpp>
#include <execassist/base/log.hpp>
#include <execassist/base/random.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>

namespace execassist::app {
namespace {

constexpr int kLeastRoundsOfAlert = 4;
constexpr Seconds kSettingsTime = minutes{1};  // before wrong settings are looked at again

}  // namespace

RoundResult DeliveryRound::record_success(const Route& route, Channel& channel, Claim claim,
                                          const SendResult& result) {
  const Instant now = scope_.now();
  claim.attempt.outcome = AttemptOutcome::accepted;
  claim.attempt.message_id = result.message_id;
  claim.attempt.finished_at = now;
  if (!result.said.empty()) notification_.text = result.said;
  RoundResult ended = RoundResult::sent;
  try {
    commits_.run([&](store::Transaction& transaction) {
      deliveries_.finish_attempt(transaction, claim.attempt.attempt_id, claim.attempt);
      store::Settlement sent = settlement(NotificationState::sent, "");
      sent.channel = route.channel;
      if (!result.message_id.empty()) sent.message_id = result.message_id;
      sent.sent_at = now;
      ended = settle(transaction, sent, RoundResult::sent);
      note_delivered(transaction, route, channel, claim.attempt);
      return true;  // what happened stays in the audit log, whoever holds the lease now
    });
  } catch (const Error& error) {
    log(LogLevel::error,
        {{"notification_id", notification_.notification_id},
         {"channel", claim.attempt.channel},
         {"message_id", result.message_id}},
        "the message went out, but that could not be stored: " + error.message());
    throw;
  }
  return ended;
}

// What follows from a message that has got through to the other side.
void DeliveryRound::note_delivered(store::Transaction& transaction, const Route& route,
                                   Channel& channel, const DeliveryAttempt& attempt) {
  store::ChannelRepository channels(scope_.database);
  channels.mark_alive(transaction, route.channel);
  if (is_test()) {
    channels.opt_in(transaction, route.channel, route.recipient->id);
  }
  if (channel.tells_arrival()) {
    store::ArrivalRepository(scope_.database)
        .expect(transaction, attempt.attempt_id, attempt.at + kFirstLook);
  }
  queue_escalation(scope_, transaction, notification_, route.channel, attempt.attempt_id);
  // What changed while it was on its way knew nothing of it.
  const auto& about = notification_.meeting_id;
  if (about && channel.redraws() && standing_mark(scope_, *about) != made_from_) {
    want_redraws(scope_, transaction, *about);
  }
}

void DeliveryRound::record_failure(const Route& route, Channel& channel, Claim claim,
                                   const SendResult& result) {
  claim.attempt.outcome = result.outcome;
  claim.attempt.finished_at = scope_.now();
  claim.attempt.error = one_line(result.error);
  const std::string problem = claim.attempt.error;
  if (!repeat_note_.empty()) claim.attempt.error += " (" + repeat_note_ + ")";
  commits_.run([&](store::Transaction& transaction) {
    deliveries_.finish_attempt(transaction, claim.attempt.attempt_id, claim.attempt);
    if (result.opted_out) {
      note_opt_out(scope_, transaction, route.channel, *route.recipient,
                   channel.address_of(*route.recipient));
    }
    if (result.outcome == AttemptOutcome::sign_in_needed && !is_test()) {
      note_dead_channel(scope_, transaction, route.channel, problem);
    }
    return true;
  });
  notification_.attempts.push_back(claim.attempt);
  log(LogLevel::info,
      {{"notification_id", notification_.notification_id},
       {"channel", claim.attempt.channel},
       {"outcome", std::string(name_of(result.outcome))}},
      claim.attempt.error);
}

DeliveryRound::Ended DeliveryRound::record_unusable(const Route& route, const std::string& why) {
  return in_store([&](store::Transaction& transaction) -> Ended {
    if (const auto ended = stop_unless_checked(transaction)) return ended;
    store_unusable(transaction, route, why);
    return std::nullopt;
  });
}

void DeliveryRound::store_unusable(store::Transaction& transaction, const Route& route,
                                   const std::string& why) {
  const bool known = std::any_of(notification_.attempts.begin(), notification_.attempts.end(),
                                 [&](const DeliveryAttempt& each) {
                                   return each.channel == route.channel && each.error == why;
                                 });
  if (known) return;
  DeliveryAttempt attempt;
  attempt.channel = route.channel;
  attempt.at = scope_.now();
  attempt.wall_at = scope_.edges.clock().wall();
  const auto id = deliveries_.begin_attempt(transaction, notification_.notification_id,
                                            lease_.lease_id, attempt, scope_.now() + kLeaseLength);
  if (!id) return;
  attempt.attempt_id = *id;
  attempt.outcome = AttemptOutcome::refused;
  attempt.error = why;
  attempt.finished_at = attempt.at;
  deliveries_.finish_attempt(transaction, *id, attempt);
  notification_.attempts.push_back(attempt);
}

// An alert has all channels of two people to try, some of them twice.
int DeliveryRound::most_rounds() const {
  const int most = scope_.settings.notify.max_attempts;
  return notification_.kind == NotificationKind::alert ? std::max(most, kLeastRoundsOfAlert) : most;
}

// No channel worked: again later, from the first channel, or given up.
RoundResult DeliveryRound::close_round() {
  return *in_store([&](store::Transaction& transaction) -> Ended {
    if (const auto ended = stop_unless_checked(transaction)) return ended;
    return close_round(transaction);
  });
}

RoundResult DeliveryRound::close_round(store::Transaction& transaction) {
  if (misconfigured_ && !some_channel_is_there_ && !is_test()) {
    return wait_until(transaction, scope_.now() + kSettingsTime, RoundResult::failed);
  }
  const int most = most_rounds();
  const int rounds = std::min(notification_.rounds + 1, std::max(most, 1));
  const std::string last_error =
      notification_.attempts.empty() ? "no channel" : notification_.attempts.back().error;
  const bool nothing_left = bounced_routes_ > 0 && tried_routes_ == 0;
  if (is_test() || rounds >= most || nothing_left) {
    const std::string reason =
        "no channel worked in " + count_of(rounds, "round") + "; the last said: " + last_error;
    store::Settlement dead = settlement(NotificationState::dead, reason);
    dead.rounds = rounds;
    if (!is_test()) queue_alert(transaction, reason);
    return settle(transaction, dead, RoundResult::dead);
  }
  store::Settlement again = settlement(NotificationState::pending, "");
  again.rounds = rounds;
  again.next_attempt_at = std::max(notify::next_round(scope_.now(), rounds, random_spread()),
                                   not_before_.value_or(scope_.now()));
  return settle(transaction, again, RoundResult::failed);
}

RoundResult DeliveryRound::wait_until(Instant next, RoundResult result) {
  return *in_store([&](store::Transaction& transaction) -> Ended {
    return wait_until(transaction, next, result);
  });
}

RoundResult DeliveryRound::wait_until(store::Transaction& transaction, Instant next,
                                      RoundResult result) {
  store::Settlement later = settlement(NotificationState::pending, "");
  later.next_attempt_at = next;
  return settle(transaction, later, result);
}

RoundResult DeliveryRound::settle(store::Transaction& transaction,
                                  const store::Settlement& settlement, RoundResult result) {
  const bool ours =
      deliveries_.settle(transaction, notification_.notification_id, lease_.lease_id, settlement);
  return ours ? result : RoundResult::lost;
}

store::Settlement DeliveryRound::settlement(NotificationState state,
                                            const std::string& reason) const {
  store::Settlement settlement;
  settlement.state = state;
  settlement.reason = reason;
  settlement.text = notification_.text;
  settlement.next_attempt_at = notification_.next_attempt_at;
  settlement.rounds = notification_.rounds;
  return settlement;
}

void DeliveryRound::queue_alert(store::Transaction& transaction, const std::string& reason) {
  log(LogLevel::info,
      {{"notification_id", notification_.notification_id}, {"user_id", notification_.user_id}},
      "given up: " + reason);
  // Whoever wrote to us is not told days later, elsewhere, that our reply was lost.
  const bool told_nobody = notification_.kind == NotificationKind::alert ||
                           notification_.kind == NotificationKind::reply;
  if (told_nobody || told_of_dead_channels()) return;
  Notification alert;
  alert.notification_id = random_id();
  alert.user_id = notification_.user_id;
  alert.meeting_id = notification_.meeting_id;
  alert.kind = NotificationKind::alert;
  alert.occurrence = notification_.notification_id;
  alert.round = notification_.rounds;
  alert.variant =
      std::to_string(notification_.attempts.size());  // it may be revived, and die again
  alert.due_at = alert.next_attempt_at = alert.created_at = scope_.now();
  alert.text = "A message could not be delivered: " + reason + "\n";
  store::OutboxRepository(scope_.database).insert(transaction, alert);
}

// The operator has one alert about each channel whose key is refused. Where nothing else is wrong,
// one more for each message would only bury it.
bool DeliveryRound::told_of_dead_channels() const {
  const std::vector<Route> all = routes();
  return !all.empty() && std::all_of(all.begin(), all.end(), [&](const Route& route) {
    const auto last =
        std::find_if(notification_.attempts.rbegin(), notification_.attempts.rend(),
                     [&](const DeliveryAttempt& each) { return each.channel == route.channel; });
    return last != notification_.attempts.rend() &&
           last->outcome == AttemptOutcome::sign_in_needed &&
           is_told_of_dead_channel(scope_, route.channel);
  });
}

OutgoingMessage DeliveryRound::outgoing(const std::string& channel) const {
  return {notification_.notification_id, notification_.notification_id + "/" + channel,
          notification_.kind, subject_, notification_.text};
}

}  // namespace execassist::app
