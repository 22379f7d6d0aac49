#include "app/delivery_round.hpp"
#include "notify/timing.hpp"
#include "store/meeting_repository.hpp"

#include <execassist/base/random.hpp>

#include <algorithm>

namespace execassist::app {
namespace {

constexpr Seconds kSettling = minutes{2};  // before "not found" is believed
constexpr Seconds kAskingTime = minutes{15};
constexpr Seconds kAskAgain = minutes{1};
constexpr int kSendsInDoubt = 2;  // on a channel that cannot be asked: once, and once again

bool in_doubt(const DeliveryAttempt& attempt) {
  return !attempt.outcome || *attempt.outcome == AttemptOutcome::unknown;
}

// The newest attempt in doubt on each channel, oldest first.
std::vector<DeliveryAttempt> doubts(const std::vector<DeliveryAttempt>& attempts) {
  std::vector<DeliveryAttempt> found;
  for (const DeliveryAttempt& attempt : attempts) {
    if (!in_doubt(attempt)) continue;
    std::erase_if(found,
                  [&](const DeliveryAttempt& each) { return each.channel == attempt.channel; });
    found.push_back(attempt);
  }
  return found;
}

}  // namespace

// Attempts that may have got through: each stays with its channel while that can still be asked.
// Later attempts elsewhere do not end a doubt: the first channel would get it a third time.
DeliveryRound::Ended DeliveryRound::settle_doubt(std::vector<Route>& routes) {
  note_interrupted_attempts();
  for (const DeliveryAttempt& doubt : doubts(notification_.attempts)) {
    if (const auto ended = settle_one_doubt(doubt, routes)) return ended;
  }
  return std::nullopt;
}

void DeliveryRound::note_interrupted_attempts() {
  for (DeliveryAttempt& attempt : notification_.attempts) {
    if (attempt.outcome) continue;
    attempt.outcome = AttemptOutcome::unknown;
    attempt.error = "the process ended before the outcome was known";
    attempt.finished_at = scope_.now();
    auto transaction = scope_.database.begin();
    deliveries_.finish_attempt(transaction, attempt.attempt_id, attempt);
    transaction.commit();
  }
}

DeliveryRound::Ended DeliveryRound::settle_one_doubt(const DeliveryAttempt& doubt,
                                                     std::vector<Route>& routes) {
  const Instant now = scope_.now();
  std::vector<const User*> silent;
  const auto asked = ask(doubt, routes, silent);
  if (asked) {
    const InquiryResult& found = *asked;
    if (found.answer == Inquiry::found) {
      auto transaction = scope_.database.begin();
      store::Settlement sent = settlement(NotificationState::sent, "");
      sent.channel = doubt.channel;
      sent.message_id = found.message_id;
      sent.sent_at = doubt.at;
      return settle(transaction, sent, RoundResult::sent);
    }
    if (found.answer == Inquiry::not_found) {
      if (now - doubt.at >= kSettling) return std::nullopt;
      return wait_until(doubt.at + kSettling, RoundResult::deferred);
    }
    if (now - doubt.at < asking_time(doubt)) {
      return wait_until(now + kAskAgain, RoundResult::deferred);
    }
  }
  const auto sends = std::count_if(
      notification_.attempts.begin(), notification_.attempts.end(),
      [&](const DeliveryAttempt& each) { return each.channel == doubt.channel && in_doubt(each); });
  if (asked || sends >= kSendsInDoubt) {
    std::erase_if(routes, [&](const Route& each) {
      const bool may_have_it =
          !asked || std::find(silent.begin(), silent.end(), each.recipient) != silent.end();
      return each.channel == doubt.channel && may_have_it;
    });
  }
  doubted_channel_ = doubt.channel;
  repeat_note_ =
      "may arrive twice: the outcome of an attempt before on " + doubt.channel + " is not known";
  return std::nullopt;
}

// An alert may have gone to the person or to the operator, on the same channel: with several
// recipients it is found when any of them has it, and not found when none has. Nothing when the
// channel never answers. `silent`: about whom it does not answer now.
std::optional<InquiryResult> DeliveryRound::ask(const DeliveryAttempt& doubt,
                                                const std::vector<Route>& routes,
                                                std::vector<const User*>& silent) {
  std::optional<InquiryResult> all;
  for (const Route& route : routes) {
    std::string why_not;
    if (route.channel != doubt.channel) continue;
    Channel* channel = channel_of(route, why_not);
    if (channel && !channel->answers_inquiries()) return std::nullopt;
    const bool reachable = channel && !channel->address_of(*route.recipient).empty();
    if (channel && !reachable) continue;
    const InquiryResult answer =
        channel ? channel->inquire(doubt, outgoing(doubt.channel), *route.recipient)
                : InquiryResult{};
    if (answer.answer == Inquiry::found) return answer;
    if (answer.answer == Inquiry::cannot_ask) silent.push_back(route.recipient);
    if (!all || answer.answer == Inquiry::cannot_ask) all = answer;
  }
  return all;
}

// How long to go on asking: 15 minutes, or half the time that was left, if less.
Seconds DeliveryRound::asking_time(const DeliveryAttempt& doubt) const {
  if (!notification_.meeting_id) return kAskingTime;
  const auto meeting = store::MeetingRepository(scope_.database).load(*notification_.meeting_id);
  if (!meeting || meeting->facts.start <= doubt.at) return kAskingTime;
  return std::min(kAskingTime, (meeting->facts.start - doubt.at) / 2);
}

// Nothing more goes out until the attempt has had time to be found. It counts as a round: a channel
// that never says what became of a message must not get it for ever.
RoundResult DeliveryRound::wait_for_certainty() {
  notification_.rounds += 1;
  const Instant later = notify::next_round(scope_.now(), notification_.rounds, random_spread());
  return wait_until(std::max(scope_.now() + kSettling, later), RoundResult::failed);
}

}  // namespace execassist::app
