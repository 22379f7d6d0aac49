// One leased notification, from claim to outcome, over the channels of its user: claim and attempt
// stored before the act, the call, its outcome. A process that lost the lease stops at the next
// step. It runs on a thread that is not the store's owner: the store is reached through
// GroupCommit.
#pragma once

#include "app/group_commit.hpp"
#include "app/scope.hpp"
#include "app/sensitivity.hpp"
#include "store/delivery_repository.hpp"

#include <execassist/base/error.hpp>
#include <execassist/model/lease.hpp>
#include <execassist/model/notification.hpp>
#include <execassist/ports/channel.hpp>

#include <functional>
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
  DeliveryRound(const Scope& scope, GroupCommit& commits, const Lease& lease,
                const Sensitivity& sensitivity, Notification notification,
                std::optional<std::string> only_channel = std::nullopt);

  RoundResult run();

  // Set when a channel could not be had because its settings are wrong; the others were tried.
  // Where that is so of every channel the round does not count: the message waits for the settings.
  const std::optional<Error>& misconfigured() const { return misconfigured_; }

 private:
  struct Claim {
    DeliveryAttempt attempt;
    OutgoingMessage message;
    bool unusable = false;  // the person does not want messages on this channel
  };
  // What a step ends with: nothing to go on, a result to stop.
  using Ended = std::optional<RoundResult>;
  using Steps = std::function<Ended(store::Transaction&)>;

  // In one transaction; undone when the lease turns out to be lost.
  Ended in_store(const Steps& steps);

  std::vector<Route> routes() const;
  void leave_out_dead_channel(std::vector<Route>& routes) const;
  void begin_after_bounce(std::vector<Route>& routes);
  bool is_test() const { return notification_.kind == NotificationKind::test; }
  bool bounced(Channel& channel, const User& recipient) const;
  bool counts(const DeliveryAttempt& attempt) const;
  Channel* channel_of(const Route& route, std::string& why_not);
  Ended settle_doubt(std::vector<Route>& routes);
  void note_interrupted_attempts();
  Ended settle_one_doubt(const DeliveryAttempt& doubt, std::vector<Route>& routes);
  std::optional<InquiryResult> ask(const DeliveryAttempt& doubt, const std::vector<Route>& routes,
                                   std::vector<const User*>& silent);
  RoundResult record_found(const DeliveryAttempt& doubt, const InquiryResult& found,
                           const std::vector<Route>& routes);
  Seconds asking_time(const DeliveryAttempt& doubt);
  Ended go_on_after(const DeliveryAttempt& doubt, std::vector<Route>& routes);
  void note_doubt(const std::string& channel);
  long sends_in_doubt(const std::string& channel) const;
  bool sent_often_enough(const Channel& channel) const;
  int most_rounds() const;
  RoundResult wait_for_certainty(const std::string& channel);
  Ended try_route(const Route& route);
  Ended try_channel(const Route& route, Channel& channel);
  void rest_after(const SendResult& result);
  Ended claim(store::Transaction& transaction, const Route& route, Channel& channel, Claim& claim);
  OutgoingMessage message_for(const Route& route, Channel& channel, bool shortened);
  Ended stop_before_sending(store::Transaction& transaction, bool& shortened);
  Ended stop_unless_checked(store::Transaction& transaction);
  std::optional<std::string> alert_overtaken() const;
  std::string in_shadow() const;
  SendResult call(Channel& channel, const Claim& claim, const User& recipient);
  RoundResult record_success(const Route& route, Channel& channel, Claim claim,
                             const SendResult& result);
  void note_delivered(store::Transaction& transaction, const Route& route, Channel& channel,
                      const DeliveryAttempt& attempt);
  void record_failure(const Route& route, Channel& channel, Claim claim, const SendResult& result);
  Ended record_unusable(const Route& route, const std::string& why);
  void store_unusable(store::Transaction& transaction, const Route& route, const std::string& why);
  RoundResult close_round();
  RoundResult close_round(store::Transaction& transaction);
  RoundResult wait_until(Instant next, RoundResult result);
  RoundResult wait_until(store::Transaction& transaction, Instant next, RoundResult result);
  RoundResult settle(store::Transaction& transaction, const store::Settlement& settlement,
                     RoundResult result);
  store::Settlement settlement(NotificationState state, const std::string& reason) const;
  void queue_alert(store::Transaction& transaction, const std::string& reason);
  bool told_of_dead_channels() const;
  OutgoingMessage outgoing(const std::string& channel) const;

  const Scope& scope_;
  GroupCommit& commits_;
  const Sensitivity& sensitivity_;
  Lease lease_;
  Notification notification_;
  std::optional<std::string> only_channel_;
  store::DeliveryRepository deliveries_;
  std::string subject_;
  std::string made_from_;        // standing_mark, where the message can be drawn anew
  std::string doubted_channel_;  // where the message may have arrived already
  std::optional<Error> misconfigured_;
  bool some_channel_is_there_ = false;
  int tried_routes_ = 0;
  int bounced_routes_ = 0;             // passed over: it has come back from there
  bool checked_ = false;               // against what the store knows, in this round
  std::optional<Instant> not_before_;  // when the first of the channels wants to be tried again
  std::string repeat_note_;            // goes into the audit when the message may arrive twice
};

}  // namespace execassist::app
