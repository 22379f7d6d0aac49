#include "store/calendar_repository.hpp"

#include "store/columns.hpp"

#include <functional>

namespace execassist::store {

namespace {

template <class Record, class Visit>
void each_column(Record& record, Visit visit) {
  visit("user_id", record.user_id);
  visit("calendar_id", record.calendar_id);
  visit("cursor", record.cursor);
  visit("fingerprint", record.fingerprint);
  visit("window_start", record.window_start);
  visit("horizon", record.horizon);
  visit("generation", record.generation);
  visit("first_success_at", record.first_success_at);
  visit("last_success_at", record.last_success_at);
  visit("last_attempt_at", record.last_attempt_at);
  visit("last_error", record.last_error);
  visit("held_hash", record.held_hash);
  visit("held_since", record.held_since);
}

ColumnNames columns() {
  ColumnNames names;
  const CalendarRecord row;
  each_column(row, std::ref(names));
  return names;
}

std::string select_calendars() { return "SELECT " + columns().list + " FROM calendars"; }

std::string insert_calendar() {
  const ColumnNames names = columns();
  return "INSERT INTO calendars (" + names.list + ") VALUES (" + placeholders(names.count) + ")";
}

CalendarRecord read_calendar(Query& query) {
  CalendarRecord record;
  each_column(record, ColumnReader{query});
  return record;
}

}  // namespace

std::optional<CalendarRecord> CalendarRepository::load(const std::string& user_id,
                                                       const std::string& calendar_id) const {
  Query query(database_, select_calendars() + " WHERE user_id = ? AND calendar_id = ?");
  if (!query.with(user_id, calendar_id).next()) return std::nullopt;
  return read_calendar(query);
}

std::vector<CalendarRecord> CalendarRepository::list() const {
  Query query(database_, select_calendars() + " ORDER BY user_id, calendar_id");
  std::vector<CalendarRecord> found;
  while (query.next()) found.push_back(read_calendar(query));
  return found;
}

bool CalendarRepository::store_success(Transaction&, const CalendarRecord& record) {
  CalendarRecord next = record;
  ++next.generation;
  next.last_error.clear();
  next.held_hash.clear();
  next.held_since.reset();
  if (!next.first_success_at) next.first_success_at = next.last_success_at;

  Query update(database_,
               "UPDATE calendars SET cursor = ?, fingerprint = ?, window_start = ?, horizon = ?, "
               "generation = ?, first_success_at = coalesce(first_success_at, ?), "
               "last_success_at = ?, last_attempt_at = ?, last_error = '', held_hash = '', "
               "held_since = NULL WHERE user_id = ? AND calendar_id = ? AND generation = ?");
  update.with(next.cursor, next.fingerprint, next.window_start, next.horizon, next.generation,
              next.first_success_at, next.last_success_at, next.last_attempt_at, next.user_id,
              next.calendar_id, record.generation);
  if (update.run() > 0) return true;
  if (record.generation != 0) return false;

  Query insert(database_, insert_calendar() + " ON CONFLICT (user_id, calendar_id) DO NOTHING");
  each_column(next, ColumnBinder{insert});
  return insert.run() > 0;
}

void CalendarRepository::store_failure(Transaction&, const CalendarRecord& record) {
  CalendarRecord first;  // all there is when the first fetch ever fails
  first.user_id = record.user_id;
  first.calendar_id = record.calendar_id;
  first.last_attempt_at = record.last_attempt_at;
  first.last_error = record.last_error;
  first.held_hash = record.held_hash;
  first.held_since = record.held_since;
  Query query(database_, insert_calendar() +
                             " ON CONFLICT (user_id, calendar_id) DO UPDATE SET "
                             "last_attempt_at = excluded.last_attempt_at, "
                             "last_error = excluded.last_error, held_hash = excluded.held_hash, "
                             "held_since = excluded.held_since");
  each_column(first, ColumnBinder{query});
  query.run();
}

}  // namespace execassist::store
