#include "store/outbox_rows.hpp"

#include <algorithm>
#include <functional>
#include <unordered_map>

namespace execassist::store {

namespace {

constexpr std::size_t kNotificationsPerQuery = 1000;

template <class Row, class Visit>
void each_column(Row& row, Visit visit) {
  visit("notification_id", row.notification_id);
  visit("user_id", row.user_id);
  visit("meeting_id", row.meeting_id);
  visit("kind", row.kind);
  visit("occurrence", row.occurrence);
  visit("round", row.round);
  visit("variant", row.variant);
  visit("state", row.state);
  visit("text", row.text);
  visit("reason", row.reason);
  visit("due_at", row.due_at);
  visit("next_attempt_at", row.next_attempt_at);
  visit("expires_at", row.expires_at);
  visit("revived_at", row.revived_at);
  visit("rounds", row.rounds);
  visit("channel", row.channel);
  visit("message_id", row.message_id);
  visit("sent_at", row.sent_at);
  visit("created_at", row.created_at);
}

}  // namespace

ColumnNames notification_columns() {
  const Notification row;
  ColumnNames names;
  each_column(row, std::ref(names));
  return names;
}

void bind_notification(Query& query, const Notification& notification) {
  each_column(notification, ColumnBinder{query});
}

Notification read_notification(Query& query) {
  Notification notification;
  each_column(notification, ColumnReader{query});
  return notification;
}

void read_attempts(const Database& database, std::vector<Notification>& notifications) {
  std::unordered_map<std::string_view, Notification*> by_id;
  for (Notification& each : notifications) by_id.emplace(each.notification_id, &each);
  for (std::size_t first = 0; first < notifications.size(); first += kNotificationsPerQuery) {
    const std::size_t count = std::min(kNotificationsPerQuery, notifications.size() - first);
    Query query(
        database,
        "SELECT notification_id, attempt_id, channel, address, at, wall_at, outcome, error, "
        "message_id, finished_at FROM attempts WHERE notification_id IN (" +
            placeholders(static_cast<int>(count)) + ") ORDER BY notification_id, attempt_id");
    for (std::size_t i = 0; i < count; ++i) query.bind(notifications[first + i].notification_id);
    while (query.next()) {
      Notification& notification = *by_id.at(query.take<std::string>());
      DeliveryAttempt& attempt = notification.attempts.emplace_back();
      query.read(attempt.attempt_id);
      query.read(attempt.channel);
      query.read(attempt.address);
      query.read(attempt.at);
      query.read(attempt.wall_at);
      query.read(attempt.outcome);
      query.read(attempt.error);
      query.read(attempt.message_id);
      query.read(attempt.finished_at);
    }
  }
}

}  // namespace execassist::store
