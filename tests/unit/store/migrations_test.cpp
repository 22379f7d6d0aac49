#include "store/migrations.hpp"

#include "sample_rows.hpp"
#include "store/store_file.hpp"
#include "store/store_opening.hpp"
#include "support/error_of.hpp"
#include "support/scratch_folder.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <sys/stat.h>

namespace execassist::store::testing {

using execassist::testing::error_of;
using execassist::testing::ScratchFolder;

namespace {

constexpr Seconds kBusy{1};

std::string schema_of(SQLite::Database& connection) {
  std::string schema;
  SQLite::Statement rows(connection,
                         "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name");
  while (rows.executeStep()) {
    for (int i = 0; i < 4; ++i) schema += rows.getColumn(i).getString() + "|";
    schema += "\n";
  }
  return schema;
}

std::string data_file(const std::string& name) {
  std::ifstream in(std::string(EXECASSIST_SOURCE_DIR) + "/tests/data/schema/" + name);
  std::ostringstream content;
  content << in.rdbuf();
  return content.str();
}

int count(SQLite::Database& connection, const std::string& table) {
  return connection.execAndGet("SELECT count(*) FROM " + table).getInt();
}

std::vector<Migration> with(const char* sql) {
  std::vector<Migration> steps(migrations().begin(), migrations().end());
  steps.push_back({steps.back().version + 1, "a test", sql});
  return steps;
}

// A step as later ones will be: a table with children is rebuilt.
constexpr const char* kRebuild = R"sql(
CREATE TABLE outbox_next AS SELECT * FROM outbox;
DROP TABLE outbox;
CREATE TABLE outbox (notification_id TEXT NOT NULL PRIMARY KEY, state TEXT NOT NULL) STRICT;
INSERT INTO outbox SELECT notification_id, state FROM outbox_next;
DROP TABLE outbox_next;
)sql";

// A store of today's schema with rows in it.
void fill(const std::string& path) {
  const Connection connection = open_store(path, kBusy, migrations());
  connection->exec(
      "INSERT INTO outbox (notification_id, user_id, kind, occurrence, round, variant, state, text,"
      " reason, due_at, next_attempt_at, rounds, created_at)"
      " VALUES ('n', 'ada', 'prep', 'o', 0, '', 'pending', '', '', 1, 1, 0, 1);"
      "INSERT INTO attempts (notification_id, channel, address, at, wall_at, error, message_id)"
      " VALUES ('n', 'slack', '', 1, 1, '', '');");
}

}  // namespace

TEST_CASE("the steps are numbered from 1 without a gap") {
  int expected = 1;
  for (const Migration& step : migrations()) CHECK(step.version == expected++);
}

