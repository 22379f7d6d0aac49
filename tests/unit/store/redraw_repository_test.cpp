#include "store/redraw_repository.hpp"

#include "sample_rows.hpp"
#include "store/outbox_repository.hpp"
#include "store/query.hpp"

#include <set>

#include <doctest/doctest.h>

namespace execassist::store::testing {

namespace {

using Ids = std::set<std::string>;

struct Redraws {
  Database database = Database::in_memory();
  RedrawRepository redraws{database};

  Redraws() {
    store_meeting(database, a_meeting("0m"));
    store_meeting(database, a_meeting("1m"));
  }
  Notification sent(const std::string& id, Instant at = kNow) {
    Notification message = a_notification(id);
    message.meeting_id = "0m";
    message.state = NotificationState::sent;
    message.channel = "slack";
    message.message_id = "ts-" + id;
    message.sent_at = at;
    return message;
  }
  void add(const Notification& message) {
    stored(database, [&](Transaction& transaction) {
      return OutboxRepository(database).insert(transaction, message);
    });
  }
  void want(const std::string& meeting_id = "0m", Instant now = kNow) {
    stored(database, [&](Transaction& transaction) {
      redraws.want_all(transaction, meeting_id, "slack", now);
      return 0;
    });
  }
  bool done(const Redraw& redraw) {
    return stored(database,
                  [&](Transaction& transaction) { return redraws.done(transaction, redraw); });
  }
  void again(const std::string& id, Instant at) {
    stored(database, [&](Transaction& transaction) {
      redraws.want_again(transaction, id, at);
      return 0;
    });
  }
  void later(const Redraw& redraw, Instant at) {
    stored(database, [&](Transaction& transaction) {
      redraws.later(transaction, redraw, at);
      return 0;
    });
  }
  Ids waiting() {
    Ids ids;
    for (const Redraw& each : redraws.due(kNow + days{1000}, 1000))
      ids.insert(each.notification_id);
    return ids;
  }
  Redraw only() {
    const auto found = redraws.due(kNow + days{1000}, 1000);
    REQUIRE(found.size() == 1);
    return found.front();
  }
};

// As a row: a reply without a meeting on any channel.
void insert_row(Database& database, const std::string& id, const std::string& kind,
                const std::string& ts, Instant sent_at, const std::string& user = "ada",
                const std::string& channel = "slack") {
  Query(database,
        "INSERT INTO outbox (notification_id, user_id, kind, occurrence, round, variant, state, "
        "text, reason, due_at, next_attempt_at, rounds, channel, message_id, sent_at, created_at) "
        "VALUES (?, ?, ?, ?, 0, '', 'sent', '', '', 0, 0, 0, ?, ?, ?, 0)")
      .with(id, user, kind, id, channel, ts, sent_at)
      .run();
}

int rows_of(Database& database) {
  Query query(database, "SELECT count(*) FROM redraws");
  query.next();
  return query.take<int>();
}

}  // namespace

TEST_CASE("what was sent on the channel about the meeting is to be drawn anew, and nothing else") {
  Redraws store;
  store.add(store.sent("shown"));
  store.add(store.sent("shown too", kNow - hours{1}));
  Notification other = store.sent("by sms");
  other.channel = "sms";
  store.add(other);
  other = store.sent("another meeting");
  other.meeting_id = "1m";
  store.add(other);
  other = store.sent("of no meeting");
  other.meeting_id.reset();
  store.add(other);
  other = store.sent("without a place");
  other.message_id.reset();
  store.add(other);
  for (const auto state :
       {NotificationState::pending, NotificationState::dead, NotificationState::suppressed}) {
    other = store.sent(std::string(name_of(state)));
    other.state = state;
    store.add(other);
  }
  store.want();
  CHECK(store.waiting() == Ids{"shown", "shown too"});
  store.want("missing");
  CHECK(store.waiting().size() == 2);
}

TEST_CASE("of many messages the questions are the latest three, and no offer is left out") {
  Redraws store;
  const auto add = [&](const std::string& id, NotificationKind kind, Instant at) {
    Notification message = store.sent(id, at);
    message.kind = kind;
    store.add(message);
  };
  using Kind = NotificationKind;
  const Ids offers{"prep", "escalation", "reminder", "nudge", "materials"};
  add("prep", Kind::prep, kNow - hours{9});
  add("escalation", Kind::escalation, kNow - hours{8});
  add("reminder", Kind::reminder, kNow - hours{7});
  add("nudge", Kind::nudge, kNow - hours{6});
  add("materials", Kind::materials, kNow - hours{5});
  add("change", Kind::change, kNow);
  for (int i = 0; i < 30; ++i) {
    add("q" + std::to_string(i), Kind::question, kNow + minutes{i % 5 == 0 ? -i : i});
  }
  store.want();
  Ids expected = offers;
  expected.insert({"q29", "q28", "q27"});
  CHECK(store.waiting() == expected);
}

TEST_CASE("what was drawn by somebody else too is wanted again, and no earlier than it was") {
  Redraws store;
  store.add(store.sent("n"));
  store.want();
  const Redraw first = store.only();
  CHECK(store.done(first));
  CHECK_FALSE(store.done(first));
  store.again("n", kNow + minutes{1});
  const Redraw fresh = store.only();
  CHECK(fresh.next_attempt_at == kNow + minutes{1});
  store.again("n", kNow);
  CHECK(store.only().wanted > fresh.wanted);
  CHECK(store.only().next_attempt_at == kNow + minutes{1});
  CHECK_FALSE(store.done(fresh));
}

TEST_CASE("what is put off has not been tried") {
  Redraws store;
  store.add(store.sent("n"));
  store.want();
  const Redraw read = store.only();
  stored(store.database, [&](Transaction& transaction) {
    store.redraws.put_off(transaction, read, kNow + Seconds{5});
    return 0;
  });
  CHECK(store.only().attempts == 0);
  CHECK(store.only().wanted == read.wanted);
  CHECK(store.redraws.next_due() == kNow + Seconds{5});
}

TEST_CASE("what was wanted again while it was drawn is drawn once more") {
  Redraws store;
  store.add(store.sent("n"));
  store.want();
  const Redraw read = store.only();
  CHECK(read.next_attempt_at == kNow);
  CHECK(read.attempts == 0);
  store.want("0m", kNow + minutes{1});
  CHECK(store.only().wanted > read.wanted);
  store.done(read);
  const Redraw again = store.only();
  CHECK(again.next_attempt_at == kNow + minutes{1});
  store.done(again);
  CHECK(store.waiting().empty());
  store.done(again);
}

TEST_CASE("two that draw the same message: the slower one takes nothing away that is newer") {
  Redraws store;
  store.add(store.sent("n"));
  store.want();
  const Redraw slow = store.only();
  store.done(store.only());
  store.want();  // the state changed after the slow one had read it
  store.done(slow);
  CHECK(store.waiting() == Ids{"n"});
}

TEST_CASE("what could not be drawn waits, unless it was wanted again") {
  Redraws store;
  store.add(store.sent("n"));
  CHECK_FALSE(store.redraws.next_due());
  store.want();
  CHECK(store.redraws.next_due() == kNow);
  const Redraw first = store.only();
  store.later(first, kNow + minutes{1});
  CHECK(store.only().attempts == 1);
  CHECK(store.redraws.next_due() == kNow + minutes{1});
  CHECK(store.redraws.due(kNow + Seconds{59}, 10).empty());
  CHECK(store.redraws.due(kNow + Seconds{60}, 10).size() == 1);
  store.later(store.only(), kNow + minutes{3});
  CHECK(store.only().attempts == 2);
  CHECK(store.only().wanted == first.wanted);

  store.want("0m", kNow + minutes{2});
  CHECK(store.only().attempts == 0);
  store.later(first, kNow + hours{1});
  CHECK(store.redraws.next_due() == kNow + minutes{2});
}

TEST_CASE("due redraws come oldest first, and not more than asked for") {
  Redraws store;
  for (const char* id : {"a", "b", "c"}) store.add(store.sent(id));
  store.want();
  for (const Redraw& each : store.redraws.due(kNow, 10)) {
    const int minute = each.notification_id == "a" ? 3 : each.notification_id == "b" ? 1 : 2;
    store.later(each, kNow + minutes{minute});
  }
  const auto two = store.redraws.due(kNow + hours{1}, 2);
  REQUIRE(two.size() == 2);
  CHECK(two[0].notification_id == "b");
  CHECK(two[1].notification_id == "c");
}

TEST_CASE("a list in the person's conversation is found by its ts alone") {
  Database database = Database::in_memory();
  insert_row(database, "list", "reply", "1.5", kNow);
  insert_row(database, "bobs", "reply", "2.5", kNow, "bob");
  insert_row(database, "old", "reply", "3.5", kNow - days{15});
  insert_row(database, "sms", "reply", "4.5", kNow, "ada", "sms");
  insert_row(database, "alert", "alert", "5.5", kNow);
  RedrawRepository wanted(database);
  auto transaction = database.begin();
  for (const char* ts : {"2.5", "3.5", "4.5", "5.5", "9.9", "", "1.5' OR '1'='1"}) {
    CAPTURE(ts);
    CHECK_FALSE(wanted.want_list(transaction, "ada", ts, kNow));
  }
  CHECK(rows_of(database) == 0);
  CHECK(wanted.want_list(transaction, "ada", "1.5", kNow));
  CHECK(wanted.want_list(transaction, "ada", "1.5", kNow + Seconds{1}));
  CHECK(rows_of(database) == 1);
  transaction.commit();
}

TEST_CASE("the search for a list keeps to an index") {
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

}  // namespace execassist::store::testing
