#include "store/delivery_repository.hpp"

#include "store/outbox_rows.hpp"

namespace execassist::store {

namespace {

constexpr const char* kSetLease =
    "lease_id = ?, lease_until = ?, holder_boot_id = ?, holder_pid = ?, holder_started = ?";

void bind_lease(Query& query, const Lease& lease) {
  query.with(lease.lease_id, lease.until, lease.holder.boot_id, lease.holder.pid,
             lease.holder.started);
}

}  // namespace

std::vector<Notification> DeliveryRepository::lease_due(
    Transaction&, Instant now, int limit, const Lease& lease,
    const std::optional<std::string>& user_id, const std::vector<NotificationKind>& kinds) {
  Conditions conditions;
  conditions.add("state = 'pending'");
  conditions.add("next_attempt_at <= ?", now);
  conditions.add_if("+user_id = ?", user_id);
  conditions.add_any_of("kind", kinds);
  Query due(database_, "SELECT " + notification_columns().list + " FROM outbox" +
                           conditions.where() + " ORDER BY due_at, rowid LIMIT ?");
  conditions.bind_to(due);
  due.bind(limit);
  std::vector<Notification> taken;
  while (due.next()) taken.push_back(read_notification(due));

  Query take(database_, std::string("UPDATE outbox SET state = 'sending', ") + kSetLease +
                            " WHERE notification_id = ? AND state = 'pending'");
  for (Notification& notification : taken) {
    bind_lease(take.again(), lease);
    take.with(notification.notification_id).run();
    notification.state = NotificationState::sending;
  }
  read_attempts(database_, taken);
  return taken;
}

std::vector<LeasedNotification> DeliveryRepository::expired_leases(Instant now) const {
  Query query(
      database_,
      "SELECT lease_id, lease_until, holder_boot_id, holder_pid, holder_started, " +
          notification_columns().list +
          " FROM outbox WHERE lease_until <= ? AND +state = 'sending' ORDER BY due_at, rowid");
  query.with(now);
  std::vector<Lease> leases;
  std::vector<Notification> notifications;
  while (query.next()) {
    Lease& lease = leases.emplace_back();
    query.read(lease.lease_id);
    query.read(lease.until);
    query.read(lease.holder.boot_id);
    query.read(lease.holder.pid);
    query.read(lease.holder.started);
    notifications.push_back(read_notification(query));
  }
  read_attempts(database_, notifications);
  std::vector<LeasedNotification> expired;
  for (std::size_t i = 0; i < leases.size(); ++i) {
    expired.push_back({std::move(notifications[i]), std::move(leases[i])});
  }
  return expired;
}

bool DeliveryRepository::take_over(Transaction&, const std::string& notification_id,
                                   const std::string& old_lease_id, const Lease& lease) {
  Query query(database_, std::string("UPDATE outbox SET ") + kSetLease +
                             " WHERE notification_id = ? AND state = 'sending' AND lease_id = ?");
  bind_lease(query, lease);
  return query.with(notification_id, old_lease_id).run() > 0;
}

std::optional<long long> DeliveryRepository::begin_attempt(Transaction&,
                                                           const std::string& notification_id,
                                                           const std::string& lease_id,
                                                           const DeliveryAttempt& attempt,
                                                           Instant lease_until) {
  Query renew(database_,
              "UPDATE outbox SET lease_until = ? "
              "WHERE notification_id = ? AND state = 'sending' AND lease_id = ?");
  if (renew.with(lease_until, notification_id, lease_id).run() == 0) return std::nullopt;
  return insert_attempt(notification_id, attempt);
}

long long DeliveryRepository::insert_attempt(const std::string& notification_id,
                                             const DeliveryAttempt& attempt) {
  Query insert(database_,
               "INSERT INTO attempts (notification_id, channel, address, at, wall_at, outcome, "
               "error, message_id, finished_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  insert
      .with(notification_id, attempt.channel, attempt.address, attempt.at, attempt.wall_at,
            attempt.outcome, attempt.error, attempt.message_id, attempt.finished_at)
      .run();
  return insert.inserted_id();
}

void DeliveryRepository::finish_attempt(Transaction&, long long attempt_id,
                                        const DeliveryAttempt& attempt) {
  Query(database_,
        "UPDATE attempts SET outcome = ?, error = ?, message_id = ?, finished_at = ? "
        "WHERE attempt_id = ? "
        "AND (outcome IS NULL OR (outcome = 'accepted' AND ? IS 'bounced'))")
      .with(attempt.outcome, attempt.error, attempt.message_id, attempt.finished_at, attempt_id,
            attempt.outcome)
      .run();
}

bool DeliveryRepository::settle(Transaction&, const std::string& notification_id,
                                const std::string& lease_id, const Settlement& settlement) {
  Query query(database_,
              "UPDATE outbox SET state = ?, text = coalesce(nullif(?, ''), text), reason = ?, "
              "next_attempt_at = coalesce(nullif(?, 0), next_attempt_at), "
              "rounds = max(rounds, ?), channel = coalesce(?, channel), "
              "message_id = coalesce(?, message_id), sent_at = coalesce(?, sent_at), "
              "lease_id = NULL, lease_until = NULL, holder_boot_id = NULL, holder_pid = NULL, "
              "holder_started = NULL "
              "WHERE notification_id = ? AND state = 'sending' AND lease_id = ?");
  query.with(settlement.state, settlement.text, settlement.reason, settlement.next_attempt_at,
             settlement.rounds, settlement.channel, settlement.message_id, settlement.sent_at,
             notification_id, lease_id);
  if (query.run() == 0) return false;
  if (settlement.state == NotificationState::sent) {
    Query(database_,
          "UPDATE meeting_states SET notification_sent_at = ? WHERE notification_id = ? "
          "AND meeting_id = (SELECT meeting_id FROM outbox "
          "WHERE notification_id = ? AND kind = 'prep')")
        .with(settlement.sent_at, notification_id, notification_id)
        .run();
  }
  return true;
}

bool DeliveryRepository::bounce(Transaction& transaction, const Notification& sent,
                                const DeliveryAttempt& attempt, const std::string& why,
                                Instant now) {
  Query again(database_,
              "UPDATE outbox SET state = 'pending', next_attempt_at = ?, channel = NULL, "
              "message_id = NULL, sent_at = NULL WHERE notification_id = ? AND state = 'sent'");
  if (again.with(now, sent.notification_id).run() == 0) return false;
  Query(database_,
        "UPDATE meeting_states SET notification_sent_at = NULL WHERE notification_id = ?")
      .with(sent.notification_id)
      .run();
  DeliveryAttempt bounced = attempt;
  bounced.outcome = AttemptOutcome::bounced;
  bounced.error = why;
  if (attempt.outcome == AttemptOutcome::accepted) {
    finish_attempt(transaction, attempt.attempt_id, bounced);
  } else {
    bounced.at = bounced.finished_at.emplace(now);
    bounced.message_id = sent.message_id.value_or("");
    insert_attempt(sent.notification_id, bounced);
  }
  return true;
}

DeliveryRepository::Recent DeliveryRepository::recent_deliveries(const std::string& user_id,
                                                                 Instant since) const {
  Recent recent;
  Query sent(database_,
             "SELECT count(*), min(sent_at) FROM outbox WHERE user_id = ? AND sent_at > ? "
             "AND +state = 'sent' AND kind NOT IN ('test', 'alert')");
  sent.with(user_id, since).next();
  sent.read(recent.count);
  sent.read(recent.oldest_sent_at);
  Query sending(database_,
                "SELECT count(*) FROM outbox WHERE state = 'sending' AND +user_id = ? "
                "AND kind NOT IN ('test', 'alert')");
  sending.with(user_id).next();
  recent.count += sending.take<int>();
  return recent;
}

}  // namespace execassist::store
