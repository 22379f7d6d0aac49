#include "app/delivery_round.hpp"

#include "app/sign_in_alert.hpp"
#include "app/wording.hpp"
#include "notify/claim.hpp"
#include "notify/timing.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/identifier.hpp>
#include <execassist/base/log.hpp>
#include <execassist/base/random.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <chrono>

namespace execassist::app {
namespace {

constexpr int kTriesPerChannel = 3;
constexpr Seconds kTryingTime{20};  // on one channel, within one round
constexpr Seconds kLongestRest = minutes{15};
constexpr Seconds kSettingsTime = minutes{1};  // before wrong settings are looked at again
constexpr Seconds kStaleClaim{5};              // between the claim and the first byte
constexpr const char* kMayBeKnown = "This message may have reached you already.";

LatePolicy late_policy(const Rules& rules, const Meeting* meeting) {
  if (!meeting || !meeting->state.meeting_type) return LatePolicy::shorten;
  const MeetingType* type = rules.find(*meeting->state.meeting_type);
  return type ? type->late : LatePolicy::shorten;
}

}  // namespace

DeliveryRound::DeliveryRound(const Scope& scope, const Lease& lease, Notification notification,
                             std::optional<std::string> only_channel)
    : scope_(scope),
      lease_(lease),
      notification_(std::move(notification)),
      only_channel_(std::move(only_channel)),
      deliveries_(scope.database) {}

RoundResult DeliveryRound::run() {
  std::vector<Route> open = routes();
  if (const auto ended = settle_doubt(open)) return *ended;
  // Also for those that no channel can be tried for: what is overtaken must not become a dead
  // letter.
  if (const auto ended = stop_at_once()) return *ended;
  if (notification_.rounds >= scope_.settings.notify.max_attempts) return close_round();
  for (const Route& route : open) {
    if (const auto ended = try_route(route)) return *ended;
  }
  return close_round();
}

std::vector<Route> DeliveryRound::routes() const {
  std::vector<Route> routes;
  const auto add = [&](const UserSettings* user) {
    if (!user) return;
    for (const std::string& channel : user->user.channels) routes.push_back({channel, &user->user});
  };
  const UserSettings* user = scope_.settings.find_user(notification_.user_id);
  if (only_channel_) {
    if (user) routes.push_back({*only_channel_, &user->user});
    return routes;
  }
  add(user);
  const std::string& operator_id = scope_.settings.notify.operator_id;
  if (notification_.kind == NotificationKind::alert && operator_id != notification_.user_id) {
    add(scope_.settings.find_user(operator_id));
  }
  return routes;
}

// A secret that cannot be had silences one channel, not everybody: the rest goes on, and the
// command says so at its end.
Channel* DeliveryRound::channel_of(const Route& route, std::string& why_not) {
  try {
    if (Channel* channel = scope_.edges.channel(route.channel)) return channel;
    why_not = "this version has no channel " + route.channel;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::configuration) throw;
    if (!misconfigured_) misconfigured_ = error;
    why_not = one_line(error.message());
  }
  return nullptr;
}

DeliveryRound::Ended DeliveryRound::try_route(const Route& route) {
  std::string why_not;
  Channel* channel = channel_of(route, why_not);
  if (!channel) {
    record_unusable(route, why_not);
    return std::nullopt;
  }
  some_channel_is_there_ = true;
  const std::string address = channel->address_of(*route.recipient);
  if (address.empty()) {
    record_unusable(route, "no address on this channel");
    return std::nullopt;
  }
  const Instant began = scope_.edges.clock().wall();
  for (int attempt = 1;; ++attempt) {
    Claim claimed;
    if (const auto ended = claim(route, address, claimed)) return ended;
    const SendResult result = call(*channel, claimed, *route.recipient);
    if (result.outcome == AttemptOutcome::accepted)
      return record_success(std::move(claimed), result);
    record_failure(std::move(claimed), result);
    if (result.outcome == AttemptOutcome::unknown) {
      return wait_for_certainty();
    }
    const bool again = result.outcome == AttemptOutcome::not_sent && !result.gone;
    const Seconds pause = result.retry_after.value_or(Seconds{1 << attempt});
    const bool in_time = scope_.edges.clock().wall() + pause - began <= kTryingTime;
    if (!again || attempt == kTriesPerChannel || !in_time) {
      rest_after(result);
      return std::nullopt;
    }
    scope_.edges.clock().sleep_for(std::chrono::duration_cast<std::chrono::milliseconds>(pause));
  }
}

// The next round comes when the first of the channels may be tried again.
void DeliveryRound::rest_after(const SendResult& result) {
  const Seconds rest = std::min(result.retry_after.value_or(Seconds{0}), kLongestRest);
  const Instant ready_at = scope_.now() + rest;
  not_before_ = std::min(not_before_.value_or(ready_at), ready_at);
}

