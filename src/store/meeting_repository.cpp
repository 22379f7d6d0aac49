#include "store/meeting_repository.hpp"

#include "store/meeting_columns.hpp"
#include "store/query.hpp"

#include <algorithm>
#include <functional>
#include <string_view>
#include <unordered_map>

namespace execassist::store {

namespace {

// One query for so many meetings' attendees; SQLite allows 32,766 parameters.
constexpr std::size_t kMeetingsPerQuery = 1000;

const std::vector<MeetingStatus> kAllStatuses{
    MeetingStatus::discovered,       MeetingStatus::classified,     MeetingStatus::prep_scheduled,
    MeetingStatus::prep_in_progress, MeetingStatus::prep_completed, MeetingStatus::completed,
    MeetingStatus::cancelled};

ColumnNames fact_columns(const std::string& prefix = {}) {
  const MeetingFacts row;
  ColumnNames names{prefix};
  each_fact_column(row, std::ref(names));
  return names;
}

ColumnNames state_columns(const std::string& prefix = {}) {
  const MeetingState row;
  ColumnNames names{prefix};
  each_state_column(row, std::ref(names));
  return names;
}

// An unchanged meeting is not written at each sync: how fresh it is, its calendar knows.
std::string select_meetings(const std::string& from) {
  return "SELECT m.meeting_id, m.user_id, m.calendar_id, m.created_at, m.updated_at, "
         "CASE WHEN m.source = 'manual' THEN m.last_synced_at "
         "ELSE coalesce(c.last_success_at, m.last_synced_at) END, " +
         fact_columns("m.").list + ", " + state_columns("s.").list + " FROM " + from +
         " LEFT JOIN calendars c ON c.user_id = m.user_id AND c.calendar_id = m.calendar_id";
}

Meeting read_meeting(Query& query) {
  Meeting meeting;
  query.read(meeting.meeting_id);
  query.read(meeting.user_id);
  query.read(meeting.calendar_id);
  query.read(meeting.created_at);
  query.read(meeting.updated_at);
  query.read(meeting.last_synced_at);
  each_fact_column(meeting.facts, ColumnReader{query});
  each_state_column(meeting.state, ColumnReader{query});
  return meeting;
}

// Which side of the join is walked is said here and not left to the planner, which knows no
// statistics: it would walk a user's whole past for ten meetings that are due.
std::string list_sql(const MeetingFilter& filter, Conditions& conditions) {
  const bool by_state = filter.triggers_by || filter.ended_by;
  const bool by_fact = !by_state && (filter.ends_after || filter.starts_before ||
                                     filter.starts_from || filter.id_prefix || filter.occurrence);
  if (by_state && filter.statuses.empty()) {
    conditions.add_any_of("s.status", kAllStatuses);
  } else {
    conditions.add_any_of(by_fact ? "+s.status" : "s.status", filter.statuses);
  }
  conditions.add_if("s.prep_trigger_time <= ?", filter.triggers_by);
  conditions.add_if("s.ends_at <= ?", filter.ended_by);
  conditions.add_if("m.user_id = ?", filter.user_id);
  conditions.add_if(by_fact ? "+m.calendar_id = ?" : "m.calendar_id = ?", filter.calendar_id);
  conditions.add_if("s.meeting_type = ?", filter.meeting_type);
  if (filter.ends_after) {
    conditions.add("m.end_time >= ? AND (m.end_time > ? OR m.start_time >= ?)", *filter.ends_after,
                   *filter.ends_after, *filter.ends_after);
  }
  // The past only grows and what is to come does not: with both bounds, walk by the end. And the
  // wish for an order must not choose the index.
  const bool by_start = by_fact && !filter.ends_after && !filter.id_prefix && !filter.occurrence;
  const std::string start = by_start ? "m.start_time" : "+m.start_time";
  conditions.add_if(start + " < ?", filter.starts_before);
  conditions.add_if(start + " >= ?", filter.starts_from);
  if (filter.id_prefix) conditions.add_prefix("m.meeting_id", *filter.id_prefix);
  conditions.add_if("m.occurrence = ?", filter.occurrence);
  if (filter.without_duplicates) conditions.add("s.duplicate_of IS NULL");
  const std::string from =
      by_state  ? "meeting_states s CROSS JOIN meetings m ON m.meeting_id = s.meeting_id"
      : by_fact ? "meetings m CROSS JOIN meeting_states s ON s.meeting_id = m.meeting_id"
                : "meetings m JOIN meeting_states s ON s.meeting_id = m.meeting_id";
  return select_meetings(from) + conditions.where() + " ORDER BY " + start + ", m.meeting_id";
}

void read_attendees(const Database& database, std::vector<Meeting>& meetings) {
  std::unordered_map<std::string_view, Meeting*> by_id;
  for (Meeting& meeting : meetings) by_id.emplace(meeting.meeting_id, &meeting);
  for (std::size_t first = 0; first < meetings.size(); first += kMeetingsPerQuery) {
    const std::size_t count = std::min(kMeetingsPerQuery, meetings.size() - first);
    Query query(database,
                "SELECT meeting_id, email, name, response, resource FROM attendees "
                "WHERE meeting_id IN (" +
                    placeholders(static_cast<int>(count)) + ") ORDER BY meeting_id, position");
    for (std::size_t i = 0; i < count; ++i) query.bind(meetings[first + i].meeting_id);
    while (query.next()) {
      Meeting& meeting = *by_id.at(query.take<std::string>());
      Attendee& attendee = meeting.facts.attendees.emplace_back();
      query.read(attendee.email);
      query.read(attendee.name);
      query.read(attendee.response);
      query.read(attendee.resource);
    }
  }
}

void write_attendees(const Database& database, const Meeting& meeting) {
  if (meeting.facts.attendees.empty()) return;
  Query insert(database,
               "INSERT INTO attendees (meeting_id, position, email, name, response, resource) "
               "VALUES (?, ?, ?, ?, ?, ?)");
  int position = 0;
  for (const Attendee& attendee : meeting.facts.attendees) {
    insert.again()
        .with(meeting.meeting_id, position++, attendee.email, attendee.name, attendee.response,
              attendee.resource)
        .run();
  }
}

void add_to_history(const Database& database, const std::string& meeting_id, Instant at,
                    const std::optional<MeetingStatus>& from, const MeetingState& to,
                    const std::string& cause) {
  Query(database,
        "INSERT INTO transitions (meeting_id, at, from_status, to_status, round, revision, cause) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)")
      .with(meeting_id, at, from, to.status, to.round, to.revision, cause)
      .run();
}

// "a = ?, b = ?".
std::string assignments(const std::string& columns) {
  std::string result;
  for (const char each : columns) {
    if (each == ',') result += " = ?";
    result += each;
  }
  return result + " = ?";
}

// All copies of an occurrence, the wish for each, and from these the rows that differ from it.
std::string mark_duplicates_sql(std::size_t calendars) {
  std::string places;
  for (std::size_t i = 0; i < calendars; ++i) {
    places += (i == 0 ? "(?, " : ", (?, ") + std::to_string(i) + ")";
  }
  return "WITH place (calendar_id, position) AS (VALUES " + places +
         "), owner (user_id) AS (VALUES (?)), "
         "shared AS (SELECT occurrence FROM meetings WHERE +user_id = (SELECT user_id FROM owner) "
         "  GROUP BY occurrence HAVING count(*) > 1), "
         "copy AS (SELECT m.meeting_id, m.occurrence, m.calendar_id, p.position, s.status "
         "  FROM shared CROSS JOIN meetings m ON m.occurrence = shared.occurrence "
         "    AND m.user_id = (SELECT user_id FROM owner) "
         "  JOIN place p ON p.calendar_id = m.calendar_id "
         "  CROSS JOIN meeting_states s ON s.meeting_id = m.meeting_id), "
         "ranked AS (SELECT meeting_id, calendar_id, first_value(meeting_id) OVER best AS "
         "original, "
         "    first_value(calendar_id) OVER best AS first_calendar, "
         "    first_value(status) OVER best AS first_status FROM copy "
         "  WINDOW best AS (PARTITION BY occurrence "
         "    ORDER BY status = 'cancelled', position, meeting_id)), "
         "wanted AS MATERIALIZED (SELECT meeting_id, original FROM ranked "
         "  WHERE first_status <> 'cancelled' AND calendar_id <> first_calendar), "
         "marked AS (SELECT s.meeting_id FROM meeting_states s "
         "  CROSS JOIN meetings m ON m.meeting_id = s.meeting_id "
         "  WHERE s.duplicate_of IS NOT NULL AND m.user_id = (SELECT user_id FROM owner)), "
         "outcome (meeting_id, original) AS (SELECT meeting_id, original FROM wanted "
         "  UNION ALL SELECT meeting_id, NULL FROM marked "
         "    WHERE meeting_id NOT IN (SELECT meeting_id FROM wanted)) "
         "UPDATE meeting_states SET duplicate_of = outcome.original FROM outcome "
         "WHERE meeting_states.meeting_id = outcome.meeting_id "
         "AND meeting_states.duplicate_of IS NOT outcome.original";
}

}  // namespace

std::optional<Meeting> MeetingRepository::load(const std::string& meeting_id) const {
  static const std::string sql =
      select_meetings("meetings m JOIN meeting_states s ON s.meeting_id = m.meeting_id") +
      " WHERE m.meeting_id = ?";
  Query query(database_, sql);
  if (!query.with(meeting_id).next()) return std::nullopt;
  std::vector<Meeting> found;
  found.push_back(read_meeting(query));
  read_attendees(database_, found);
  return std::move(found.front());
}

std::vector<Meeting> MeetingRepository::list(const MeetingFilter& filter) const {
  Conditions conditions;
  const std::string sql = list_sql(filter, conditions);
  Query query(database_, sql);
  conditions.bind_to(query);
  std::vector<Meeting> found;
  while (query.next()) found.push_back(read_meeting(query));
  read_attendees(database_, found);
  return found;
}

void MeetingRepository::insert(Transaction&, const Meeting& meeting, const std::string& cause) {
  static const std::string facts_sql =
      "INSERT INTO meetings (meeting_id, user_id, calendar_id, occurrence, created_at, "
      "updated_at, last_synced_at, " +
      fact_columns().list + ") VALUES (" + placeholders(7 + fact_columns().count) + ")";
  static const std::string state_sql = "INSERT INTO meeting_states (meeting_id, ends_at, " +
                                       state_columns().list + ") VALUES (" +
                                       placeholders(2 + state_columns().count) + ")";
  Query facts(database_, facts_sql);
  facts.with(meeting.meeting_id, meeting.user_id, meeting.calendar_id, occurrence_key(meeting),
             meeting.created_at, meeting.updated_at, meeting.last_synced_at);
  each_fact_column(meeting.facts, ColumnBinder{facts});
  facts.run();
  write_attendees(database_, meeting);

  Query state(database_, state_sql);
  state.with(meeting.meeting_id, meeting.facts.end);
  each_state_column(meeting.state, ColumnBinder{state});
  state.run();
  add_to_history(database_, meeting.meeting_id, meeting.created_at, std::nullopt, meeting.state,
                 cause);
}

void MeetingRepository::update_facts(Transaction&, const Meeting& meeting) {
  Query facts(database_, "UPDATE meetings SET " + assignments(fact_columns().list) +
                             ", occurrence = ?, updated_at = ?, last_synced_at = ? "
                             "WHERE meeting_id = ?");
  each_fact_column(meeting.facts, ColumnBinder{facts});
  facts.with(occurrence_key(meeting), meeting.updated_at, meeting.last_synced_at,
             meeting.meeting_id);
  facts.run();
  Query(database_, "UPDATE meeting_states SET ends_at = ? WHERE meeting_id = ? AND ends_at <> ?")
      .with(meeting.facts.end, meeting.meeting_id, meeting.facts.end)
      .run();

  std::vector<Meeting> stored(1);
  stored.front().meeting_id = meeting.meeting_id;
  read_attendees(database_, stored);
  if (stored.front().facts.attendees == meeting.facts.attendees) return;
  Query(database_, "DELETE FROM attendees WHERE meeting_id = ?").with(meeting.meeting_id).run();
  write_attendees(database_, meeting);
}

bool MeetingRepository::advance(Transaction&, const Meeting& planned_from, const MeetingState& to,
                                Instant at, const std::string& cause) {
  static const std::string sql =
      "UPDATE meeting_states SET " + assignments(state_columns().list) +
      " WHERE meeting_id = ? AND status = ? AND round = ? AND revision = ? "
      "AND notification_sent_at IS ? AND duplicate_of IS ?";
  const MeetingState& from = planned_from.state;
  Query query(database_, sql);
  each_state_column(to, ColumnBinder{query});
  query.with(planned_from.meeting_id, from.status, from.round, from.revision,
             from.notification_sent_at, from.duplicate_of);
  if (query.run() == 0) return false;
  if (to.status != from.status || to.round != from.round || to.revision != from.revision) {
    add_to_history(database_, planned_from.meeting_id, at, from.status, to, cause);
  }
  return true;
}

std::vector<Transition> MeetingRepository::history(const std::string& meeting_id) const {
  Query query(database_,
              "SELECT at, from_status, to_status, cause FROM transitions WHERE meeting_id = ? "
              "ORDER BY transition_id");
  query.with(meeting_id);
  std::vector<Transition> found;
  while (query.next()) {
    Transition& transition = found.emplace_back();
    query.read(transition.at);
    query.read(transition.from);
    query.read(transition.to);
    query.read(transition.cause);
  }
  return found;
}

int MeetingRepository::mark_duplicates(Transaction&, const std::string& user_id,
                                       const std::vector<std::string>& calendar_order) {
  std::vector<std::string> order = calendar_order;
  if (std::find(order.begin(), order.end(), "manual") == order.end()) order.emplace_back("manual");
  Query query(database_, mark_duplicates_sql(order.size()));
  for (const std::string& calendar_id : order) query.bind(calendar_id);
  return query.with(user_id).run();
}

}  // namespace execassist::store
