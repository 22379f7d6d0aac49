#include "store/arrival_repository.hpp"

#include "store/outbox_repository.hpp"
#include "store/query.hpp"

namespace execassist::store {

void ArrivalRepository::expect(Transaction&, long long attempt_id, Instant ask_at) {
  Query(database_,
        "INSERT INTO arrivals (attempt_id, ask_at, asked) VALUES (?, ?, 0) "
        "ON CONFLICT (attempt_id) DO NOTHING")
      .with(attempt_id, ask_at)
      .run();
}

std::vector<AwaitedArrival> ArrivalRepository::due(
    Instant now, const std::optional<std::string>& user_id,
    const std::vector<NotificationKind>& kinds) const {
  Conditions conditions;
  conditions.add("r.ask_at <= ?", now);
  conditions.add("o.state = 'sent'");
  conditions.add_if("o.user_id = ?", user_id);
  conditions.add_any_of("o.kind", kinds);
  Query query(database_,
              "SELECT r.attempt_id, r.asked, o.notification_id FROM arrivals r "
              "CROSS JOIN attempts a ON a.attempt_id = r.attempt_id "
              "CROSS JOIN outbox o ON o.notification_id = a.notification_id" +
                  conditions.where() + " ORDER BY r.ask_at, r.attempt_id");
  conditions.bind_to(query);
  std::vector<AwaitedArrival> found;
  std::vector<std::string> ids;
  while (query.next()) {
    AwaitedArrival& each = found.emplace_back();
    query.read(each.attempt_id);
    query.read(each.asked);
    ids.push_back(query.take<std::string>());
  }
  const OutboxRepository outbox(database_);
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (auto notification = outbox.load(ids[i])) found[i].notification = std::move(*notification);
  }
  return found;
}

bool ArrivalRepository::asked(Transaction&, long long attempt_id, std::optional<Instant> next) {
  return Query(database_,
               "UPDATE arrivals SET ask_at = ?, asked = asked + 1 "
               "WHERE attempt_id = ? AND ask_at IS NOT NULL")
             .with(next, attempt_id)
             .run() > 0;
}

void ArrivalRepository::arrived(Transaction&, long long attempt_id, Instant at) {
  Query(database_,
        "UPDATE arrivals SET ask_at = NULL, asked = asked + 1, arrived_at = ? "
        "WHERE attempt_id = ? AND arrived_at IS NULL")
      .with(at, attempt_id)
      .run();
}

}  // namespace execassist::store
