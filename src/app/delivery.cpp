#include "app/delivery.hpp"

#include "app/arrivals.hpp"
#include "app/delivery_crew.hpp"
#include "app/delivery_round.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/identifier.hpp>

#include <algorithm>
#include <deque>
#include <map>

namespace execassist::app {
namespace {

constexpr int kBatch = 50;  // never more than can be sent in half a lease

const std::string kTerminal = "terminal";

class Delivery {
 public:
  explicit Delivery(const Scope& scope)
      : scope_(scope), deliveries_(scope.database), outbox_(scope.database) {}

  void everything_due(const std::vector<NotificationKind>& kinds) {
    ask_about_arrivals(scope_, crew_, kinds);
    take_over_abandoned(kinds);
    for (bool more = true;;) {
      if (more && crew_.has_room()) {
        more = lease_some(kinds);
      } else if (!crew_.idle()) {
        crew_.advance();
      } else if (crew_.failed() || !lease_some(kinds)) {
        break;  // also what came due meanwhile, as alerts do
      } else {
        more = true;
      }
    }
    crew_.finish();
  }

  // One message over each channel.
  void test(const UserSettings& user, const std::vector<std::string>& channels) {
    std::map<std::string, std::string> channel_of;
    auto transaction = scope_.database.begin();
    for (const std::string& channel : channels) {
      Notification test;
      test.notification_id = random_id();
      test.user_id = user.user.id;
      test.kind = NotificationKind::test;
      test.occurrence = test.notification_id;
      test.due_at = test.next_attempt_at = test.created_at = scope_.now();
      outbox_.insert(transaction, test);
      channel_of[test.notification_id] = channel;
    }
    const Lease lease = new_lease();
    const int all = static_cast<int>(channels.size()) + kBatch;
    const auto due = deliveries_.lease_due(transaction, scope_.now(), all, lease, user.user.id,
                                           {NotificationKind::test});
    transaction.commit();
    for (const Notification& each : due) {
      const auto found = channel_of.find(each.notification_id);
      add(lease, each, found == channel_of.end() ? std::nullopt : std::optional(found->second));
    }
    crew_.finish();
  }

  DeliveryReport report() {
    DeliveryReport report;
    for (Outcome& each : outcomes_) {
      if (!count(each.result, report)) continue;
      if (!report.misconfigured) report.misconfigured = std::move(each.misconfigured);
      if (auto notification = outbox_.load(each.notification_id))
        report.notifications.push_back(std::move(*notification));
    }
    return report;
  }

 private:
  Lease new_lease() const {
    return {random_id(), scope_.now() + kLeaseLength, scope_.edges.processes().self()};
  }

  // Rows whose holder died between lease and outcome.
  void take_over_abandoned(const std::vector<NotificationKind>& kinds) {
    for (const auto& [notification, old] : deliveries_.expired_leases(scope_.now())) {
      const bool wanted =
          kinds.empty() || std::find(kinds.begin(), kinds.end(), notification.kind) != kinds.end();
      const bool ours = !scope_.user_id || notification.user_id == *scope_.user_id;
      if (!wanted || !ours || !scope_.edges.processes().gone(old.holder)) continue;
      const Lease lease = new_lease();
      auto transaction = scope_.database.begin();
      const bool taken =
          deliveries_.take_over(transaction, notification.notification_id, old.lease_id, lease);
      transaction.commit();
      if (taken) add(lease, notification);
    }
  }

  // False: nothing is due.
  bool lease_some(const std::vector<NotificationKind>& kinds) {
    const Lease lease = new_lease();
    const auto leased = lease_batch(lease, kinds);
    for (const Notification& notification : leased) {
      scope_.say("delivering to " + notification.user_id);
      add(lease, notification);
    }
    return !leased.empty();
  }

  // Leases what is due. What exceeds a user's hourly limit is put back until there is room; a batch
  // that was put back whole does not end the delivery for everybody else.
  std::vector<Notification> lease_batch(const Lease& lease,
                                        const std::vector<NotificationKind>& kinds) {
    const Instant now = scope_.now();
    for (;;) {
      std::vector<Notification> leased;
      auto transaction = scope_.database.begin();
      const auto due =
          deliveries_.lease_due(transaction, now, kBatch, lease, scope_.user_id, kinds);
      std::map<std::string, HourlyRoom> rooms = hourly_rooms(due, now);
      for (const Notification& each : due) {
        HourlyRoom& room = rooms[each.user_id];
        if (!limited(each) || room.left-- > 0) {
          leased.push_back(each);
        } else {
          put_back(transaction, lease, each, room.again_at);
        }
      }
      transaction.commit();
      if (!leased.empty() || due.empty()) return leased;
    }
  }

  struct HourlyRoom {
    int left = 0;
    Instant again_at{};
  };

