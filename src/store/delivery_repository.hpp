// Delivering what the outbox owes: leases, attempts stored before the act, outcomes. Every change
// is a compare-and-set on the lease, so that a process that lost its lease changes nothing.
#pragma once

#include "store/database.hpp"

#include <execassist/model/lease.hpp>
#include <execassist/model/notification.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::store {

// A row in state `sending`, with whoever holds it.
struct LeasedNotification {
  Notification notification;
  Lease lease;
};

// How a leased row ends. State and reason replace the row's own; an empty text, an unset time or
// optional keeps it; rounds only grow (revive starts them anew).
struct Settlement {
  NotificationState state = NotificationState::pending;
  std::string text;
  std::string reason;
  Instant next_attempt_at{};
  int rounds = 0;
  std::optional<std::string> channel;
  std::optional<std::string> message_id;
  std::optional<Instant> sent_at;
};

class DeliveryRepository {
 public:
  explicit DeliveryRepository(Database& database) : database_(database) {}

  // Pending rows with next_attempt_at <= now, oldest due first, of the user when given, of `kinds`
  // when not empty: now `sending` under `lease`. At most `limit`.
  std::vector<Notification> lease_due(Transaction& transaction, Instant now, int limit,
                                      const Lease& lease, const std::optional<std::string>& user_id,
                                      const std::vector<NotificationKind>& kinds);

  // Rows in `sending` whose lease ran out by `now`; the caller decides whether the holder is gone.
  std::vector<LeasedNotification> expired_leases(Instant now) const;

  // Takes over an expired lease. False when it was renewed, settled or taken meanwhile.
  bool take_over(Transaction& transaction, const std::string& notification_id,
                 const std::string& old_lease_id, const Lease& lease);

  // Stores the attempt before the act and renews the lease. Nothing when the lease is not ours any
  // more.
  std::optional<long long> begin_attempt(Transaction& transaction,
                                         const std::string& notification_id,
                                         const std::string& lease_id,
                                         const DeliveryAttempt& attempt, Instant lease_until);

  // An outcome is stored once (an accepted message may still bounce); later ones change nothing.
  void finish_attempt(Transaction& transaction, long long attempt_id,
                      const DeliveryAttempt& attempt);

  // Gives the lease back. A prep notification that was sent is noted in its meeting's state as
  // well. False when the lease is not ours any more.
  bool settle(Transaction& transaction, const std::string& notification_id,
              const std::string& lease_id, const Settlement& settlement);

  // A message that was accepted, but never arrived: that attempt becomes bounced for `why`, and the
  // row is pending again. An attempt in doubt, of which the message was found, stays as it is; that
  // it bounced is another line. False when the row is not `sent`.
  bool bounce(Transaction& transaction, const Notification& sent, const DeliveryAttempt& attempt,
              const std::string& why, Instant now);

  // How many of the user's notifications were sent after `since` or are being sent now (tests and
  // alerts not counted), and when the oldest of those was sent: for the hourly limit.
  struct Recent {
    int count = 0;
    std::optional<Instant> oldest_sent_at;
  };
  Recent recent_deliveries(const std::string& user_id, Instant since) const;

 private:
  long long insert_attempt(const std::string& notification_id, const DeliveryAttempt& attempt);

  Database& database_;
};

}  // namespace execassist::store
