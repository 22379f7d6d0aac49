// Accepted is not arrived: which accepted messages their channel is still to be asked about, and
// which are known to have arrived.
#pragma once

#include "store/database.hpp"

#include <execassist/model/notification.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::store {

struct AwaitedArrival {
  long long attempt_id = 0;
  int asked = 0;  // how often so far
  Notification notification;
};

class ArrivalRepository {
 public:
  explicit ArrivalRepository(Database& database) : database_(database) {}

  void expect(Transaction& transaction, long long attempt_id, Instant ask_at);

  // Whose time has come, of notifications that are `sent`; of the user when given, of `kinds` when
  // not empty. Oldest first.
  std::vector<AwaitedArrival> due(Instant now, const std::optional<std::string>& user_id,
                                  const std::vector<NotificationKind>& kinds) const;

  // `next`: when to ask again; nothing: not any more. False when nobody waited for it any more:
  // another process has heard already.
  bool asked(Transaction& transaction, long long attempt_id, std::optional<Instant> next);
  void arrived(Transaction& transaction, long long attempt_id, Instant at);

 private:
  Database& database_;
};

}  // namespace execassist::store
