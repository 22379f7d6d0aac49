// What is known of each calendar as a source: cursor, horizon, generation, last success and error.
#pragma once

#include "store/database.hpp"

#include <execassist/base/instant.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::store {

struct CalendarRecord {
  std::string user_id;
  std::string calendar_id;
  std::string cursor;
  std::string fingerprint;              // of the settings, zone and rules the last expansion used
  std::optional<Instant> window_start;  // of the last stored listing
  std::optional<Instant> horizon;       // how far the last expansion reached
  int generation = 0;                   // raised by every stored fetch
  std::optional<Instant> first_success_at;
  std::optional<Instant> last_success_at;
  std::optional<Instant> last_attempt_at;
  std::string last_error;             // one line; empty after a success
  std::string held_hash;              // a suspicious answer that is held back ...
  std::optional<Instant> held_since;  // ... and since when
};

class CalendarRepository {
 public:
  explicit CalendarRepository(Database& database) : database_(database) {}

  std::optional<CalendarRecord> load(const std::string& user_id,
                                     const std::string& calendar_id) const;
  std::vector<CalendarRecord> list() const;

  // Compare-and-set on the generation (that of `record`; a missing row is generation 0): stores the
  // record with generation + 1; the first success stays, the last error and what was held back are
  // cleared. False when another fetch was stored meanwhile.
  bool store_success(Transaction& transaction, const CalendarRecord& record);

  // The error, the attempt and what is held back; cursor, generation and last success stay.
  void store_failure(Transaction& transaction, const CalendarRecord& record);

 private:
  Database& database_;
};

}  // namespace execassist::store