DeliveryRound::Ended DeliveryRound::claim(const Route& route, const std::string& address,
                                          Claim& claim) {
  auto transaction = scope_.database.begin();
  bool shortened = false;
  if (const auto ended = stop_before_sending(transaction, shortened)) return ended;
  const auto meeting =
      notification_.meeting_id
          ? store::MeetingRepository(scope_.database).load(*notification_.meeting_id)
          : std::nullopt;
  const User& about = scope_.settings.find_user(notification_.user_id)->user;
  auto words = wording(scope_, notification_, meeting ? &*meeting : nullptr, about, shortened);
  notification_.text = words.text;
  if (!doubted_channel_.empty() && doubted_channel_ != route.channel) {
    notification_.text += "\n" + std::string(kMayBeKnown) + "\n";
    words.content.footer.insert(words.content.footer.begin(), kMayBeKnown);
  }
  subject_ = words.subject;
  claim.message = outgoing(route.channel);
  claim.message.content = words.content;
  claim.attempt.channel = route.channel;
  claim.attempt.address = mask_address(address);
  claim.attempt.at = scope_.now();
  claim.attempt.wall_at = scope_.edges.clock().wall();
  claim.attempt.error = repeat_note_;
  claim.message.send_before = claim.attempt.wall_at + kStaleClaim;
  const auto attempt_id =
      deliveries_.begin_attempt(transaction, notification_.notification_id, lease_.lease_id,
                                claim.attempt, scope_.now() + kLeaseLength);
  if (!attempt_id) return RoundResult::lost;
  transaction.commit();
  claim.attempt.attempt_id = *attempt_id;
  return std::nullopt;
}

DeliveryRound::Ended DeliveryRound::stop_at_once() {
  auto transaction = scope_.database.begin();
  bool shortened = false;
  return stop_before_sending(transaction, shortened);
}

// Checks against what the store knows now whether it may still go out. Commits when it ends the
// round.
DeliveryRound::Ended DeliveryRound::stop_before_sending(store::Transaction& transaction,
                                                        bool& shortened) {
  if (const auto why = alert_overtaken()) {
    return settle(transaction, settlement(NotificationState::suppressed, *why),
                  RoundResult::suppressed);
  }
  std::optional<Meeting> meeting;
  if (notification_.meeting_id) {
    meeting = store::MeetingRepository(scope_.database).load(*notification_.meeting_id);
  }
  const UserSettings* user = scope_.settings.find_user(notification_.user_id);
  notify::ClaimSituation situation{notification_,
                                   meeting ? &*meeting : nullptr,
                                   user ? &user->user : nullptr,
                                   true,
                                   late_policy(scope_.rules, meeting ? &*meeting : nullptr),
                                   scope_.now()};
  if (meeting) {
    situation.calendar_configured =
        scope_.settings.has_calendar(meeting->user_id, meeting->calendar_id);
  }
  const auto verdict = notify::decide_claim(situation);
  if (const auto* suppress = std::get_if<notify::Suppress>(&verdict)) {
    return settle(transaction, settlement(NotificationState::suppressed, suppress->reason),
                  RoundResult::suppressed);
  }
  if (const auto* give_up = std::get_if<notify::GiveUp>(&verdict)) {
    queue_alert(transaction, give_up->reason);
    return settle(transaction, settlement(NotificationState::dead, give_up->reason),
                  RoundResult::dead);
  }
  if (const auto* defer = std::get_if<notify::Defer>(&verdict)) {
    store::Settlement later = settlement(NotificationState::pending, "");
    later.next_attempt_at = defer->until;
    return settle(transaction, later, RoundResult::deferred);
  }
  if (!scope_.settings.notify.enabled && notification_.kind != NotificationKind::test) {
    return settle(transaction,
                  settlement(NotificationState::suppressed,
                             "shadow mode: notify.enabled is false, nothing is sent"),
                  RoundResult::suppressed);
  }
  shortened = std::get<notify::GoAhead>(verdict).shortened;
  return std::nullopt;
}

std::optional<std::string> DeliveryRound::alert_overtaken() const {
  if (notification_.kind != NotificationKind::alert) return std::nullopt;
  if (is_sign_in_alert(notification_)) return sign_in_alert_overtaken(scope_, notification_);
  const auto dead = store::OutboxRepository(scope_.database).load(notification_.occurrence);
  if (dead && dead->state == NotificationState::dead) return std::nullopt;
  return "the message was queued again";
}

SendResult DeliveryRound::call(Channel& channel, const Claim& claim, const User& recipient) {
  // A process that was suspended since the claim may have lost its lease to somebody who sent.
  if (scope_.edges.clock().wall() - claim.attempt.wall_at > kStaleClaim) {
    return {AttemptOutcome::not_sent, {}, std::nullopt, "the process was held up after the claim"};
  }
  try {
    return channel.send(claim.message, recipient);
  } catch (const Error& error) {
    // A channel that was never set up; the next one follows.
    if (error.kind() != ErrorKind::configuration) throw;
    return {AttemptOutcome::refused, {}, std::nullopt, error.message()};
  }
}

