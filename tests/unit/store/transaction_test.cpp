#include "sample_rows.hpp"
#include "store/database.hpp"
#include "store/job_repository.hpp"
#include "store/meeting_repository.hpp"
#include "store/migrations.hpp"
#include "store/store_file.hpp"
#include "support/error_of.hpp"
#include "support/scratch_folder.hpp"

#include <chrono>
#include <filesystem>
#include <stdexcept>

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

namespace execassist::store::testing {

using execassist::testing::error_of;
using execassist::testing::ScratchFolder;

namespace {

constexpr Seconds kAtOnce{0};

Database open(const std::string& path, Seconds busy = Seconds{10}) {
  return Database::open(path, OpenMode::read_write, busy);
}

}  // namespace

TEST_CASE("a transaction that is not committed leaves no trace") {
  Database database = Database::in_memory();
  set_fact(database, "test", "before");
  {
    Transaction transaction = database.begin();
    JobRepository(database).set_fact(transaction, "test", "lost");
    CHECK(JobRepository(database).fact("test") == "lost");
  }
  CHECK(JobRepository(database).fact("test") == "before");
  CHECK_THROWS_AS(
      [&] {
        Transaction transaction = database.begin();
        JobRepository(database).set_fact(transaction, "test", "lost");
        throw std::runtime_error("on the way");
      }(),
      std::runtime_error);
  CHECK(JobRepository(database).fact("test") == "before");
  set_fact(database, "test", "after");
  CHECK(JobRepository(database).fact("test") == "after");
}

TEST_CASE("only one transaction at a time, and the open one goes on") {
  Database database = Database::in_memory();
  Transaction transaction = database.begin();
  JobRepository(database).set_fact(transaction, "test", "kept");
  CHECK(error_of([&] { database.begin(); }));
  transaction.commit();
  CHECK(JobRepository(database).fact("test") == "kept");
}

TEST_CASE("a store that another holds: try again") {
  const ScratchFolder folder;
  const std::string path = folder.at("a.db");
  Database first = open(path);
  Database second = open(path, kAtOnce);
  {
    const Transaction held = first.begin();
    const auto error = error_of([&] { second.begin(); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::try_again);
    CHECK(error->message() == "the store is locked: another process has held it for over " +
                                  describe_duration(kAtOnce));
    CHECK_FALSE(error->hint().empty());
    CHECK_FALSE(JobRepository(second).fact("test"));  // reading goes on
  }
  set_fact(second, "test", "free again");
  CHECK(JobRepository(first).fact("test") == "free again");
}

TEST_CASE("a store that another is setting up: try again") {
  const ScratchFolder folder;
  const std::string path = folder.at("a.db");
  const StoreLock lock(path, kAtOnce);
  const auto error = error_of([&] { open(path, kAtOnce); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::try_again);
  CHECK_FALSE(file_exists(path));
}

TEST_CASE("a full disk: a clear error, the store as it was") {
  const ScratchFolder folder;
  Database database = open(folder.at("a.db"));
  store_meeting(database, a_meeting("0m"));
  database.connection().exec("PRAGMA max_page_count = 1");  // as many as there are
  Meeting large = a_meeting("1m");
  large.facts.description = std::string(1 << 20, 'x');
  const auto error = error_of([&] { store_meeting(database, large); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::failed);
  CHECK(error->message().find("the disk is full") != std::string::npos);
  CHECK(MeetingRepository(database).list({}).size() == 1);
  CHECK(database.connection().execAndGet("PRAGMA integrity_check").getString() == "ok");
  database.connection().exec("PRAGMA max_page_count = 1000000");
  store_meeting(database, large);
  CHECK(MeetingRepository(database).list({}).size() == 2);
}

TEST_CASE("a newer program took the store over: leave it and try again") {
  const ScratchFolder folder;
  Database database = open(folder.at("a.db"));
  SQLite::Database(folder.at("a.db"), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 1000");
  const auto error = error_of([&] { database.begin(); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::try_again);
  CHECK(error->message().find("newer") != std::string::npos);
  SQLite::Database(folder.at("a.db"), SQLite::OPEN_READWRITE)
      .exec("PRAGMA user_version = " + std::to_string(migrations().back().version));
  set_fact(database, "test", "goes on");
}

TEST_CASE("a file that was removed or replaced takes no more transactions") {
  for (const bool replaced : {false, true}) {
    CAPTURE(replaced);
    const ScratchFolder folder;
    const std::string path = folder.at("a.db");
    Database database = open(path);
    set_fact(database, "test", "before");
    std::filesystem::rename(path, folder.at("old.db"));
    if (replaced) std::filesystem::copy_file(folder.at("old.db"), path);
    for (int i = 0; i < 2; ++i) {
      const auto error = error_of([&] { set_fact(database, "test", "lost"); });
      REQUIRE(error);
      CHECK(error->kind() == ErrorKind::try_again);
      CHECK(error->message() ==
            "the store " + path + ": its file was removed or replaced meanwhile");
      CHECK_FALSE(error->hint().empty());
    }
    CHECK(database.lost_file());
    CHECK(error_of([&] { database.try_begin(std::chrono::milliseconds(1)); }));
    std::filesystem::rename(folder.at("old.db"), path);
    CHECK_FALSE(database.taken_over());
    CHECK(JobRepository(database).fact("test") == "before");
    set_fact(database, "test", "goes on");
  }
}

TEST_CASE("a store that is to exist is not made") {
  const ScratchFolder folder;
  const std::string path = folder.at("in/a.db");
  const auto existing = [&] { Database::open(path, OpenMode::existing, kAtOnce); };
  const auto missing = error_of(existing);
  REQUIRE(missing);
  CHECK(missing->kind() == ErrorKind::try_again);
  CHECK_FALSE(file_exists(folder.at("in")));
  make_store_folder(path);
  create_private_file(path);
  CHECK(error_of(existing));
  CHECK(std::filesystem::file_size(path) == 0);
  CHECK_FALSE(file_exists(path + ".lock"));
  const Database made = open(path);
  CHECK_FALSE(error_of(existing));
}

TEST_CASE("who does not want to wait is told that it is locked, and waits the next time") {
  const ScratchFolder folder;
  Database first = open(folder.at("a.db"));
  Database second = open(folder.at("a.db"), Seconds{60});
  {
    const Transaction held = first.begin();
    CHECK_FALSE(second.try_begin(std::chrono::milliseconds(1)));
    CHECK(error_of([&] { second.begin(std::chrono::milliseconds(1)); }));
  }
  CHECK(second.connection().execAndGet("PRAGMA busy_timeout").getInt() == 60000);
  CHECK(second.try_begin(std::chrono::milliseconds(1)));
}

TEST_CASE("the version written anew is the same, and takes a place on the disk") {
  const ScratchFolder folder;
  Database database = open(folder.at("a.db"));
  const auto log_size = [&] {
    return file_exists(folder.at("a.db-wal")) ? std::filesystem::file_size(folder.at("a.db-wal"))
                                              : 0;
  };
  const auto before = log_size();
  const int version = database.schema_version();
  Transaction transaction = database.begin();
  database.rewrite_version(transaction);
  transaction.commit();
  CHECK(log_size() > before);
  CHECK(database.schema_version() == version);
}

TEST_CASE("a value that was changed by hand is named") {
  Database database = Database::in_memory();
  store_meeting(database, a_meeting("0m"));
  database.connection().exec("PRAGMA ignore_check_constraints = ON");
  database.connection().exec("UPDATE meeting_states SET status = 'odd'");
  const auto error = error_of([&] { MeetingRepository(database).load("0m"); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::failed);
  CHECK(error->message().find("\"odd\"") != std::string::npos);
}

}  // namespace execassist::store::testing
