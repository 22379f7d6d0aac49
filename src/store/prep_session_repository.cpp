#include "store/prep_session_repository.hpp"

#include "store/columns.hpp"

#include <functional>
#include <utility>

namespace execassist::store {

namespace {

template <class Session, class Visit>
void each_column(Session& session, Visit visit) {
  visit("session_id", session.session_id);
  visit("meeting_id", session.meeting_id);
  visit("user_id", session.user_id);
  visit("round", session.round);
  visit("state", session.state);
  visit("position", session.position);
  visit("version", session.version);
  visit("place", session.place);
  visit("nudged", session.nudged);
  visit("started_at", session.started_at);
  visit("last_activity_at", session.last_activity_at);
  visit("ended_at", session.ended_at);
}

ColumnNames session_columns() {
  const PrepSession session;
  ColumnNames names;
  each_column(session, std::ref(names));
  return names;
}

std::string select_where(const std::string& condition) {
  return "SELECT " + session_columns().list + " FROM prep_sessions WHERE " + condition;
}

void read_questions(Database& database, PrepSession& session) {
  Query query(database,
              "SELECT key, text, for_agenda, answer, skipped, answered_at, answered_in "
              "FROM session_questions WHERE session_id = ? ORDER BY position");
  query.with(session.session_id);
  while (query.next()) {
    SessionQuestion& question = session.questions.emplace_back();
    query.read(question.key);
    query.read(question.text);
    query.read(question.for_agenda);
    query.read(question.answer);
    query.read(question.skipped);
    query.read(question.answered_at);
    query.read(question.answered_in);
  }
}

std::vector<PrepSession> read_all(Database& database, Query& query) {
  std::vector<PrepSession> found;
  while (query.next()) each_column(found.emplace_back(), ColumnReader{query});
  for (PrepSession& session : found) read_questions(database, session);
  return found;
}

std::optional<PrepSession> read_one(Database& database, Query& query) {
  auto found = read_all(database, query);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

}  // namespace

bool PrepSessionRepository::insert(Transaction&, const PrepSession& session) {
  const ColumnNames columns = session_columns();
  Query row(database_,
            "INSERT INTO prep_sessions (" + columns.list + ") VALUES (" +
                placeholders(columns.count) +
                ") ON CONFLICT (meeting_id) WHERE state IN ('active', 'paused') DO NOTHING");
  each_column(session, ColumnBinder{row});
  if (row.run() == 0) return false;
  Query questions(database_,
                  "INSERT INTO session_questions (session_id, position, key, text, for_agenda, "
                  "answer, skipped, answered_at, answered_in) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  int position = 0;
  for (const SessionQuestion& each : session.questions) {
    questions.again()
        .with(session.session_id, position++, each.key, each.text, each.for_agenda, each.answer,
              each.skipped, each.answered_at, each.answered_in)
        .run();
  }
  return true;
}

std::optional<PrepSession> PrepSessionRepository::load(const std::string& session_id) const {
  Query query(database_, select_where("session_id = ?"));
  return read_one(database_, query.with(session_id));
}

std::optional<PrepSession> PrepSessionRepository::open_of(const std::string& meeting_id) const {
  Query query(database_, select_where("meeting_id = ? AND state IN ('active', 'paused')"));
  return read_one(database_, query.with(meeting_id));
}

std::optional<PrepSession> PrepSessionRepository::latest_of(const std::string& meeting_id) const {
  Query query(database_,
              select_where("meeting_id = ? ORDER BY started_at DESC, rowid DESC LIMIT 1"));
  return read_one(database_, query.with(meeting_id));
}

std::vector<PrepSession> PrepSessionRepository::all_of(const std::string& meeting_id) const {
  Query query(database_, select_where("meeting_id = ? ORDER BY started_at, rowid"));
  return read_all(database_, query.with(meeting_id));
}

std::vector<PrepSession> PrepSessionRepository::open_of_user(const std::string& user_id) const {
  Query query(database_, select_where("user_id = ? AND state IN ('active', 'paused') "
                                      "ORDER BY last_activity_at DESC, rowid DESC"));
  return read_all(database_, query.with(user_id));
}

std::vector<PrepSession> PrepSessionRepository::idle_since(Instant before) const {
  Query query(database_, select_where("state = 'active' AND last_activity_at <= ? "
                                      "ORDER BY last_activity_at, rowid"));
  return read_all(database_, query.with(before));
}

bool PrepSessionRepository::update(Transaction&, const PrepSession& session,
                                   int planned_from_version) {
  const int changed =
      Query(database_,
            "UPDATE prep_sessions SET state = ?, position = ?, version = ?, place = ?, nudged = ?, "
            "last_activity_at = ?, ended_at = ? WHERE session_id = ? AND version = ?")
          .with(session.state, session.position, session.version, session.place, session.nudged,
                session.last_activity_at, session.ended_at, session.session_id,
                planned_from_version)
          .run();
  if (changed == 0) return false;
  Query questions(database_,
                  "UPDATE session_questions SET answer = ?, skipped = ?, answered_at = ?, "
                  "answered_in = ? WHERE session_id = ? AND position = ?");
  int position = 0;
  for (const SessionQuestion& each : session.questions) {
    questions.again()
        .with(each.answer, each.skipped, each.answered_at, each.answered_in, session.session_id,
              position++)
        .run();
  }
  return true;
}

}  // namespace execassist::store
