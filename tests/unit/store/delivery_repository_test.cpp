#include "store/delivery_repository.hpp"

#include "sample_rows.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"
#include "support/error_of.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

namespace execassist::store::testing {

namespace {

using Ids = std::vector<std::string>;

struct Outbox {
  Database database = Database::in_memory();
  OutboxRepository outbox{database};
  DeliveryRepository delivery{database};

  void add(const Notification& notification) {
    CHECK(stored(database, [&](Transaction& transaction) {
      return outbox.insert(transaction, notification);
    }));
  }

  Ids lease_due(Instant now, int limit, const Lease& lease,
                const std::optional<std::string>& user_id = std::nullopt,
                const std::vector<NotificationKind>& kinds = {}) {
    Ids ids;
    stored(database, [&](Transaction& transaction) {
      for (const Notification& each :
           delivery.lease_due(transaction, now, limit, lease, user_id, kinds)) {
        CHECK(each.state == NotificationState::sending);
        ids.push_back(each.notification_id);
      }
      return 0;
    });
    return ids;
  }

  std::optional<long long> begin_attempt(const std::string& id, const std::string& lease_id,
                                         const DeliveryAttempt& attempt = {}) {
    return stored(database, [&](Transaction& transaction) {
      return delivery.begin_attempt(transaction, id, lease_id, attempt, kNow + minutes{7});
    });
  }

  void finish_attempt(long long id, const DeliveryAttempt& attempt) {
    stored(database, [&](Transaction& transaction) {
      delivery.finish_attempt(transaction, id, attempt);
      return 0;
    });
  }

  bool settle(const std::string& id, const std::string& lease_id, const Settlement& settlement) {
    return stored(database, [&](Transaction& transaction) {
      return delivery.settle(transaction, id, lease_id, settlement);
    });
  }

