#include "app/delivery_round.hpp"

#include "app/build_alert.hpp"
#include "app/channel_alert.hpp"
#include "app/escalation.hpp"
#include "app/redrawn_wording.hpp"
#include "app/sign_in_alert.hpp"
#include "app/wording.hpp"
#include "notify/claim.hpp"
#include "notify/timing.hpp"
#include "store/channel_repository.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <chrono>

namespace execassist::app {
namespace {

constexpr int kTriesPerChannel = 3;
constexpr Seconds kTryingTime{20};  // on one channel, within one round
constexpr Seconds kLongestRest = minutes{15};
constexpr Seconds kStaleClaim{5};  // between the claim and the first byte
constexpr const char* kConversationChannel = "slack";
constexpr const char* kMayBeKnown = "This message may have reached you already.";

LatePolicy late_policy(const Rules& rules, const Meeting* meeting) {
  if (!meeting || !meeting->state.meeting_type) return LatePolicy::shorten;
  const MeetingType* type = rules.find(*meeting->state.meeting_type);
  return type ? type->late : LatePolicy::shorten;
}

}  // namespace

DeliveryRound::DeliveryRound(const Scope& scope, GroupCommit& commits, const Lease& lease,
                             const Sensitivity& sensitivity, Notification notification,
                             std::optional<std::string> only_channel)
    : scope_(scope),
      commits_(commits),
      sensitivity_(sensitivity),
      lease_(lease),
      notification_(std::move(notification)),
      only_channel_(std::move(only_channel)),
      deliveries_(scope.database) {}

RoundResult DeliveryRound::run() {
  std::vector<Route> open = routes();
  if (const auto ended = settle_doubt(open)) return *ended;
  if (is_test() && !notification_.attempts.empty()) return close_round();  // it came back
  if (open.empty() && notification_.kind == NotificationKind::escalation) {
    return *in_store([&](store::Transaction& transaction) -> Ended {
      return settle(transaction,
                    settlement(NotificationState::suppressed, "no other channel is left"),
                    RoundResult::suppressed);
    });
  }
  begin_after_bounce(open);
  const bool once_more = notification_.rounds < most_rounds();
  for (const Route& route : once_more ? open : std::vector<Route>{}) {
    if (const auto ended = try_route(route)) return *ended;
  }
  return close_round();
}

DeliveryRound::Ended DeliveryRound::in_store(const Steps& steps) {
  Ended ended;
  commits_.run([&](store::Transaction& transaction) {
    ended = steps(transaction);
    return ended != RoundResult::lost;
  });
  return ended;
}

std::vector<Route> DeliveryRound::routes() const {
  std::vector<Route> routes;
  const auto add = [&](const UserSettings* user, const std::vector<std::string>& channels) {
    for (const std::string& channel : channels) routes.push_back({channel, &user->user});
  };
  const UserSettings* user = scope_.settings.find_user(notification_.user_id);
  if (only_channel_) {
    if (user) add(user, {*only_channel_});
    return routes;
  }
  if (is_conversation(notification_.kind)) {
    if (user) add(user, {kConversationChannel});
    return routes;
  }
  const bool escalates = notification_.kind == NotificationKind::escalation;
  if (user) {
    add(user, escalates ? channels_after(user->user.channels, escalated_from(notification_))
                        : user->user.channels);
  }
  const std::string& operator_id = scope_.settings.notify.operator_id;
  if (notification_.kind == NotificationKind::alert && operator_id != notification_.user_id) {
    const UserSettings* second = scope_.settings.find_user(operator_id);
    if (second) add(second, second->user.channels);
  }
  leave_out_dead_channel(routes);
  return routes;
}

// That a channel is dead is said on another one, if there is any.
void DeliveryRound::leave_out_dead_channel(std::vector<Route>& routes) const {
  const auto dead = subject_of_channel_alert(notification_);
  const auto is_other = [&](const Route& each) { return each.channel != dead; };
  if (!dead || std::none_of(routes.begin(), routes.end(), is_other)) return;
  std::erase_if(routes, [&](const Route& each) { return !is_other(each); });
}

// It was accepted there, but did not arrive, and will not the next time.
bool DeliveryRound::bounced(Channel& channel, const User& recipient) const {
  const std::string address = mask_address(channel.address_of(recipient));
  return channel.tells_arrival() &&
         std::any_of(notification_.attempts.begin(), notification_.attempts.end(),
                     [&](const DeliveryAttempt& each) {
                       return counts(each) && each.channel == channel.name() &&
                              each.address == address && each.outcome == AttemptOutcome::bounced;
                     });
}

bool DeliveryRound::counts(const DeliveryAttempt& attempt) const {
  return !notification_.revived_at || attempt.at >= *notification_.revived_at;
}

// The channel that follows the one that it has just come back from is the first.
void DeliveryRound::begin_after_bounce(std::vector<Route>& routes) {
  if (notification_.attempts.empty()) return;
  const DeliveryAttempt& last = notification_.attempts.back();
  if (last.outcome != AttemptOutcome::bounced) return;
  std::string why_not;
  for (auto route = routes.begin(); route != routes.end(); ++route) {
    if (route->channel != last.channel) continue;
    Channel* channel = channel_of(*route, why_not);
    if (!channel || !bounced(*channel, *route->recipient)) continue;
    std::rotate(routes.begin(), std::next(route), routes.end());
    return;
  }
}

std::string DeliveryRound::in_shadow() const {
  const std::vector<Route> all = routes();
  return "shadow mode: notify.enabled is false, nothing is sent" +
         (all.empty() ? std::string{} : "; " + all.front().channel + " would be tried first");
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
    if (!error.hint().empty()) why_not += " (" + one_line(error.hint()) + ")";
  }
  return nullptr;
}

