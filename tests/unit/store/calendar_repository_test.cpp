#include "store/calendar_repository.hpp"

#include "sample_rows.hpp"

#include <doctest/doctest.h>

namespace execassist::store::testing {

namespace {

CalendarRecord a_calendar() {
  CalendarRecord record;
  record.user_id = "ada";
  record.calendar_id = "work";
  record.cursor = "cursor";
  record.fingerprint = "fingerprint";
  record.window_start = kNow + Seconds{1};
  record.horizon = kNow + Seconds{2};
  record.first_success_at = kNow + Seconds{3};
  record.last_success_at = kNow + Seconds{4};
  record.last_attempt_at = kNow + Seconds{5};
  return record;
}

bool same(const CalendarRecord& a, const CalendarRecord& b) {
  return a.user_id == b.user_id && a.calendar_id == b.calendar_id && a.cursor == b.cursor &&
         a.fingerprint == b.fingerprint && a.window_start == b.window_start &&
         a.horizon == b.horizon && a.generation == b.generation &&
         a.first_success_at == b.first_success_at && a.last_success_at == b.last_success_at &&
         a.last_attempt_at == b.last_attempt_at && a.last_error == b.last_error &&
         a.held_hash == b.held_hash && a.held_since == b.held_since;
}

struct Calendars {
  Database database = Database::in_memory();
  CalendarRepository calendars{database};

  bool succeed(const CalendarRecord& record) {
    return stored(database, [&](Transaction& transaction) {
      return calendars.store_success(transaction, record);
    });
  }
  void fail(const CalendarRecord& record) {
    stored(database, [&](Transaction& transaction) {
      calendars.store_failure(transaction, record);
      return 0;
    });
  }
};

}  // namespace

TEST_CASE("a success is stored with the next generation, an older fetch is thrown away") {
  Calendars store;
  CHECK_FALSE(store.calendars.load("ada", "work"));
  CalendarRecord record = a_calendar();
  CHECK(store.succeed(record));
  CalendarRecord expected = record;
  expected.generation = 1;
  REQUIRE(store.calendars.load("ada", "work"));
  CHECK(same(*store.calendars.load("ada", "work"), expected));

  CHECK_FALSE(store.succeed(record));  // read before the first was stored
  record.generation = 7;
  CHECK_FALSE(store.succeed(record));
  record.generation = 1;
  record.cursor = "next";
  record.first_success_at = kNow + days{1};
  CHECK(store.succeed(record));
  CHECK(store.calendars.load("ada", "work")->generation == 2);
  CHECK(store.calendars.load("ada", "work")->cursor == "next");
  CHECK(store.calendars.load("ada", "work")->first_success_at == kNow + Seconds{3});

  CalendarRecord unknown = a_calendar();
  unknown.calendar_id = "unknown";
  unknown.generation = 3;
  CHECK_FALSE(store.succeed(unknown));
  CHECK(store.calendars.list().size() == 1);
}

TEST_CASE("a failure keeps what is known; a success clears the failure") {
  Calendars store;
  CHECK(store.succeed(a_calendar()));
  CalendarRecord failed;
  failed.user_id = "ada";
  failed.calendar_id = "work";
  failed.last_attempt_at = kNow + hours{1};
  failed.last_error = "calendar.ics: not a calendar";
  failed.held_hash = "hash";
  failed.held_since = kNow + hours{2};
  store.fail(failed);
  CalendarRecord expected = a_calendar();
  expected.generation = 1;
  expected.last_attempt_at = kNow + hours{1};
  expected.last_error = failed.last_error;
  expected.held_hash = "hash";
  expected.held_since = kNow + hours{2};
  CHECK(same(*store.calendars.load("ada", "work"), expected));

  CHECK(store.succeed(expected));
  const CalendarRecord after = *store.calendars.load("ada", "work");
  CHECK(after.last_error.empty());
  CHECK(after.held_hash.empty());
  CHECK_FALSE(after.held_since);
  CHECK(after.generation == 2);
}

TEST_CASE("a calendar that never worked is known, with generation 0") {
  Calendars store;
  CalendarRecord failed = a_calendar();
  failed.calendar_id = "broken";
  failed.last_error = "no such file";
  failed.generation = 5;
  store.fail(failed);
  const CalendarRecord row = *store.calendars.load("ada", "broken");
  CHECK(row.generation == 0);
  CHECK(row.cursor.empty());
  CHECK_FALSE(row.last_success_at);
  CHECK(row.last_error == "no such file");
  CHECK(store.succeed(row));
  CHECK(store.calendars.load("ada", "broken")->generation == 1);
  CHECK(store.succeed(a_calendar()));
  const std::vector<CalendarRecord> listed = store.calendars.list();
  REQUIRE(listed.size() == 2);
  CHECK(listed[0].calendar_id == "broken");
  CHECK(listed[1].calendar_id == "work");
}

}  // namespace execassist::store::testing