  bool take_over(const std::string& id, const std::string& old_lease_id, const Lease& lease) {
    return stored(database, [&](Transaction& transaction) {
      return delivery.take_over(transaction, id, old_lease_id, lease);
    });
  }
};

}  // namespace

TEST_CASE("due rows are leased once, oldest due first") {
  Outbox box;
  Notification old = a_notification("old");
  old.due_at = kNow - hours{2};
  Notification same_due = a_notification("a-later-row");
  same_due.due_at = kNow - hours{2};
  Notification deferred = a_notification("deferred");
  deferred.next_attempt_at = kNow + Seconds{1};
  Notification suppressed = a_notification("suppressed");
  suppressed.state = NotificationState::suppressed;
  Notification bobs = a_notification("bobs");
  bobs.user_id = "bob";
  bobs.kind = NotificationKind::reminder;
  for (const Notification& each :
       {a_notification("new"), old, same_due, deferred, suppressed, bobs}) {
    box.add(each);
  }
  CHECK(box.lease_due(kNow - Seconds{1}, 20, a_lease("early")).empty());
  CHECK(box.lease_due(kNow, 2, a_lease("l1")) == Ids{"old", "a-later-row"});
  CHECK(box.lease_due(kNow, 20, a_lease("l2"), "bob", {NotificationKind::prep}).empty());
  CHECK(box.lease_due(kNow, 20, a_lease("l2"), "bob") == Ids{"bobs"});
  CHECK(box.lease_due(kNow, 20, a_lease("l3"), std::nullopt,
                      {NotificationKind::prep, NotificationKind::test}) == Ids{"new"});
  CHECK(box.lease_due(kNow, 20, a_lease("l4")).empty());
  CHECK(box.outbox.load("old")->state == NotificationState::sending);
  CHECK(box.outbox.load("deferred")->state == NotificationState::pending);
}

TEST_CASE("an expired lease names its holder and is taken over once") {
  Outbox box;
  box.add(a_notification("n"));
  const Lease lease = a_lease("l1");
  box.lease_due(kNow, 20, lease);
  const std::optional<long long> attempt = box.begin_attempt("n", "l1", {.channel = "slack"});
  REQUIRE(attempt);
  CHECK(box.delivery.expired_leases(kNow + minutes{7} - Seconds{1}).empty());
  const std::vector<LeasedNotification> expired = box.delivery.expired_leases(kNow + minutes{7});
  REQUIRE(expired.size() == 1);
  CHECK(expired[0].notification.notification_id == "n");
  CHECK(expired[0].notification.attempts.size() == 1);
  CHECK(expired[0].lease.lease_id == "l1");
  CHECK(expired[0].lease.until == kNow + minutes{7});
  CHECK(expired[0].lease.holder == lease.holder);

  const Lease second = a_lease("l2", kNow + hours{1});
  CHECK(box.take_over("n", "l1", second));
  CHECK_FALSE(box.take_over("n", "l1", a_lease("l3")));
  CHECK_FALSE(box.take_over("missing", "l1", a_lease("l3")));
  CHECK(box.delivery.expired_leases(kNow + minutes{30}).empty());
  CHECK(box.delivery.expired_leases(kNow + hours{1})[0].lease.holder == second.holder);

  // The one who lost the lease changes nothing.
  CHECK_FALSE(box.begin_attempt("n", "l1"));
  CHECK_FALSE(box.settle("n", "l1", {.state = NotificationState::sent}));
  CHECK(box.outbox.load("n")->attempts.size() == 1);
  CHECK(box.outbox.load("n")->state == NotificationState::sending);
}

TEST_CASE("an attempt stands before its outcome, and ends once") {
  Outbox box;
  box.add(a_notification("n"));
  box.lease_due(kNow, 20, a_lease("l1"));
  DeliveryAttempt attempt{
      .channel = "slack", .address = "U***", .at = kNow + Seconds{1}, .wall_at = kNow + Seconds{2}};
  const std::optional<long long> id = box.begin_attempt("n", "l1", attempt);
  REQUIRE(id);
  REQUIRE(box.outbox.load("n")->attempts.size() == 1);
  CHECK(same(box.outbox.load("n")->attempts[0], attempt));

  attempt.outcome = AttemptOutcome::accepted;
  attempt.error = "may arrive twice";
  attempt.message_id = "ts-1";
  attempt.finished_at = kNow + Seconds{3};
  box.finish_attempt(*id, attempt);
  CHECK(same(box.outbox.load("n")->attempts[0], attempt));

  DeliveryAttempt other = attempt;
  other.outcome = AttemptOutcome::unknown;
  other.error = "late";
  box.finish_attempt(*id, other);
  CHECK(same(box.outbox.load("n")->attempts[0], attempt));

  other.outcome = AttemptOutcome::bounced;
  box.finish_attempt(*id, other);
  CHECK(box.outbox.load("n")->attempts[0].outcome == AttemptOutcome::bounced);

  // Also for hands that go past the repository.
  SQLite::Database& connection = box.database.connection();
  for (const char* sql :
       {"DELETE FROM attempts", "UPDATE attempts SET outcome = NULL",
        "UPDATE attempts SET channel = 'sms'", "UPDATE attempts SET outcome = 'accepted'"}) {
    CAPTURE(sql);
    CHECK_THROWS_AS(connection.exec(sql), SQLite::Exception);
  }
}

TEST_CASE("attempts keep their order and every outcome") {
  Outbox box;
  box.add(a_notification("n"));
  box.add(a_notification("o"));
  box.lease_due(kNow, 20, a_lease("l1"));
  std::vector<std::optional<AttemptOutcome>> outcomes{std::nullopt};
  for (int i = 0; i <= static_cast<int>(AttemptOutcome::bounced); ++i) {
    outcomes.emplace_back(static_cast<AttemptOutcome>(i));
  }
  for (const auto& outcome : outcomes) {
    const auto id = box.begin_attempt("n", "l1", {.channel = "c"});
    box.begin_attempt("o", "l1", {.channel = "other"});
    REQUIRE(id);
    if (outcome) box.finish_attempt(*id, {.channel = "c", .outcome = outcome});
  }
  const std::vector<Notification> listed = box.outbox.list({});
  REQUIRE(listed.size() == 2);
  std::vector<std::optional<AttemptOutcome>> found;
  for (const DeliveryAttempt& each : listed[0].attempts) found.push_back(each.outcome);
  CHECK(found == outcomes);
  CHECK(listed[1].attempts.size() == outcomes.size());
}

TEST_CASE("a settlement gives the lease back and keeps what it does not set") {
  Outbox box;
  Notification notification = a_notification("n");
  notification.text = "first text";
  box.add(notification);
  box.lease_due(kNow, 20, a_lease("l1"));
  CHECK(box.settle("n", "l1",
                   {.state = NotificationState::pending,
                    .text = "said",
                    .reason = "slack: 429",
                    .next_attempt_at = kNow + minutes{1},
                    .rounds = 1}));
  Notification row = *box.outbox.load("n");
  CHECK(row.state == NotificationState::pending);
  CHECK(row.text == "said");
  CHECK(row.reason == "slack: 429");
  CHECK(row.next_attempt_at == kNow + minutes{1});
  CHECK(row.rounds == 1);
  CHECK_FALSE(row.channel);
  CHECK_FALSE(box.settle("n", "l1", {.state = NotificationState::sent}));

  CHECK(box.lease_due(kNow, 20, a_lease("l2")).empty());
  CHECK(box.lease_due(kNow + minutes{1}, 20, a_lease("l2")) == Ids{"n"});
  CHECK(box.settle("n", "l2",
                   {.state = NotificationState::sent,
                    .channel = "slack",
                    .message_id = "ts-1",
                    .sent_at = kNow + minutes{2}}));
  row = *box.outbox.load("n");
  CHECK(row.state == NotificationState::sent);
  CHECK(row.text == "said");
  CHECK(row.reason.empty());
  CHECK(row.rounds == 1);
  CHECK(row.channel == "slack");
  CHECK(row.message_id == "ts-1");
  CHECK(row.sent_at == kNow + minutes{2});
  CHECK(box.delivery.expired_leases(kNow + days{365}).empty());
}

TEST_CASE("a sent prep notification is noted in its meeting, others are not") {
  struct Case {
    NotificationKind kind;
    const char* notification_id;  // that the meeting waits for
    NotificationState state;
    bool noted;
  };
  const Case cases[] = {
      {NotificationKind::prep, "n", NotificationState::sent, true},
      {NotificationKind::prep, "n", NotificationState::dead, false},
      {NotificationKind::prep, "another-round", NotificationState::sent, false},
      {NotificationKind::reminder, "n", NotificationState::sent, false},
  };
  for (const Case& each : cases) {
    CAPTURE(name_of(each.kind));
    CAPTURE(name_of(each.state));
    Outbox box;
    Meeting meeting = a_meeting("0m");
    meeting.state.notification_id = each.notification_id;
    store_meeting(box.database, meeting);
    Notification notification = a_notification("n");
    notification.kind = each.kind;
    notification.meeting_id = "0m";
    box.add(notification);
    box.lease_due(kNow, 20, a_lease("l1"));
    CHECK(box.settle("n", "l1", {.state = each.state, .sent_at = kNow + minutes{2}}));
    CHECK(MeetingRepository(box.database).load("0m")->state.notification_sent_at.has_value() ==
          each.noted);
  }
}

TEST_CASE("a message that never arrived is owed again, and its attempt says so") {
  Outbox box;
  Meeting meeting = a_meeting("0m");
  meeting.state.notification_id = "n";
  store_meeting(box.database, meeting);
  Notification notification = a_notification("n");
  notification.kind = NotificationKind::prep;
  notification.meeting_id = "0m";
  box.add(notification);
  const auto bounce = [&] {
    return stored(box.database, [&](Transaction& transaction) {
      const Notification sent = *box.outbox.load("n");
      const DeliveryAttempt last = sent.attempts.empty() ? DeliveryAttempt{} : sent.attempts.back();
      return box.delivery.bounce(transaction, sent, last, "lost on the way", kNow);
    });
  };
  CHECK_FALSE(bounce());

  box.lease_due(kNow, 20, a_lease("l1"));
  DeliveryAttempt attempt;
  attempt.channel = "terminal";
  const auto id = box.begin_attempt("n", "l1", attempt);
  REQUIRE(id);
  attempt.outcome = AttemptOutcome::accepted;
  attempt.finished_at = kNow;
  box.finish_attempt(*id, attempt);
  CHECK(box.settle("n", "l1",
                   {.state = NotificationState::sent, .channel = "terminal", .sent_at = kNow}));
  CHECK(bounce());

  const auto again = box.outbox.load("n");
  CHECK(again->state == NotificationState::pending);
  CHECK_FALSE(again->sent_at);
  CHECK_FALSE(again->channel);
  CHECK(again->attempts.back().outcome == AttemptOutcome::bounced);
  CHECK(again->attempts.back().error == "lost on the way");
  CHECK_FALSE(MeetingRepository(box.database).load("0m")->state.notification_sent_at);
  CHECK(box.lease_due(kNow, 20, a_lease("l2")) == Ids{"n"});
}

TEST_CASE("the hourly limit counts what was sent and what is being sent") {
  Outbox box;
  const auto add_sent = [&](const std::string& id, NotificationKind kind, Instant sent_at,
                            const std::string& user = "ada") {
    Notification notification = a_notification(id);
    notification.kind = kind;
    notification.user_id = user;
    notification.state = NotificationState::sent;
    notification.sent_at = sent_at;
    box.add(notification);
  };
  CHECK(box.delivery.recent_deliveries("ada", kNow).count == 0);
  CHECK_FALSE(box.delivery.recent_deliveries("ada", kNow).oldest_sent_at);
  add_sent("at the bound", NotificationKind::prep, kNow);
  add_sent("s1", NotificationKind::prep, kNow + minutes{2});
  add_sent("s2", NotificationKind::change, kNow + minutes{1});
  add_sent("test", NotificationKind::test, kNow + minutes{1});
  add_sent("alert", NotificationKind::alert, kNow + minutes{1});
  add_sent("bobs", NotificationKind::prep, kNow + minutes{1}, "bob");
  box.add(a_notification("leased"));
  Notification test = a_notification("leased test");
  test.kind = NotificationKind::test;
  box.add(test);
  CHECK(box.lease_due(kNow, 20, a_lease("l1")).size() == 2);
  box.add(a_notification("pending"));
  const DeliveryRepository::Recent recent = box.delivery.recent_deliveries("ada", kNow);
  CHECK(recent.count == 3);
  CHECK(recent.oldest_sent_at == kNow + minutes{1});
}

}  // namespace execassist::store::testing
