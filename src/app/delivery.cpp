#include "app/delivery.hpp"

#include "app/delivery_round.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/identifier.hpp>

#include <algorithm>
#include <map>

namespace execassist::app {
namespace {

constexpr int kBatch = 20;  // never more than can be sent in half a lease

class Delivery {
 public:
  explicit Delivery(const Scope& scope)
      : scope_(scope), deliveries_(scope.database), outbox_(scope.database) {}

  void everything_due(const std::vector<NotificationKind>& kinds) {
    take_over_abandoned(kinds);
    for (;;) {
      const Lease lease = new_lease();
      const auto leased = lease_batch(lease, kinds);
      if (leased.empty()) return;
      for (const Notification& notification : leased) {
        scope_.say("delivering to " + notification.user_id);
        deliver_one(lease, notification);
      }
    }
  }

  void test(const UserSettings& user, const std::optional<std::string>& channel) {
    Notification test;
    test.notification_id = random_id();
    test.user_id = user.user.id;
    test.kind = NotificationKind::test;
    test.occurrence = test.notification_id;
    test.due_at = test.next_attempt_at = test.created_at = scope_.now();
    auto transaction = scope_.database.begin();
    outbox_.insert(transaction, test);
    transaction.commit();
    take_and_run(test.notification_id, user, channel);
  }

  DeliveryReport report() {
    for (const std::string& id : touched_) {
      if (auto notification = outbox_.load(id))
        report_.notifications.push_back(std::move(*notification));
    }
    return std::move(report_);
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
      if (taken) deliver_one(lease, notification);
    }
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
    note(notification.notification_id, RoundResult::deferred);
  }

  static bool limited(const Notification& notification) {
    return notification.kind != NotificationKind::alert &&
           notification.kind != NotificationKind::test;
  }

  void take_and_run(const std::string& id, const UserSettings& user,
                    const std::optional<std::string>& channel) {
    const Lease lease = new_lease();
    auto transaction = scope_.database.begin();
    const auto due = deliveries_.lease_due(transaction, scope_.now(), kBatch, lease, user.user.id,
                                           {NotificationKind::test});
    transaction.commit();
    for (const Notification& each : due) {
      deliver_one(lease, each, each.notification_id == id ? channel : std::nullopt);
    }
  }

  void deliver_one(const Lease& lease, const Notification& notification,
                   const std::optional<std::string>& channel = std::nullopt) {
    DeliveryRound round(scope_, lease, notification, channel);
    note(notification.notification_id, round.run());
    if (!report_.misconfigured) report_.misconfigured = round.misconfigured();
  }

  void note(const std::string& id, RoundResult result) {
    switch (result) {
      case RoundResult::sent:
        ++report_.sent;
        break;
      case RoundResult::failed:
        ++report_.failed;
        break;
      case RoundResult::dead:
        ++report_.dead;
        break;
      case RoundResult::deferred:
        ++report_.deferred;
        break;
      case RoundResult::suppressed:
        ++report_.suppressed;
        break;
      case RoundResult::lost:
        return;
    }
    touched_.push_back(id);
  }

  const Scope& scope_;
  store::DeliveryRepository deliveries_;
  store::OutboxRepository outbox_;
  DeliveryReport report_;
  std::vector<std::string> touched_;
};

}  // namespace

DeliveryReport deliver(const Scope& scope, const std::vector<NotificationKind>& kinds) {
  Delivery delivery(scope);
  delivery.everything_due(kinds);
  return delivery.report();
}

DeliveryReport deliver_test(const Scope& scope, const std::optional<std::string>& channel) {
  Delivery delivery(scope);
  for (const UserSettings* user : scope.users()) delivery.test(*user, channel);
  return delivery.report();
}

void take_back_unwritten(const Scope& scope, const std::vector<Notification>& notifications) {
  auto transaction = scope.database.begin();
  for (const Notification& each : notifications) {
    if (each.state != NotificationState::sent || each.channel != "terminal") continue;
    store::DeliveryRepository(scope.database)
        .bounce(transaction, each, "the result that held it could not be written", scope.now());
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
