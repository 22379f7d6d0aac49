#include "store/reminder_repository.hpp"

#include "store/query.hpp"

namespace execassist::store {

void ReminderRepository::insert(Transaction&, const Reminder& reminder) {
  Query(
      database_,
      "INSERT INTO reminders (reminder_id, meeting_id, user_id, remind_at, state, origin, reason, "
      "created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
      .with(reminder.reminder_id, reminder.meeting_id, reminder.user_id, reminder.remind_at,
            reminder.state, reminder.origin, reminder.reason, reminder.created_at)
      .run();
}

std::vector<Reminder> ReminderRepository::list(const ReminderFilter& filter) const {
  const bool narrow = filter.meeting_id || filter.id_prefix;
  Conditions conditions;
  conditions.add_if("meeting_id = ?", filter.meeting_id);
  if (filter.id_prefix) conditions.add_prefix("reminder_id", *filter.id_prefix);
  conditions.add_if(narrow ? "+state = ?" : "state = ?", filter.state);
  conditions.add_if("remind_at <= ?", filter.due_by);
  conditions.add_if("user_id = ?", filter.user_id);
  Query query(database_,
              "SELECT reminder_id, meeting_id, user_id, remind_at, state, origin, reason, "
              "created_at FROM reminders" +
                  conditions.where() + " ORDER BY remind_at, reminder_id");
  conditions.bind_to(query);
  std::vector<Reminder> found;
  while (query.next()) {
    Reminder& reminder = found.emplace_back();
    query.read(reminder.reminder_id);
    query.read(reminder.meeting_id);
    query.read(reminder.user_id);
    query.read(reminder.remind_at);
    query.read(reminder.state);
    query.read(reminder.origin);
    query.read(reminder.reason);
    query.read(reminder.created_at);
  }
  return found;
}

bool ReminderRepository::close(Transaction&, const std::string& reminder_id, ReminderState state,
                               const std::string& reason) {
  return Query(database_,
               "UPDATE reminders SET state = ?, reason = ? "
               "WHERE reminder_id = ? AND state = 'pending'")
             .with(state, reason, reminder_id)
             .run() > 0;
}

}  // namespace execassist::store
