#include "store/redraw_repository.hpp"

#include "store/query.hpp"

namespace execassist::store {

namespace {

constexpr int kLatestQuestions = 3;
// An older list is history, and the search keeps to the index by time.
constexpr Seconds kListLively = days{14};

// `wanted` begins anywhere: what somebody read before the row was done, gone and wanted once more
// must not fit the new one.
std::string want(const std::string& messages) {
  return "INSERT INTO redraws (notification_id, wanted, attempts, next_attempt_at) "
         "SELECT notification_id, abs(random() % 1000000000), 0, ? FROM outbox WHERE " +
         messages +
         " ON CONFLICT (notification_id) DO UPDATE SET wanted = wanted + 1, attempts = 0, "
         "next_attempt_at = excluded.next_attempt_at";
}

}  // namespace

void RedrawRepository::want_all(Transaction&, const std::string& meeting_id,
                                const std::string& channel, Instant now) {
  Query(database_,
        want("meeting_id = ? AND +state = 'sent' AND channel = ? AND message_id IS NOT NULL "
             "AND (+kind IN ('prep', 'escalation', 'reminder', 'nudge', 'materials') "
             "OR notification_id IN (SELECT notification_id FROM outbox "
             "WHERE meeting_id = ? AND +state = 'sent' AND channel = ? AND message_id IS NOT NULL "
             "AND +kind = 'question' ORDER BY sent_at DESC, rowid DESC LIMIT ?))"))
      .with(now, meeting_id, channel, meeting_id, channel, kLatestQuestions)
      .run();
}

bool RedrawRepository::want_list(Transaction&, const std::string& user_id,
                                 const std::string& message_id, Instant now) {
  return Query(database_, want("user_id = ? AND sent_at >= ? AND message_id = ? "
                               "AND meeting_id IS NULL AND kind = 'reply' AND channel = 'slack'"))
             .with(now, user_id, now - kListLively, message_id)
             .run() > 0;
}

std::vector<Redraw> RedrawRepository::due(Instant now, int limit) const {
  Query query(database_,
              "SELECT notification_id, wanted, attempts, next_attempt_at FROM redraws "
              "WHERE next_attempt_at <= ? ORDER BY next_attempt_at, rowid LIMIT ?");
  query.with(now, limit);
  std::vector<Redraw> found;
  while (query.next()) {
    Redraw& redraw = found.emplace_back();
    query.read(redraw.notification_id);
    query.read(redraw.wanted);
    query.read(redraw.attempts);
    query.read(redraw.next_attempt_at);
  }
  return found;
}

std::optional<Instant> RedrawRepository::next_due() const {
  Query query(database_, "SELECT min(next_attempt_at) FROM redraws");
  query.next();
  return query.take<std::optional<Instant>>();
}

bool RedrawRepository::done(Transaction&, const Redraw& redraw) {
  return Query(database_, "DELETE FROM redraws WHERE notification_id = ? AND wanted = ?")
             .with(redraw.notification_id, redraw.wanted)
             .run() > 0;
}

bool RedrawRepository::later(Transaction&, const Redraw& redraw, Instant next_attempt_at) {
  return Query(database_,
               "UPDATE redraws SET attempts = attempts + 1, next_attempt_at = ? "
               "WHERE notification_id = ? AND wanted = ?")
             .with(next_attempt_at, redraw.notification_id, redraw.wanted)
             .run() > 0;
}

void RedrawRepository::put_off(Transaction&, const Redraw& redraw, Instant next_attempt_at) {
  Query(database_,
        "UPDATE redraws SET next_attempt_at = ? WHERE notification_id = ? AND wanted = ?")
      .with(next_attempt_at, redraw.notification_id, redraw.wanted)
      .run();
}

void RedrawRepository::want_again(Transaction&, const std::string& notification_id, Instant at) {
  Query(database_,
        "INSERT INTO redraws (notification_id, wanted, attempts, next_attempt_at) "
        "VALUES (?, abs(random() % 1000000000), 0, ?) "
        "ON CONFLICT (notification_id) DO UPDATE SET wanted = wanted + 1, "
        "next_attempt_at = max(next_attempt_at, excluded.next_attempt_at)")
      .with(notification_id, at)
      .run();
}

}  // namespace execassist::store
