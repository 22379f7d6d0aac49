// Every earlier schema, filled, brought up to today's: nothing is lost, nothing changes its value.
#include "filled_store.hpp"
#include "store/database.hpp"
#include "store/job_repository.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"
#include "store/reminder_repository.hpp"
#include "support/scratch_folder.hpp"

#include <algorithm>

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

namespace execassist::store::testing {

using execassist::testing::ScratchFolder;

namespace {

// What a step changes or drops on purpose: its rows are then not compared. So far no step does;
// one that will says here which column (empty: the rows of the whole table), and has a test of its
// own for what comes of them.
struct Meant {
  int step;
  std::string table;
  std::string column;
};
const std::vector<Meant> kMeant = {};

bool is_meant(int from_version, const std::string& table, const std::string& column) {
  return std::any_of(kMeant.begin(), kMeant.end(), [&](const Meant& meant) {
    return meant.step > from_version && meant.table == table && meant.column == column;
  });
}

void check_rows(SQLite::Database& old, SQLite::Database& migrated, int version) {
  for (const std::string& table : names_of(old, "table")) {
    CAPTURE(table);
    if (is_meant(version, table, "")) continue;
    CHECK(count(migrated, table) == count(old, table));
    std::vector<std::string> columns = columns_of(old, table);
    std::erase_if(columns,
                  [&](const std::string& column) { return is_meant(version, table, column); });
    CHECK(rows_of(migrated, table, columns) == rows_of(old, table, columns));
  }
}

// A view shows every row of the table that it is named after.
void check_views(SQLite::Database& migrated) {
  const auto tables = names_of(migrated, "table");
  for (const std::string& view : names_of(migrated, "view")) {
    CAPTURE(view);
    const auto lines = rows_of(migrated, view, columns_of(migrated, view));
    const std::string table = view.substr(2);
    if (std::find(tables.begin(), tables.end(), table) == tables.end()) continue;
    CHECK(static_cast<int>(lines.size()) == count(migrated, table));
  }
}

}  // namespace

TEST_CASE("every filled store of an earlier schema keeps all that it holds") {
  const Connection fresh = open_in_memory(migrations());
  for (const int version : all_versions()) {
    CAPTURE(version);
    const Connection old = filled_store(version);
    const Connection migrated = copy_in_memory(*old);
    migrate(*migrated, migrations());
    CHECK(schema_of(*migrated) == schema_of(*fresh));
    CHECK(user_version(*migrated) == migrations().back().version);
    CHECK(migrated->execAndGet("PRAGMA integrity_check").getString() == "ok");
    CHECK(count(*migrated, "pragma_foreign_key_check") == 0);
    CHECK(migrated->execAndGet("PRAGMA foreign_keys").getInt() == 1);
    check_rows(*old, *migrated, version);
    check_views(*migrated);
  }
}

TEST_CASE("what an old store held is read by today's repositories") {
  for (const int version : all_versions()) {
    CAPTURE(version);
    const ScratchFolder folder;
    const std::string path = folder.at("a.db");
    write_filled_store(path, version);
    Database database = Database::open(path, OpenMode::read_write);
    const MeetingRepository meetings(database);
    CHECK(static_cast<int>(meetings.list({}).size()) == count(database.connection(), "meetings"));

    const auto odd = meetings.load("cccccccccccccccc");
    REQUIRE(odd);
    CHECK(odd->facts.title == "1:1 'Grace' \"H\"; -- \xf0\x9f\x98\x80 \xe2\x80\xa9");
    CHECK(odd->facts.description == std::string(65536, '0'));
    CHECK(odd->facts.sequence == 2147483647);
    CHECK(odd->facts.attendees_omitted);
    CHECK(odd->state.status == MeetingStatus::prep_in_progress);
    CHECK(odd->state.notification_id == "n000000000000002");

    const auto first = meetings.load("eeeeeeeeeeeeeeee");
    const auto last = meetings.load("ffffffffffffffff");
    REQUIRE(first);
    REQUIRE(last);
    CHECK(first->facts.end == Instant{});
    CHECK(format_rfc3339(last->facts.end) == "9999-12-31T23:59:59Z");
    CHECK(last->state.round == 2147483647);
    CHECK(meetings.history("aaaaaaaaaaaaaaaa").size() == 5);
    CHECK(meetings.load("aaaaaaaaaaaaaaaa")->facts.attendees.back().resource);
    CHECK(meetings.load("gggggggggggggggg")->facts.series_id == (version < 2 ? "" : "weekly"));

    const OutboxRepository outbox(database);
    CHECK(static_cast<int>(outbox.list({}).size()) == count(database.connection(), "outbox"));
    const auto alert = outbox.load("n000000000000007");
    REQUIRE(alert);
    CHECK(alert->state == NotificationState::dead);
    CHECK(alert->attempts.size() == 3);
    CHECK(ReminderRepository(database).list({}).size() == 4);
    CHECK(JobRepository(database).fact("another 'fact'") == "with\ntwo lines and \xf0\x9f\x98\x80");
  }
}

TEST_CASE("the audit log of an old store stays one that nobody rewrites") {
  for (const int version : all_versions()) {
    CAPTURE(version);
    const Connection store = filled_store(version);
    migrate(*store, migrations());
    CHECK_THROWS_AS(store->exec("DELETE FROM attempts"), SQLite::Exception);
    CHECK_THROWS_AS(store->exec("UPDATE attempts SET outcome = 'accepted'"), SQLite::Exception);
    CHECK_NOTHROW(store->exec("UPDATE attempts SET outcome = 'bounced' WHERE attempt_id = 10"));
  }
}

}  // namespace execassist::store::testing