RoundResult DeliveryRound::record_success(Claim claim, const SendResult& result) {
  const Instant now = scope_.now();
  claim.attempt.outcome = AttemptOutcome::accepted;
  claim.attempt.message_id = result.message_id;
  claim.attempt.finished_at = now;
  try {
    auto transaction = scope_.database.begin();
    deliveries_.finish_attempt(transaction, claim.attempt.attempt_id, claim.attempt);
    store::Settlement sent = settlement(NotificationState::sent, "");
    sent.channel = claim.attempt.channel;
    if (!result.message_id.empty()) sent.message_id = result.message_id;
    sent.sent_at = now;
    const RoundResult ended = settle(transaction, sent, RoundResult::sent);
    // What happened stays in the audit log, whoever holds the lease now.
    if (ended == RoundResult::lost) transaction.commit();
    return ended;
  } catch (const Error& error) {
    log(LogLevel::error,
        {{"notification_id", notification_.notification_id},
         {"channel", claim.attempt.channel},
         {"message_id", result.message_id}},
        "the message went out, but that could not be stored: " + error.message());
    throw;
  }
}

void DeliveryRound::record_failure(Claim claim, const SendResult& result) {
  claim.attempt.outcome = result.outcome;
  claim.attempt.finished_at = scope_.now();
  claim.attempt.error = one_line(result.error);
  if (!repeat_note_.empty()) claim.attempt.error += " (" + repeat_note_ + ")";
  auto transaction = scope_.database.begin();
  deliveries_.finish_attempt(transaction, claim.attempt.attempt_id, claim.attempt);
  transaction.commit();
  notification_.attempts.push_back(claim.attempt);
  log(LogLevel::info,
      {{"notification_id", notification_.notification_id},
       {"channel", claim.attempt.channel},
       {"outcome", std::string(name_of(result.outcome))}},
      claim.attempt.error);
}

void DeliveryRound::record_unusable(const Route& route, const std::string& why) {
  const bool known = std::any_of(notification_.attempts.begin(), notification_.attempts.end(),
                                 [&](const DeliveryAttempt& each) {
                                   return each.channel == route.channel && each.error == why;
                                 });
  if (known) return;
  DeliveryAttempt attempt;
  attempt.channel = route.channel;
  attempt.at = scope_.now();
  attempt.wall_at = scope_.edges.clock().wall();
  auto transaction = scope_.database.begin();
  const auto id = deliveries_.begin_attempt(transaction, notification_.notification_id,
                                            lease_.lease_id, attempt, scope_.now() + kLeaseLength);
  if (!id) return;
  attempt.attempt_id = *id;
  attempt.outcome = AttemptOutcome::refused;
  attempt.error = why;
  attempt.finished_at = attempt.at;
  deliveries_.finish_attempt(transaction, *id, attempt);
  transaction.commit();
  notification_.attempts.push_back(attempt);
}

// No channel worked: again later, from the first channel, or given up.
RoundResult DeliveryRound::close_round() {
  const bool is_test = notification_.kind == NotificationKind::test;
  if (misconfigured_ && !some_channel_is_there_ && !is_test) {
    return wait_until(scope_.now() + kSettingsTime, RoundResult::failed);
  }
  const int most = scope_.settings.notify.max_attempts;
  const int rounds = std::min(notification_.rounds + 1, std::max(most, 1));
  const std::string last_error =
      notification_.attempts.empty() ? "no channel" : notification_.attempts.back().error;
  auto transaction = scope_.database.begin();
  if (is_test || rounds >= most) {
    const std::string reason =
        "no channel worked in " + count_of(rounds, "round") + "; the last said: " + last_error;
    store::Settlement dead = settlement(NotificationState::dead, reason);
    dead.rounds = rounds;
    if (!is_test) queue_alert(transaction, reason);
    return settle(transaction, dead, RoundResult::dead);
  }
  store::Settlement again = settlement(NotificationState::pending, "");
  again.rounds = rounds;
  again.next_attempt_at = std::max(notify::next_round(scope_.now(), rounds, random_spread()),
                                   not_before_.value_or(scope_.now()));
  return settle(transaction, again, RoundResult::failed);
}

RoundResult DeliveryRound::wait_until(Instant next, RoundResult result) {
  auto transaction = scope_.database.begin();
  store::Settlement later = settlement(NotificationState::pending, "");
  later.next_attempt_at = next;
  return settle(transaction, later, result);
}

RoundResult DeliveryRound::settle(store::Transaction& transaction,
                                  const store::Settlement& settlement, RoundResult result) {
  if (!deliveries_.settle(transaction, notification_.notification_id, lease_.lease_id,
                          settlement)) {
    return RoundResult::lost;  // what was to be stored with it is not
  }
  transaction.commit();
  return result;
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
  if (notification_.kind == NotificationKind::alert) return;
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

OutgoingMessage DeliveryRound::outgoing(const std::string& channel) const {
  return {notification_.notification_id, notification_.notification_id + "/" + channel,
          notification_.kind, subject_, notification_.text};
}

}  // namespace execassist::app
