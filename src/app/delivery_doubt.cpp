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

// The newest attempt in doubt on each channel, oldest first. One that was found, and then came
// back, is in doubt no more.
std::vector<DeliveryAttempt> doubts(const std::vector<DeliveryAttempt>& attempts) {
  std::vector<DeliveryAttempt> found;
  for (const DeliveryAttempt& attempt : attempts) {
    const bool came_back = attempt.outcome == AttemptOutcome::bounced;
    if (!in_doubt(attempt) && !came_back) continue;
    std::erase_if(found,
                  [&](const DeliveryAttempt& each) { return each.channel == attempt.channel; });
    if (!came_back) found.push_back(attempt);
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
    commits_.run([&](store::Transaction& transaction) {
      deliveries_.finish_attempt(transaction, attempt.attempt_id, attempt);
      return true;
    });
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
      return record_found(doubt, found, routes);
    }
    if (found.answer == Inquiry::not_found) return go_on_after(doubt, routes);
    if (now - doubt.at < asking_time(doubt)) {
      return wait_until(now + kAskAgain, RoundResult::deferred);
    }
  }
  if (asked || sends_in_doubt(doubt.channel) >= kSendsInDoubt) {
    std::erase_if(routes, [&](const Route& each) {
      const bool may_have_it =
          !asked || std::find(silent.begin(), silent.end(), each.recipient) != silent.end();
      return each.channel == doubt.channel && may_have_it;
    });
  }
  note_doubt(doubt.channel);
  return std::nullopt;
}

// It is not there, so it may be sent again. A channel that never says what becomes of a message
// gets it when the others have had their turn, and less and less often.
DeliveryRound::Ended DeliveryRound::go_on_after(const DeliveryAttempt& doubt,
                                                std::vector<Route>& routes) {
  const long sends = sends_in_doubt(doubt.channel);
  const Instant settled = doubt.at + kSettling;
  const Instant again =
      sends > kSendsInDoubt
          ? std::max(settled, notify::next_round(doubt.at, std::max(notification_.rounds, 1), 0))
          : settled;
  if (scope_.now() < again) return wait_until(again, RoundResult::deferred);
  if (sends >= kSendsInDoubt) {
    std::stable_partition(routes.begin(), routes.end(),
                          [&](const Route& each) { return each.channel != doubt.channel; });
  }
  return std::nullopt;
}

void DeliveryRound::note_doubt(const std::string& channel) {
  doubted_channel_ = channel;
  repeat_note_ =
      "may arrive twice: the outcome of an attempt before on " + channel + " is not known";
}

long DeliveryRound::sends_in_doubt(const std::string& channel) const {
  return std::count_if(notification_.attempts.begin(), notification_.attempts.end(),
                       [&](const DeliveryAttempt& each) {
                         return counts(each) && each.channel == channel && in_doubt(each);
                       });
}

// To wait brings no certainty, and once more would be once too often: the next channel follows.
bool DeliveryRound::sent_often_enough(const Channel& channel) const {
  return !channel.answers_inquiries() && sends_in_doubt(channel.name()) >= kSendsInDoubt;
}

RoundResult DeliveryRound::record_found(const DeliveryAttempt& doubt, const InquiryResult& found,
                                        const std::vector<Route>& routes) {
  const auto route = std::find_if(routes.begin(), routes.end(),
                                  [&](const Route& each) { return each.channel == doubt.channel; });
  std::string why_not;
  Channel* channel = channel_of(*route, why_not);
  return *in_store([&](store::Transaction& transaction) -> Ended {
    store::Settlement sent = settlement(NotificationState::sent, "");
    sent.channel = doubt.channel;
    sent.message_id = found.message_id;
    sent.sent_at = doubt.at;
    const RoundResult ended = settle(transaction, sent, RoundResult::sent);
    if (channel) note_delivered(transaction, *route, *channel, doubt);
    return ended;
  });
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
Seconds DeliveryRound::asking_time(const DeliveryAttempt& doubt) {
  if (!notification_.meeting_id) return kAskingTime;
  std::optional<Meeting> meeting;
  commits_.run([&](store::Transaction&) {
    meeting = store::MeetingRepository(scope_.database).load(*notification_.meeting_id);
    return true;
  });
  if (!meeting || meeting->facts.start <= doubt.at) return kAskingTime;
  return std::min(kAskingTime, (meeting->facts.start - doubt.at) / 2);
}

// Nothing more goes out until the attempt has had time to be found. From the third on it counts as
// a round: a channel that never says what became of a message must not get it for ever.
RoundResult DeliveryRound::wait_for_certainty(const std::string& channel) {
  if (sends_in_doubt(channel) > kSendsInDoubt) notification_.rounds += 1;
  return wait_until(scope_.now() + kSettling, RoundResult::failed);
}

}  // namespace execassist::app