TEST_CASE("every old schema, filled, becomes what a fresh store has") {
  const Connection fresh = open_in_memory(migrations());
  for (int version = 1; version <= migrations().back().version; ++version) {
    CAPTURE(version);
    const std::string dump = data_file("v" + std::to_string(version) + ".sql");
    REQUIRE_FALSE(dump.empty());
    SQLite::Database old(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    old.exec(dump);
    REQUIRE(user_version(old) == version);
    CHECK(schema_state(old, migrations()) ==
          (version == migrations().back().version ? SchemaState::current : SchemaState::older));
    migrate(old, migrations());
    CHECK(schema_of(old) == schema_of(*fresh));
    CHECK(user_version(old) == migrations().back().version);
    CHECK(old.execAndGet("PRAGMA foreign_keys").getInt() == 1);
    CHECK(old.execAndGet("PRAGMA integrity_check").getString() == "ok");
    for (const char* table : {"calendars", "meetings", "attendees", "meeting_states", "transitions",
                              "outbox", "attempts", "reminders", "job_runs", "facts"}) {
      CAPTURE(table);
      CHECK(count(old, table) > 0);
    }
    CHECK(old.execAndGet("SELECT series_id FROM meetings").getString() ==
          (version < 2 ? "" : "series1"));
    for (const char* table : {"tokens", "channel_addresses"}) {
      CAPTURE(table);
      CHECK((count(old, table) > 0) == (version >= 2));
    }
    for (const char* table : {"arrivals", "dead_channels", "opt_outs"}) {
      CAPTURE(table);
      CHECK((count(old, table) > 0) == (version >= 3));
    }
    for (const char* table : {"prep_sessions", "session_questions", "builds", "context_items",
                              "build_files", "prep_log", "inbox", "redraws"}) {
      CAPTURE(table);
      CHECK((count(old, table) > 0) == (version >= 4));
    }
  }
}

TEST_CASE("the views show times that people read") {
  SQLite::Database old(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  old.exec(data_file("v4.sql"));
  migrate(old, migrations());
  for (const char* view :
       {"v_calendars", "v_meetings", "v_transitions", "v_outbox", "v_attempts", "v_reminders",
        "v_job_runs", "v_tokens", "v_channel_addresses", "v_arrivals", "v_dead_channels",
        "v_opt_outs", "v_prep_sessions", "v_builds", "v_prep_log", "v_inbox", "v_redraws"}) {
    CAPTURE(view);
    CHECK(count(old, view) > 0);
  }
  CHECK(old.execAndGet("SELECT start_time FROM v_meetings").getString() == "2026-11-21T14:30:00Z");
  CHECK(old.execAndGet("SELECT granted_at FROM v_tokens").getString() == "2026-11-21T07:30:00Z");
  for (const char* statement :
       {"DELETE FROM v_meetings", "DELETE FROM v_tokens", "DELETE FROM v_channel_addresses",
        "SELECT refresh_token FROM v_tokens", "SELECT access_token FROM v_tokens",
        "SELECT response_url FROM v_inbox"}) {
    CAPTURE(statement);
    CHECK_THROWS_AS(old.exec(statement), SQLite::Exception);
  }
}

TEST_CASE("an older store is migrated with a copy beside it, and children survive a rebuild") {
  const ScratchFolder folder;
  const std::string path = folder.at("a.db");
  fill(path);
  const auto steps = with(kRebuild);
  const int next = steps.back().version;
  {
    const Connection connection = open_store(path, kBusy, steps);
    CHECK(user_version(*connection) == next);
    CHECK(count(*connection, "outbox") == 1);
    CHECK(count(*connection, "attempts") == 1);
    CHECK(connection->execAndGet("PRAGMA foreign_keys").getInt() == 1);
  }
  const std::string copy = path + ".before-v" + std::to_string(next);
  struct stat found {};
  REQUIRE(::lstat(copy.c_str(), &found) == 0);
  CHECK((found.st_mode & 07777U) == 0600U);
  CHECK_FALSE(file_exists(copy + ".new"));
  CHECK_FALSE(file_exists(copy + "-wal"));
  const Connection restored = open_store(copy, kBusy, migrations());
  CHECK(count(*restored, "attempts") == 1);

  // Once is enough.
  std::filesystem::remove(copy);
  { open_store(path, kBusy, steps); }
  CHECK_FALSE(file_exists(copy));
}

TEST_CASE("a step that fails leaves the version before it untouched") {
  struct Case {
    const char* name;
    const char* sql;
    const char* message;
  };
  const Case cases[] = {
      {"half way", "CREATE TABLE half (x INTEGER) STRICT; SELECT nonsense;", "nonsense"},
      {"orphans", "CREATE TABLE half (x INTEGER) STRICT; DELETE FROM outbox;", "attempts"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    const ScratchFolder folder;
    const std::string path = folder.at("a.db");
    fill(path);
    for (int tries = 0; tries < 2; ++tries) {  // again: the copy of the first try is there
      const auto error = error_of([&] { open_store(path, kBusy, with(each.sql)); });
      REQUIRE(error);
      CHECK(error->kind() == ErrorKind::failed);
      CHECK(error->message().find(each.message) != std::string::npos);
    }
    const Connection connection = open_store(path, kBusy, migrations());
    CHECK_FALSE(connection->tableExists("half"));
    CHECK(count(*connection, "outbox") == 1);
    CHECK(user_version(*connection) == migrations().back().version);
  }
}

TEST_CASE("a store of a newer program is refused and not touched") {
  const ScratchFolder folder;
  const std::string path = folder.at("a.db");
  { open_store(path, kBusy, with("CREATE TABLE later (x INTEGER) STRICT")); }
  const auto error = error_of([&] { open_store(path, kBusy, migrations()); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::failed);
  CHECK(error->message().find("newer version") != std::string::npos);
  CHECK(error->hint().find("newer program") != std::string::npos);
  SQLite::Database raw(path, SQLite::OPEN_READONLY);
  CHECK(raw.tableExists("later"));
}

}  // namespace execassist::store::testing
