#include "store/migrations.hpp"

#include "child_process.hpp"
#include "filled_store.hpp"
#include "store/database.hpp"
#include "store/outbox_repository.hpp"
#include "store/store_file.hpp"
#include "store/store_opening.hpp"
#include "support/error_of.hpp"
#include "support/scratch_folder.hpp"

#include <filesystem>
#include <optional>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <sys/stat.h>

namespace execassist::store::testing {

using execassist::testing::content_of;
using execassist::testing::error_of;
using execassist::testing::ScratchFolder;

namespace {

constexpr Seconds kBusy{1};

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

TEST_CASE("the views show times that people read") {
  const Connection filled = filled_store(migrations().back().version);
  SQLite::Database& old = *filled;
  for (const std::string& view : names_of(old, "view")) {
    CAPTURE(view);
    CHECK(count(old, view) > 0);
  }
  CHECK(old.execAndGet("SELECT start_time FROM v_meetings WHERE meeting_id = '0123456789abcdef'")
            .getString() == "2026-11-21T14:30:00Z");
  CHECK(old.execAndGet("SELECT granted_at FROM v_tokens WHERE user_id = 'bob'").getString() ==
        "2026-11-21T07:30:00Z");
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
  const auto newer = with("CREATE TABLE later (x INTEGER) STRICT");
  SUBCASE("closed") {
    { open_store(path, kBusy, newer); }
  }
  SUBCASE("its program was killed, and what it wrote last is in the log") {
    CHECK(in_child([&]() -> int {
            const Connection connection = open_store(path, kBusy, newer);
            connection->exec("INSERT INTO later VALUES (1)");
            ::_exit(0);
          }) == 0);
    REQUIRE(file_exists(path + "-wal"));
  }
  const bool log = file_exists(path + "-wal");
  const std::string before = content_of(path);
  const std::string log_before = log ? content_of(path + "-wal") : "";
  for (const OpenMode mode : {OpenMode::read_write, OpenMode::existing, OpenMode::dry_run}) {
    const auto error = error_of([&] { Database::open(path, mode, kBusy); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::failed);
    CHECK(error->message().find("newer version") != std::string::npos);
    CHECK(error->hint().find("newer program") != std::string::npos);
    CHECK(content_of(path) == before);
    REQUIRE(file_exists(path + "-wal") == log);
    if (log) CHECK(content_of(path + "-wal") == log_before);
  }
  const Connection raw = open_store(path, kBusy, newer);
  CHECK(count(*raw, "later") == (log ? 1 : 0));
}

TEST_CASE("a store that lacks a table of its version is called damaged") {
  const ScratchFolder folder;
  const std::string path = folder.at("a.db");
  const auto check = [&](const std::optional<Error>& error) {
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::failed);
    const std::string message = error->message();
    CHECK(message.find(path + ": it is damaged: a part of it is missing: ") != std::string::npos);
    CHECK(message.find("no such table: ") != std::string::npos);
    CHECK(error->hint().find("restore a copy") != std::string::npos);
  };
  const auto write_without = [&](const std::string& table, int version) {
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
    write_filled_store(path, version);
    SQLite::Database(path, SQLite::OPEN_READWRITE).exec("DROP TABLE " + table);
  };
  const int latest = migrations().back().version;
  for (int version = 1; version < latest; ++version) {
    CAPTURE(version);
    for (const char* table : {"outbox", "attendees", "facts"}) {
      write_without(table, version);
      const std::string before = content_of(path);
      for (const OpenMode mode : {OpenMode::read_write, OpenMode::dry_run}) {
        check(error_of([&] { Database::open(path, mode); }));
      }
      CHECK(content_of(path) == before);
      CHECK_FALSE(file_exists(path + ".before-v" + std::to_string(version + 1)));
    }
  }
  // Of today's schema: when it is missed.
  write_without("outbox", latest);
  Database database = Database::open(path, OpenMode::read_write);
  check(error_of([&] { static_cast<void>(OutboxRepository(database).list({})); }));
}

}  // namespace execassist::store::testing
