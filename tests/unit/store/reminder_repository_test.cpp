#include "store/reminder_repository.hpp"

#include "sample_rows.hpp"
#include "support/error_of.hpp"

#include <doctest/doctest.h>

namespace execassist::store::testing {

namespace {

using Ids = std::vector<std::string>;

Reminder a_reminder(const std::string& id, const std::string& meeting_id, Instant at) {
  return {id, meeting_id, "ada", at, ReminderState::pending, "added", "", kNow};
}

bool same(const Reminder& a, const Reminder& b) {
  return a.reminder_id == b.reminder_id && a.meeting_id == b.meeting_id && a.user_id == b.user_id &&
         a.remind_at == b.remind_at && a.state == b.state && a.origin == b.origin &&
         a.reason == b.reason && a.created_at == b.created_at;
}

struct Reminders {
  Database database = Database::in_memory();
  ReminderRepository reminders{database};

  Reminders() {
    store_meeting(database, a_meeting("0m"));
    store_meeting(database, a_meeting("1m"));
  }
  void add(const Reminder& reminder) {
    stored(database, [&](Transaction& transaction) {
      reminders.insert(transaction, reminder);
      return 0;
    });
  }
  bool close(const std::string& id, ReminderState state, const std::string& reason) {
    return stored(database, [&](Transaction& transaction) {
      return reminders.close(transaction, id, state, reason);
    });
  }
};

}  // namespace

TEST_CASE("a reminder comes back with every field, and closes once") {
  Reminders store;
  Reminder reminder{"0r",      "0m",     "user",         kNow + hours{1}, ReminderState::cancelled,
                    "snoozed", "reason", kNow + hours{2}};
  store.add(reminder);
  REQUIRE(store.reminders.list({}).size() == 1);
  CHECK(same(store.reminders.list({})[0], reminder));
  CHECK_FALSE(store.close("0r", ReminderState::fired, ""));

  store.add(a_reminder("1r", "0m", kNow));
  CHECK(store.close("1r", ReminderState::cancelled, "the meeting was cancelled"));
  CHECK_FALSE(store.close("1r", ReminderState::fired, ""));
  const Reminder closed = store.reminders.list({.id_prefix = "1r"}).at(0);
  CHECK(closed.state == ReminderState::cancelled);
  CHECK(closed.reason == "the meeting was cancelled");
  CHECK_FALSE(store.close("missing", ReminderState::fired, ""));
}

TEST_CASE("reminders are narrowed by each filter") {
  Reminders store;
  store.add(a_reminder("aa1", "0m", kNow + hours{1}));
  store.add(a_reminder("aa2", "1m", kNow));
  Reminder bobs = a_reminder("b%3", "1m", kNow);
  bobs.user_id = "bob";
  bobs.state = ReminderState::fired;
  store.add(bobs);
  struct Case {
    const char* name;
    ReminderFilter filter;
    Ids expected;
  };
  const Case cases[] = {
      {"all, by time then id", {}, {"aa2", "b%3", "aa1"}},
      {"user", {.user_id = "bob"}, {"b%3"}},
      {"meeting", {.meeting_id = "1m"}, {"aa2", "b%3"}},
      {"state", {.state = ReminderState::pending}, {"aa2", "aa1"}},
      {"due by: inclusive", {.due_by = kNow}, {"aa2", "b%3"}},
      {"due and pending", {.state = ReminderState::pending, .due_by = kNow}, {"aa2"}},
      {"prefix", {.id_prefix = "aa"}, {"aa2", "aa1"}},
      {"prefix: % is itself", {.id_prefix = "a%"}, {}},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    Ids found;
    for (const Reminder& row : store.reminders.list(each.filter)) found.push_back(row.reminder_id);
    CHECK(found == each.expected);
  }
}

TEST_CASE("a reminder of no meeting is refused") {
  Reminders store;
  CHECK(execassist::testing::error_of([&] { store.add(a_reminder("0r", "nobody", kNow)); }));
  CHECK(store.reminders.list({}).empty());
}

}  // namespace execassist::store::testing
