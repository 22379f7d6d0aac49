#include "store/prep_log_repository.hpp"

#include "store/query.hpp"

namespace execassist::store {

void PrepLogRepository::add(Transaction&, const std::string& meeting_id,
                            const PrepLogEntry& entry) {
  Query(database_,
        "INSERT INTO prep_log (meeting_id, at, step, cause, outcome) VALUES (?, ?, ?, ?, ?)")
      .with(meeting_id, entry.at, entry.step, entry.cause, entry.outcome)
      .run();
}

std::vector<PrepLogEntry> PrepLogRepository::list(const std::string& meeting_id) const {
  Query query(database_,
              "SELECT at, step, cause, outcome FROM prep_log WHERE meeting_id = ? "
              "ORDER BY entry_id");
  query.with(meeting_id);
  std::vector<PrepLogEntry> found;
  while (query.next()) {
    PrepLogEntry& entry = found.emplace_back();
    query.read(entry.at);
    query.read(entry.step);
    query.read(entry.cause);
    query.read(entry.outcome);
  }
  return found;
}

}  // namespace execassist::store