  std::map<std::string, HourlyRoom> hourly_rooms(const std::vector<Notification>& just_leased,
                                                 Instant now) {
    std::map<std::string, int> just_leased_by;
    for (const Notification& each : just_leased)
      just_leased_by[each.user_id] += limited(each) ? 1 : 0;
    std::map<std::string, HourlyRoom> rooms;
    for (const auto& [user_id, count] : just_leased_by) {
      const auto recent = deliveries_.recent_deliveries(user_id, now - hours{1});
      rooms[user_id].left = scope_.settings.notify.per_user_hourly_limit - (recent.count - count);
      rooms[user_id].again_at =
          recent.oldest_sent_at ? *recent.oldest_sent_at + hours{1} : now + kLeaseLength;
    }
    return rooms;
  }

  void put_back(store::Transaction& transaction, const Lease& lease,
                const Notification& notification, Instant again_at) {
    store::Settlement later;
    later.text = notification.text;
    later.rounds = notification.rounds;
    later.next_attempt_at = again_at;
    deliveries_.settle(transaction, notification.notification_id, lease.lease_id, later);
    outcomes_.push_back({notification.notification_id, RoundResult::deferred, std::nullopt});
  }

  static bool limited(const Notification& notification) {
    return notification.kind != NotificationKind::alert &&
           notification.kind != NotificationKind::test && !is_conversation(notification.kind);
  }

  // A person's messages go out in their order; so do all that may stand on one screen.
  std::string lane_of(const Notification& notification) const {
    const UserSettings* user = scope_.settings.find_user(notification.user_id);
    const bool on_screen = user && user->user.channels.front() == kTerminal;
    return on_screen ? "/" + kTerminal : notification.user_id;
  }

  void add(const Lease& lease, const Notification& notification,
           const std::optional<std::string>& channel = std::nullopt) {
    Outcome& outcome = outcomes_.emplace_back();
    outcome.notification_id = notification.notification_id;
    crew_.add(lane_of(notification),
              [this, lease, notification, channel, &outcome](GroupCommit& commits) {
                DeliveryRound round(scope_, commits, lease, sensitivity_, notification, channel);
                outcome.result = round.run();
                outcome.misconfigured = round.misconfigured();
              });
  }

  // False for what was lost to another process: nothing is known of it here.
  static bool count(RoundResult result, DeliveryReport& report) {
    switch (result) {
      case RoundResult::sent:
        ++report.sent;
        return true;
      case RoundResult::failed:
        ++report.failed;
        return true;
      case RoundResult::dead:
        ++report.dead;
        return true;
      case RoundResult::deferred:
        ++report.deferred;
        return true;
      case RoundResult::suppressed:
        ++report.suppressed;
        return true;
      case RoundResult::lost:
        break;
    }
    return false;
  }

  struct Outcome {
    std::string notification_id;
    RoundResult result = RoundResult::lost;
    std::optional<Error> misconfigured;
  };

  const Scope& scope_;
  store::DeliveryRepository deliveries_;
  store::OutboxRepository outbox_;
  const Sensitivity sensitivity_{scope_.rules};
  std::deque<Outcome> outcomes_;        // in the order of their start
  DeliveryCrew crew_{scope_.database};  // last: it ends before what it works on
};

}  // namespace

DeliveryReport deliver(const Scope& scope, const std::vector<NotificationKind>& kinds) {
  Delivery delivery(scope);
  delivery.everything_due(kinds);
  return delivery.report();
}

DeliveryReport deliver_test(const Scope& scope, const std::optional<std::string>& channel) {
  Delivery delivery(scope);
  for (const UserSettings* user : scope.users()) {
    delivery.test(*user, channel ? std::vector{*channel} : user->user.channels);
  }
  return delivery.report();
}

void take_back_unwritten(const Scope& scope, const std::vector<Notification>& notifications) {
  auto transaction = scope.database.begin();
  for (const Notification& each : notifications) {
    if (each.state != NotificationState::sent || each.channel != "terminal") continue;
    store::DeliveryRepository(scope.database)
        .bounce(transaction, each, each.attempts.back(),
                "the result that held it could not be written", scope.now());
  }
  transaction.commit();
}

void retry_dead(const Scope& scope, const Notification& notification) {
  const Instant now = scope.now();
  const std::string what = "notification " + notification.notification_id;
  if (notification.state != NotificationState::dead) {
    throw Error(ErrorKind::refused,
                what + ": it is " + std::string(name_of(notification.state)) + ", not dead");
  }
  if (notification.meeting_id && notification.kind != NotificationKind::alert) {
    const auto meeting = store::MeetingRepository(scope.database).load(*notification.meeting_id);
    if (!meeting || meeting->facts.start <= now) {
      throw Error(ErrorKind::refused, what + ": its meeting has begun");
    }
  }
  auto transaction = scope.database.begin();
  store::OutboxRepository(scope.database).revive(transaction, notification.notification_id, now);
  transaction.commit();
}

}  // namespace execassist::app
