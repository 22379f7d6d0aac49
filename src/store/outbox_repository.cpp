#include "store/outbox_repository.hpp"

#include "store/outbox_rows.hpp"

namespace execassist::store {

bool OutboxRepository::insert(Transaction&, const Notification& notification) {
  const ColumnNames columns = notification_columns();
  Query query(database_,
              "INSERT INTO outbox (" + columns.list + ") VALUES (" + placeholders(columns.count) +
                  ") ON CONFLICT (occurrence, user_id, kind, round, variant) DO NOTHING");
  bind_notification(query, notification);
  return query.run() > 0;
}

std::optional<Notification> OutboxRepository::load(const std::string& notification_id) const {
  Query query(database_,
              "SELECT " + notification_columns().list + " FROM outbox WHERE notification_id = ?");
  if (!query.with(notification_id).next()) return std::nullopt;
  std::vector<Notification> found;
  found.push_back(read_notification(query));
  read_attempts(database_, found);
  return std::move(found.front());
}

std::vector<Notification> OutboxRepository::list(const OutboxFilter& filter) const {
  // Whatever names a few rows goes before the state, which may name most of them.
  const bool narrow = filter.meeting_id || filter.id_prefix || filter.occurrence;
  Conditions conditions;
  conditions.add_if("meeting_id = ?", filter.meeting_id);
  conditions.add_if("occurrence = ?", filter.occurrence);
  if (filter.id_prefix) conditions.add_prefix("notification_id", *filter.id_prefix);
  conditions.add_any_of(narrow ? "+state" : "state", filter.states);
  conditions.add_if(filter.occurrence ? "user_id = ?" : "+user_id = ?", filter.user_id);
  conditions.add_if("kind = ?", filter.kind);
  conditions.add_if("round = ?", filter.round);
  Query query(database_, "SELECT " + notification_columns().list + " FROM outbox" +
                             conditions.where() + " ORDER BY due_at, notification_id");
  conditions.bind_to(query);
  std::vector<Notification> found;
  while (query.next()) found.push_back(read_notification(query));
  read_attempts(database_, found);
  return found;
}

int OutboxRepository::suppress_pending(Transaction&, const std::string& meeting_id,
                                       std::optional<NotificationKind> kind,
                                       const std::string& reason) {
  Conditions conditions;
  conditions.add("meeting_id = ?", meeting_id);
  conditions.add("+state = 'pending'");
  conditions.add_if("kind = ?", kind);
  Query query(database_, "UPDATE outbox SET state = 'suppressed', reason = ?" + conditions.where());
  query.bind(reason);
  conditions.bind_to(query);
  return query.run();
}

bool OutboxRepository::revive(Transaction&, const std::string& notification_id, Instant now) {
  return Query(database_,
               "UPDATE outbox SET state = 'pending', reason = '', rounds = 0, "
               "due_at = min(due_at, ?), next_attempt_at = ?, revived_at = ? "
               "WHERE notification_id = ? AND state = 'dead'")
             .with(now, now, now, notification_id)
             .run() > 0;
}

}  // namespace execassist::store
