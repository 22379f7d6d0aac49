// What came in from Slack: stored once by its delivery id, acted on once.
#pragma once

#include "store/database.hpp"

#include <execassist/model/inbound.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::store {

class InboxRepository {
 public:
  explicit InboxRepository(Database& database) : database_(database) {}

  // False: this delivery is known; nothing is changed.
  bool insert(Transaction& transaction, const Inbound& inbound);

  std::optional<Inbound> load(const std::string& delivery_id) const;

  // Oldest first, with next_attempt_at <= now, at most `limit`.
  std::vector<Inbound> due(Instant now, int limit) const;
  std::optional<Instant> next_due() const;  // of all pending ones

  // state, outcome, attempts, next_attempt_at; drops the response_url unless it stays pending.
  // False when it was not pending any more.
  bool settle(Transaction& transaction, const Inbound& inbound);

  // What was settled and came before that. Returns how many.
  int forget(Transaction& transaction, Instant before);

 private:
  Database& database_;
};

}  // namespace execassist::store
