#include "store/outbox_repository.hpp"

#include "sample_rows.hpp"
#include "support/error_of.hpp"

#include <doctest/doctest.h>

namespace execassist::store::testing {

namespace {

using Ids = std::vector<std::string>;

bool add(Database& database, const Notification& notification) {
  return stored(database, [&](Transaction& transaction) {
    return OutboxRepository(database).insert(transaction, notification);
  });
}

}  // namespace

TEST_CASE("a notification comes back with every field") {
  Database database = Database::in_memory();
  store_meeting(database, a_meeting("0m"));
  Notification full;
  full.notification_id = "0n";
  full.user_id = "user";
  full.meeting_id = "0m";
  full.kind = NotificationKind::change;
  full.occurrence = "occurrence\nkey";
  full.round = 1;
  full.variant = "variant";
  full.state = NotificationState::suppressed;
  full.text = "text\n\xf0\x9f\x98\x80";
  full.reason = "reason";
  full.due_at = kNow + Seconds{2};
  full.next_attempt_at = kNow + Seconds{3};
  full.expires_at = kNow + Seconds{4};
  full.rounds = 5;
  full.channel = "channel";
  full.message_id = "message";
  full.sent_at = kNow + Seconds{6};
  full.created_at = kNow + Seconds{7};
  CHECK(add(database, full));
  CHECK(add(database, a_notification("1n")));
  const OutboxRepository outbox(database);
  REQUIRE(outbox.load("0n"));
  CHECK(same(*outbox.load("0n"), full));
  CHECK(same(*outbox.load("1n"), a_notification("1n")));
  CHECK(same(outbox.list({.id_prefix = "0"}).at(0), full));
  CHECK_FALSE(outbox.load("2n"));
}

TEST_CASE("each kind and state is stored") {
  Database database = Database::in_memory();
  for (int i = 0; i <= static_cast<int>(NotificationKind::test); ++i) {
    Notification notification = a_notification("k" + std::to_string(i));
    notification.kind = static_cast<NotificationKind>(i);
    CHECK(add(database, notification));
    CHECK(same(*OutboxRepository(database).load(notification.notification_id), notification));
  }
  for (const NotificationState state : {NotificationState::pending, NotificationState::sent,
                                        NotificationState::dead, NotificationState::suppressed}) {
    Notification notification = a_notification(std::string(name_of(state)));
    notification.state = state;
    CHECK(add(database, notification));
    CHECK(same(*OutboxRepository(database).load(notification.notification_id), notification));
  }
}

TEST_CASE("what is owed is owed once") {
  Database database = Database::in_memory();
  const Notification first = a_notification("n");
  CHECK(add(database, first));
  Notification again = first;
  again.notification_id = "again";
  again.text = "another text";
  CHECK_FALSE(add(database, again));
  CHECK_FALSE(OutboxRepository(database).load("again"));
  CHECK(OutboxRepository(database).load("n")->text.empty());

  // Any part of the key tells two apart.
  using Change = void (*)(Notification&);
  const Change changes[] = {
      [](Notification& n) { n.user_id = "bob"; }, [](Notification& n) { n.occurrence = "other"; },
      [](Notification& n) { n.kind = NotificationKind::reminder; },
      [](Notification& n) { n.round = 1; }, [](Notification& n) { n.variant = "2"; }};
  int next = 0;
  for (const Change change : changes) {
    Notification other = first;
    other.notification_id = "other" + std::to_string(next++);
    change(other);
    CHECK(add(database, other));
  }
}

TEST_CASE("the outbox is narrowed by each filter") {
  Database database = Database::in_memory();
  store_meeting(database, a_meeting("0m"));
  Notification mine = a_notification("aa1");
  mine.meeting_id = "0m";
  mine.due_at = kNow + hours{1};
  Notification dead = a_notification("aa2");
  dead.state = NotificationState::dead;
  dead.round = 3;
  Notification bobs = a_notification("b%3");
  bobs.user_id = "bob";
  bobs.kind = NotificationKind::alert;
  for (const Notification& each : {mine, bobs, dead}) CHECK(add(database, each));

  struct Case {
    const char* name;
    OutboxFilter filter;
    Ids expected;
  };
  const Case cases[] = {
      {"all, by due then id", {}, {"aa2", "b%3", "aa1"}},
      {"user", {.user_id = "bob"}, {"b%3"}},
      {"meeting", {.meeting_id = "0m"}, {"aa1"}},
      {"kind", {.kind = NotificationKind::alert}, {"b%3"}},
      {"states", {.states = {NotificationState::dead, NotificationState::sending}}, {"aa2"}},
      {"prefix", {.id_prefix = "aa"}, {"aa2", "aa1"}},
      {"prefix: % is itself", {.id_prefix = "%"}, {}},
      {"occurrence", {.occurrence = "occurrence-aa2"}, {"aa2"}},
      {"occurrence of another user", {.user_id = "bob", .occurrence = "occurrence-aa2"}, {}},
      {"round", {.round = 3}, {"aa2"}},
  };
  const OutboxRepository outbox(database);
  for (const Case& each : cases) {
    CAPTURE(each.name);
    Ids found;
    for (const Notification& row : outbox.list(each.filter)) found.push_back(row.notification_id);
    CHECK(found == each.expected);
  }
}

TEST_CASE("only pending notifications of the meeting are suppressed") {
  Database database = Database::in_memory();
  OutboxRepository outbox(database);
  store_meeting(database, a_meeting("0m"));
  store_meeting(database, a_meeting("1m"));
  const auto insert = [&](const std::string& id, const std::string& meeting_id,
                          NotificationKind kind, NotificationState state) {
    Notification notification = a_notification(id);
    notification.meeting_id = meeting_id;
    notification.kind = kind;
    notification.state = state;
    CHECK(add(database, notification));
  };
  insert("prep", "0m", NotificationKind::prep, NotificationState::pending);
  insert("reminder", "0m", NotificationKind::reminder, NotificationState::pending);
  insert("sent", "0m", NotificationKind::prep, NotificationState::sent);
  insert("dead", "0m", NotificationKind::prep, NotificationState::dead);
  insert("other", "1m", NotificationKind::prep, NotificationState::pending);
  const auto suppress = [&](std::optional<NotificationKind> kind) {
    return stored(database, [&](Transaction& transaction) {
      return outbox.suppress_pending(transaction, "0m", kind, "cancelled");
    });
  };
  CHECK(suppress(NotificationKind::prep) == 1);
  CHECK(outbox.load("prep")->state == NotificationState::suppressed);
  CHECK(outbox.load("prep")->reason == "cancelled");
  CHECK(outbox.load("reminder")->state == NotificationState::pending);
  CHECK(suppress(std::nullopt) == 1);
  CHECK(suppress(std::nullopt) == 0);
  CHECK(outbox.load("sent")->state == NotificationState::sent);
  CHECK(outbox.load("dead")->state == NotificationState::dead);
  CHECK(outbox.load("other")->state == NotificationState::pending);
}

TEST_CASE("a dead notification is revived, due now, counted anew") {
  Database database = Database::in_memory();
  OutboxRepository outbox(database);
  Notification dead = a_notification("n");
  dead.state = NotificationState::dead;
  dead.reason = "8 rounds in vain";
  dead.rounds = 8;
  dead.due_at = kNow - hours{3};
  dead.next_attempt_at = kNow + hours{1};
  dead.expires_at = kNow;
  CHECK(add(database, dead));
  const auto revive = [&](const std::string& id) {
    return stored(database,
                  [&](Transaction& transaction) { return outbox.revive(transaction, id, kNow); });
  };
  CHECK(revive("n"));
  const Notification row = *outbox.load("n");
  CHECK(row.state == NotificationState::pending);
  CHECK(row.rounds == 0);
  CHECK(row.reason.empty());
  CHECK(row.next_attempt_at == kNow);
  CHECK(row.due_at == kNow - hours{3});
  CHECK_FALSE(revive("n"));
  CHECK_FALSE(revive("missing"));
}

}  // namespace execassist::store::testing