DeliveryRound::Ended DeliveryRound::try_route(const Route& route) {
  std::string why_not;
  Channel* channel = channel_of(route, why_not);
  if (!channel) return record_unusable(route, why_not);
  some_channel_is_there_ = true;
  if (channel->address_of(*route.recipient).empty()) {
    return record_unusable(route, "no address on this channel");
  }
  if (bounced(*channel, *route.recipient)) {
    ++bounced_routes_;
    return std::nullopt;
  }
  ++tried_routes_;
  return try_channel(route, *channel);
}

DeliveryRound::Ended DeliveryRound::try_channel(const Route& route, Channel& channel) {
  const Instant began = scope_.edges.clock().wall();
  for (int attempt = 1;; ++attempt) {
    Claim claimed;
    const auto ended = in_store([&](store::Transaction& transaction) {
      return claim(transaction, route, channel, claimed);
    });
    if (ended || claimed.unusable) return ended;
    const SendResult result = call(channel, claimed, *route.recipient);
    if (result.outcome == AttemptOutcome::accepted) {
      return record_success(route, channel, std::move(claimed), result);
    }
    record_failure(route, channel, std::move(claimed), result);
    if (result.outcome == AttemptOutcome::unknown) {
      if (!sent_often_enough(channel)) return wait_for_certainty(route.channel);
      note_doubt(route.channel);
      return std::nullopt;
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

DeliveryRound::Ended DeliveryRound::claim(store::Transaction& transaction, const Route& route,
                                          Channel& channel, Claim& claim) {
  bool shortened = false;
  if (const auto ended = stop_before_sending(transaction, shortened)) return ended;
  const std::string address = channel.address_of(*route.recipient);
  const auto opted_out = store::ChannelRepository(scope_.database)
                             .opted_out(route.channel, route.recipient->id, address);
  if (opted_out && !is_test()) {
    claim.unusable = true;
    store_unusable(transaction, route,
                   "the address has opted out of this channel; when that is over: execassist "
                   "notify test -u " +
                       route.recipient->id + " --channel " + route.channel);
    return std::nullopt;
  }
  claim.message = message_for(route, channel, shortened);
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
  claim.attempt.attempt_id = *attempt_id;
  return std::nullopt;
}

// What is said now: made anew from what the store knows.
OutgoingMessage DeliveryRound::message_for(const Route& route, Channel& channel, bool shortened) {
  const auto meeting =
      notification_.meeting_id
          ? store::MeetingRepository(scope_.database).load(*notification_.meeting_id)
          : std::nullopt;
  std::optional<Seconds> useful_for;
  if (meeting && meeting->facts.start > scope_.now()) {
    useful_for = meeting->facts.start - scope_.now();
  }
  if (meeting && channel.redraws()) made_from_ = standing_mark(scope_, meeting->meeting_id);
  const bool to_others = route.recipient->id != notification_.user_id;
  const bool many_hands = to_others || !channel.may_carry_sensitive_text();
  const bool discreet = meeting && many_hands && sensitivity_.of(*meeting);
  const User& about = scope_.settings.find_user(notification_.user_id)->user;
  auto words = wording(scope_, notification_, meeting ? &*meeting : nullptr, about, shortened,
                       discreet ? Discretion::discreet : Discretion::open);
  notification_.text = words.text;
  if (!doubted_channel_.empty() && doubted_channel_ != route.channel) {
    notification_.text += "\n" + std::string(kMayBeKnown) + "\n";
    words.content.footer.insert(words.content.footer.begin(), kMayBeKnown);
    words.brief.rest += " " + std::string(kMayBeKnown);
  }
  subject_ = words.subject;
  OutgoingMessage message = outgoing(route.channel);
  message.content = std::move(words.content);
  message.brief = std::move(words.brief);
  message.useful_for = useful_for;
  return message;
}

// For steps that do not send: what is overtaken must not become a dead letter.
DeliveryRound::Ended DeliveryRound::stop_unless_checked(store::Transaction& transaction) {
  bool shortened = false;
  if (checked_) return std::nullopt;
  return stop_before_sending(transaction, shortened);
}

// Checks against what the store knows now whether it may still go out.
DeliveryRound::Ended DeliveryRound::stop_before_sending(store::Transaction& transaction,
                                                        bool& shortened) {
  checked_ = true;
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
  if (!scope_.settings.notify.enabled && !is_test()) {
    return settle(transaction, settlement(NotificationState::suppressed, in_shadow()),
                  RoundResult::suppressed);
  }
  shortened = std::get<notify::GoAhead>(verdict).shortened;
  return std::nullopt;
}

std::optional<std::string> DeliveryRound::alert_overtaken() const {
  if (notification_.kind != NotificationKind::alert) return std::nullopt;
  if (is_sign_in_alert(notification_)) return sign_in_alert_overtaken(scope_, notification_);
  if (is_channel_alert(notification_)) return channel_alert_overtaken(scope_, notification_);
  if (is_build_alert(notification_)) return build_alert_overtaken(scope_, notification_);
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

}  // namespace execassist::app
