#include "store/queue_repository.hpp"

#include "sample_rows.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

namespace execassist::store::testing {
namespace {

void add_message(const Database& database, const std::string& id, const std::string& state,
                 int due) {
  const std::string lease = state == "sending" ? "'l', 9" : "NULL, NULL";
  database.connection().exec(
      "INSERT INTO outbox (notification_id, user_id, kind, occurrence, round, variant, state, "
      "text, "
      "reason, due_at, next_attempt_at, rounds, created_at, lease_id, lease_until) VALUES ('" +
      id + "', 'ada', 'test', '" + id + "', 0, '', '" + state + "', '', '', 0, " +
      std::to_string(due) + ", 0, 0, " + lease + ")");
}

void add_build(const Database& database, int number, const std::string& state, int due,
               bool leased) {
  database.connection().exec(
      "INSERT INTO builds (build_id, meeting_id, user_id, round, number, cause, announce, "
      "about_change, "
      "state, step, attempts, next_attempt_at, problem, changes, location, created_at, lease_id, "
      "lease_until) VALUES ('b" +
      std::to_string(number) + "', '0m', 'ada', 0, " + std::to_string(number) + ", '', 1, 0, '" +
      state + "', 'gather', 0, " + std::to_string(due) + ", '', '', '', 0, " +
      (leased ? "'l', 9" : "NULL, NULL") + ")");
}

TEST_CASE("empty queues have nothing due") {
  const Database database = Database::in_memory();
  const QueueRepository queues(database);
  CHECK_FALSE(queues.next_delivery());
  CHECK_FALSE(queues.next_build());
  CHECK(queues.inbox().empty());
  CHECK(queues.redraws() == 0);
}

TEST_CASE("the earliest that waits, and how many there are") {
  Database database = Database::in_memory();
  store_meeting(database, a_meeting("0m"));
  add_message(database, "1", "sent", 1);
  add_message(database, "2", "sending", 2);
  add_message(database, "3", "pending", 30);
  add_message(database, "4", "pending", 20);
  add_build(database, 1, "done", 1, false);
  add_build(database, 2, "pending", 2, true);
  add_build(database, 3, "pending", 40, false);
  database.connection().exec("INSERT INTO redraws VALUES ('1', 1, 0, 5)");
  const QueueRepository queues(database);
  // The leases of 2 run out at 9: their holders may be gone.
  CHECK(queues.next_delivery() == Instant(Seconds{9}));
  CHECK(queues.next_build() == Instant(Seconds{9}));
  database.connection().exec(
      "DELETE FROM builds WHERE lease_id IS NOT NULL;"
      "UPDATE outbox SET state = 'sent', lease_id = NULL, lease_until = NULL WHERE state = "
      "'sending'");
  CHECK(queues.next_delivery() == Instant(Seconds{20}));
  CHECK(queues.next_build() == Instant(Seconds{40}));
  CHECK(queues.outbox() == CountsByState{{"pending", 2}, {"sent", 2}});
  CHECK(queues.builds() == CountsByState{{"done", 1}, {"pending", 1}});
  CHECK(queues.redraws() == 1);
}

}  // namespace
}  // namespace execassist::store::testing
