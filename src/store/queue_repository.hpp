// What waits in the store's queues, for a program that sleeps until something is due and for those
// who watch it.
#pragma once

#include "store/database.hpp"

#include <map>
#include <optional>
#include <string>

namespace execassist::store {

using CountsByState = std::map<std::string, long long>;

class QueueRepository {
 public:
  explicit QueueRepository(const Database& database) : database_(database) {}

  // The earliest to look at: what nobody holds is due, or a lease runs out.
  std::optional<Instant> next_delivery() const;
  std::optional<Instant> next_build() const;

  CountsByState inbox() const;
  CountsByState outbox() const;
  CountsByState builds() const;
  long long redraws() const;

 private:
  CountsByState counts_of(const std::string& table) const;
  std::optional<Instant> earliest_in(const std::string& sql) const;

  const Database& database_;
};

}  // namespace execassist::store
