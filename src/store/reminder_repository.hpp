// Reminders that somebody asked for.
#pragma once

#include "store/database.hpp"

#include <execassist/model/reminder.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::store {

// Every field that is set narrows the list. Ordered by remind_at, then reminder_id.
struct ReminderFilter {
  std::optional<std::string> user_id;
  std::optional<std::string> meeting_id;
  std::optional<ReminderState> state;
  std::optional<Instant> due_by;  // remind_at <=
  std::optional<std::string> id_prefix;
};

class ReminderRepository {
 public:
  explicit ReminderRepository(Database& database) : database_(database) {}

  void insert(Transaction& transaction, const Reminder& reminder);
  std::vector<Reminder> list(const ReminderFilter& filter) const;

  // pending → fired or cancelled. False when it was not pending any more.
  bool close(Transaction& transaction, const std::string& reminder_id, ReminderState state,
             const std::string& reason);

 private:
  Database& database_;
};

}  // namespace execassist::store
