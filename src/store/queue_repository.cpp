#include "store/queue_repository.hpp"

#include "store/query.hpp"

namespace execassist::store {

std::optional<Instant> QueueRepository::earliest_in(const std::string& sql) const {
  Query query(database_, sql);
  query.next();
  return query.take<std::optional<Instant>>();
}

std::optional<Instant> QueueRepository::next_delivery() const {
  return earliest_in(
      "SELECT min(due) FROM (SELECT min(next_attempt_at) AS due FROM outbox WHERE state = "
      "'pending' "
      "UNION ALL SELECT min(lease_until) FROM outbox WHERE lease_until IS NOT NULL)");
}

std::optional<Instant> QueueRepository::next_build() const {
  return earliest_in(
      "SELECT min(max(next_attempt_at, coalesce(lease_until, 0))) FROM builds "
      "WHERE state = 'pending'");
}

CountsByState QueueRepository::counts_of(const std::string& table) const {
  Query query(database_, "SELECT state, count(*) FROM " + table + " GROUP BY state");
  CountsByState counts;
  while (query.next()) {
    const auto state = query.take<std::string>();
    counts[state] = query.take<long long>();
  }
  return counts;
}

CountsByState QueueRepository::inbox() const { return counts_of("inbox"); }
CountsByState QueueRepository::outbox() const { return counts_of("outbox"); }
CountsByState QueueRepository::builds() const { return counts_of("builds"); }

long long QueueRepository::redraws() const {
  Query query(database_, "SELECT count(*) FROM redraws");
  query.next();
  return query.take<long long>();
}

}  // namespace execassist::store
