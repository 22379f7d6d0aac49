#include "store/slack_repository.hpp"

#include "store/query.hpp"

#include <doctest/doctest.h>

namespace execassist::store {
namespace {

const Instant kNow{Seconds{1'795'253'400}};

void insert(Database& database, const std::string& id, const std::string& kind,
            const std::string& ts, Instant sent_at, const std::string& user = "ada",
            const std::string& channel = "slack") {
  Query(database,
        "INSERT INTO outbox (notification_id, user_id, kind, occurrence, round, variant, state, "
        "text, reason, due_at, next_attempt_at, rounds, channel, message_id, sent_at, created_at) "
        "VALUES (?, ?, ?, ?, 0, '', 'sent', '', '', 0, 0, 0, ?, ?, ?, 0)")
      .with(id, user, kind, id, channel, ts, sent_at)
      .run();
}

int redraws(Database& database) {
  Query query(database, "SELECT count(*) FROM redraws");
  query.next();
  return query.take<int>();
}

TEST_CASE("slack: a list in the person's conversation is found by its ts alone") {
  Database database = Database::in_memory();
  insert(database, "list", "reply", "1.5", kNow);
  insert(database, "bobs", "reply", "2.5", kNow, "bob");
  insert(database, "old", "reply", "3.5", kNow - days{15});
  insert(database, "sms", "reply", "4.5", kNow, "ada", "sms");
  insert(database, "alert", "alert", "5.5", kNow);
  SlackRepository slack(database);
  auto transaction = database.begin();
  for (const char* ts : {"2.5", "3.5", "4.5", "5.5", "9.9", "", "1.5' OR '1'='1"}) {
    CAPTURE(ts);
    CHECK_FALSE(slack.want_list_redrawn(transaction, "ada", ts, kNow));
  }
  CHECK(redraws(database) == 0);
  CHECK(slack.want_list_redrawn(transaction, "ada", "1.5", kNow));
  CHECK(slack.want_list_redrawn(transaction, "ada", "1.5", kNow + Seconds{1}));
  CHECK(redraws(database) == 1);
  transaction.commit();
}

TEST_CASE("slack: the search for a list keeps to an index") {
  Database database = Database::in_memory();
  Query plan(database,
             "EXPLAIN QUERY PLAN SELECT notification_id FROM outbox WHERE user_id = 'ada' AND "
             "sent_at >= 1 AND message_id = 'x' AND meeting_id IS NULL AND kind = 'reply' AND "
             "channel = 'slack'");
  REQUIRE(plan.next());
  plan.take<int>();
  plan.take<int>();
  plan.take<int>();
  CHECK(plan.take<std::string>().find("outbox_by_sent") != std::string::npos);
}

TEST_CASE("slack: who was found under an account, on Slack alone") {
  Database database = Database::in_memory();
  const auto found = [&](const std::string& user, const std::string& channel) {
    Query(database,
          "INSERT INTO channel_addresses (channel, user_id, found_by, address, conversation) "
          "VALUES (?, ?, ?, 'U1', 'D1')")
        .with(channel, user, user + "@example.com#m")
        .run();
  };
  found("bob", "slack");
  found("ada", "slack");
  found("eve", "sms");
  const auto rows = SlackRepository(database).found_under("U1");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].user_id == "ada");
  CHECK(rows[0].found_by == "ada@example.com#m");
  CHECK(rows[1].user_id == "bob");
  CHECK(SlackRepository(database).found_under("").empty());
}

}  // namespace
}  // namespace execassist::store
