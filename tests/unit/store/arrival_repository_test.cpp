#include "store/arrival_repository.hpp"

#include "sample_rows.hpp"
#include "store/delivery_repository.hpp"
#include "store/outbox_repository.hpp"

#include <doctest/doctest.h>

namespace execassist::store::testing {
namespace {

struct Bench {
  Database database = Database::in_memory();
  ArrivalRepository arrivals{database};
  OutboxRepository outbox{database};
  DeliveryRepository deliveries{database};

  // One that was accepted as message "m-ID"; its attempt's id.
  long long sent(const std::string& id, const std::string& user_id = "ada",
                 NotificationKind kind = NotificationKind::test) {
    Notification notification;
    notification.notification_id = id;
    notification.occurrence = id;
    notification.user_id = user_id;
    notification.kind = kind;
    notification.due_at = notification.next_attempt_at = notification.created_at = kNow;
    auto transaction = database.begin();
    outbox.insert(transaction, notification);
    const Lease lease{"lease-" + id, kNow + minutes{5}, {"boot", 1, 1}};
    deliveries.lease_due(transaction, kNow, 1, lease, user_id, {kind});
    DeliveryAttempt attempt;
    attempt.channel = "sms";
    attempt.at = attempt.wall_at = kNow;
    const auto attempt_id =
        deliveries.begin_attempt(transaction, id, lease.lease_id, attempt, lease.until);
    REQUIRE(attempt_id);
    attempt.outcome = AttemptOutcome::accepted;
    attempt.message_id = "m-" + id;
    attempt.finished_at = kNow;
    deliveries.finish_attempt(transaction, *attempt_id, attempt);
    Settlement settlement;
    settlement.state = NotificationState::sent;
    settlement.channel = "sms";
    settlement.message_id = attempt.message_id;
    settlement.sent_at = kNow;
    REQUIRE(deliveries.settle(transaction, id, lease.lease_id, settlement));
    arrivals.expect(transaction, *attempt_id, kNow + minutes{2});
    transaction.commit();
    return *attempt_id;
  }
  std::vector<std::string> due(Instant at, const std::optional<std::string>& user = std::nullopt,
                               const std::vector<NotificationKind>& kinds = {}) const {
    std::vector<std::string> ids;
    for (const AwaitedArrival& each : arrivals.due(at, user, kinds)) {
      ids.push_back(each.notification.notification_id + "/" + std::to_string(each.asked));
    }
    return ids;
  }
};

using Ids = std::vector<std::string>;

TEST_CASE("who is to be asked about, and when") {
  Bench bench;
  const long long a = bench.sent("a");
  bench.sent("b", "bob", NotificationKind::change);
  CHECK(bench.due(kNow + minutes{2} - Seconds{1}).empty());
  CHECK(bench.due(kNow + minutes{2}) == Ids{"a/0", "b/0"});
  CHECK(bench.due(kNow + minutes{2}, "bob") == Ids{"b/0"});
  CHECK(bench.due(kNow + minutes{2}, {}, {NotificationKind::test}) == Ids{"a/0"});
  auto transaction = bench.database.begin();
  bench.arrivals.asked(transaction, a, kNow + minutes{10});
  CHECK(bench.due(kNow + minutes{9}) == Ids{"b/0"});
  CHECK(bench.due(kNow + minutes{10}) == Ids{"b/0", "a/1"});
  CHECK(bench.arrivals.asked(transaction, a, std::nullopt));
  CHECK_FALSE(bench.arrivals.asked(transaction, a, kNow + hours{1}));  // another has heard already
  CHECK(bench.due(kNow + hours{9}) == Ids{"b/0"});
  transaction.commit();
}

TEST_CASE("what has arrived, or has bounced, is not asked about") {
  Bench bench;
  const long long a = bench.sent("a");
  bench.sent("b");
  auto transaction = bench.database.begin();
  bench.arrivals.arrived(transaction, a, kNow + minutes{3});
  CHECK(bench.due(kNow + hours{1}) == Ids{"b/0"});
  const Notification b = *bench.outbox.load("b");
  REQUIRE(bench.deliveries.bounce(transaction, b, b.attempts.back(), "off", kNow));
  CHECK(bench.due(kNow + hours{1}).empty());
  transaction.commit();
}

}  // namespace
}  // namespace execassist::store::testing
