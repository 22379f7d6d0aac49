// The outbox: what is owed to users. Unique by (user, occurrence, kind, round, variant).
#pragma once

#include "store/database.hpp"

#include <execassist/model/notification.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::store {

// Every field that is set narrows the list. Ordered by due_at, then notification_id. Attempts
// included.
struct OutboxFilter {
  std::optional<std::string> user_id;
  std::optional<std::string> meeting_id;
  std::optional<NotificationKind> kind;
  std::vector<NotificationState> states;  // empty: any
  std::optional<std::string> id_prefix;
  std::optional<std::string> occurrence;
  std::optional<int> round;
};

class OutboxRepository {
 public:
  explicit OutboxRepository(Database& database) : database_(database) {}

  // False when the key exists already; nothing is changed then. Attempts are stored by their own
  // verbs, not here.
  bool insert(Transaction& transaction, const Notification& notification);

  std::optional<Notification> load(const std::string& notification_id) const;
  std::vector<Notification> list(const OutboxFilter& filter) const;

  // All pending ones of the meeting, of the kind when given. Returns how many.
  int suppress_pending(Transaction& transaction, const std::string& meeting_id,
                       std::optional<NotificationKind> kind, const std::string& reason);

  // dead → pending, due now, attempts counted anew; expires_at stays. False when it was not dead.
  bool revive(Transaction& transaction, const std::string& notification_id, Instant now);

 private:
  Database& database_;
};

}  // namespace execassist::store
