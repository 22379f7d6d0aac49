// The story of a preparation: what was done, why, and with what outcome. Only grows.
#pragma once

#include "store/database.hpp"

#include <string>
#include <vector>

namespace execassist::store {

struct PrepLogEntry {
  Instant at{};
  std::string step;     // "session", "gather", "write", "archive", "deliver", "clean-up"
  std::string cause;    // one line: "the button in Slack", "prep start"
  std::string outcome;  // one line: "question 2 of 4 answered", "failed: ..."
};

class PrepLogRepository {
 public:
  explicit PrepLogRepository(Database& database) : database_(database) {}

  void add(Transaction& transaction, const std::string& meeting_id, const PrepLogEntry& entry);
  std::vector<PrepLogEntry> list(const std::string& meeting_id) const;  // in order

 private:
  Database& database_;
};

}  // namespace execassist::store
