#include "store/inbox_repository.hpp"

#include "store/columns.hpp"

namespace execassist::store {
namespace {

template <class Row, class Visit>
void each_column(Row& inbound, Visit&& visit) {
  visit("delivery_id", inbound.delivery_id);
  visit("kind", inbound.kind);
  visit("slack_user", inbound.slack_user);
  visit("action", inbound.action);
  visit("value", inbound.value);
  visit("text", inbound.text);
  visit("conversation", inbound.conversation);
  visit("message_ts", inbound.message_ts);
  visit("ephemeral", inbound.ephemeral);
  visit("response_url", inbound.response_url);
  visit("received_at", inbound.received_at);
  visit("state", inbound.state);
  visit("outcome", inbound.outcome);
  visit("attempts", inbound.attempts);
  visit("next_attempt_at", inbound.next_attempt_at);
}

ColumnNames columns() {
  ColumnNames names;
  const Inbound sample;
  each_column(sample, names);
  return names;
}

Inbound read(Query& query) {
  Inbound inbound;
  each_column(inbound, ColumnReader{query});
  return inbound;
}

}  // namespace

bool InboxRepository::insert(Transaction&, const Inbound& inbound) {
  const ColumnNames names = columns();
  Query query(database_, "INSERT INTO inbox (" + names.list + ") VALUES (" +
                             placeholders(names.count) + ") ON CONFLICT (delivery_id) DO NOTHING");
  each_column(inbound, ColumnBinder{query});
  return query.run() > 0;
}

std::optional<Inbound> InboxRepository::load(const std::string& delivery_id) const {
  Query query(database_, "SELECT " + columns().list + " FROM inbox WHERE delivery_id = ?");
  query.with(delivery_id);
  if (!query.next()) return std::nullopt;
  return read(query);
}

std::vector<Inbound> InboxRepository::due(Instant now, int limit) const {
  Query query(database_, "SELECT " + columns().list +
                             " FROM inbox WHERE state = 'pending' AND next_attempt_at <= ? "
                             "ORDER BY next_attempt_at, rowid LIMIT ?");
  query.with(now, limit);
  std::vector<Inbound> found;
  while (query.next()) found.push_back(read(query));
  return found;
}

std::optional<Instant> InboxRepository::next_due() const {
  Query query(database_, "SELECT min(next_attempt_at) FROM inbox WHERE state = 'pending'");
  query.next();
  return query.take<std::optional<Instant>>();
}

bool InboxRepository::settle(Transaction&, const Inbound& inbound) {
  const bool keeps_url = inbound.state == InboundState::pending;
  return Query(database_,
               "UPDATE inbox SET state = ?, outcome = ?, attempts = ?, next_attempt_at = ?, "
               "response_url = CASE WHEN ? THEN response_url ELSE '' END "
               "WHERE delivery_id = ? AND state = 'pending'")
             .with(inbound.state, inbound.outcome, inbound.attempts, inbound.next_attempt_at,
                   keeps_url, inbound.delivery_id)
             .run() > 0;
}

int InboxRepository::forget(Transaction&, Instant before) {
  return Query(database_, "DELETE FROM inbox WHERE state <> 'pending' AND received_at < ?")
      .with(before)
      .run();
}

}  // namespace execassist::store
