// One leased notification, from claim to outcome, over the channels of its user: claim and attempt
// stored before the act, the call, its outcome. A process that lost the lease stops at the next
// step.
#pragma once

#include "app/scope.hpp"
#include "store/delivery_repository.hpp"

#include <execassist/base/error.hpp>
#include <execassist/model/lease.hpp>
#include <execassist/model/notification.hpp>
#include <execassist/ports/channel.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::app {

enum class RoundResult { sent, failed, dead, deferred, suppressed, lost };

inline constexpr Seconds kLeaseLength = minutes{5};

// Where a message may go: a channel, and whose address there. Alerts fall back to the operator's.
struct Route {
  std::string channel;
  const User* recipient = nullptr;
};

class DeliveryRound {
 public:
  // `only_channel`: no other is tried (`notify test --channel`).
  DeliveryRound(const Scope& scope, const Lease& lease, Notification notification,
                std::optional<std::string> only_channel = std::nullopt);

  RoundResult run();

  // Set when a channel could not be had because its settings are wrong; the others were tried.
  // Where that is so of every channel the round does not count: the message waits for the settings.
  const std::optional<Error>& misconfigured() const { return misconfigured_; }

 private:
  struct Claim {
    DeliveryAttempt attempt;
    OutgoingMessage message;
  };
  // What a step ends with: nothing to go on, a result to stop.
  using Ended = std::optional<RoundResult>;

  std::vector<Route> routes() const;
  Channel* channel_of(const Route& route, std::string& why_not);
  Ended settle_doubt(std::vector<Route>& routes);
  void note_interrupted_attempts();
  Ended settle_one_doubt(const DeliveryAttempt& doubt, std::vector<Route>& routes);
  std::optional<InquiryResult> ask(const DeliveryAttempt& doubt, const std::vector<Route>& routes,
                                   std::vector<const User*>& silent);
  Seconds asking_time(const DeliveryAttempt& doubt) const;
  RoundResult wait_for_certainty();
  Ended try_route(const Route& route);
  void rest_after(const SendResult& result);
  Ended claim(const Route& route, const std::string& address, Claim& claim);
  Ended stop_at_once();
  Ended stop_before_sending(store::Transaction& transaction, bool& shortened);
  std::optional<std::string> alert_overtaken() const;
  SendResult call(Channel& channel, const Claim& claim, const User& recipient);
  RoundResult record_success(Claim claim, const SendResult& result);
  void record_failure(Claim claim, const SendResult& result);
  void record_unusable(const Route& route, const std::string& why);
  RoundResult close_round();
  RoundResult wait_until(Instant next, RoundResult result);
  RoundResult settle(store::Transaction& transaction, const store::Settlement& settlement,
                     RoundResult result);
  store::Settlement settlement(NotificationState state, const std::string& reason) const;
  void queue_alert(store::Transaction& transaction, const std::string& reason);
  OutgoingMessage outgoing(const std::string& channel) const;

  const Scope& scope_;
  Lease lease_;
  Notification notification_;
  std::optional<std::string> only_channel_;
  store::DeliveryRepository deliveries_;
  std::string subject_;
  std::string doubted_channel_;  // where the message may have arrived already
  std::optional<Error> misconfigured_;
  bool some_channel_is_there_ = false;
  std::optional<Instant> not_before_;  // when the first of the channels wants to be tried again
  std::string repeat_note_;            // goes into the audit when the message may arrive twice
};

}  // namespace execassist::app
