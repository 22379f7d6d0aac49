#include "child_process.hpp"
#include "sample_rows.hpp"
#include "store/database.hpp"
#include "store/job_repository.hpp"
#include "store/migrations.hpp"
#include "store/store_opening.hpp"
#include "support/error_of.hpp"
#include "support/scratch_folder.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

namespace execassist::store::testing {

using execassist::testing::error_of;
using execassist::testing::ScratchFolder;

namespace {

// Every file with its bytes and times.
std::map<std::string, std::string> snapshot(const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    std::string& content = files[entry.path().string()];
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    content.assign(std::istreambuf_iterator<char>(in), {});
    content += "|" + std::to_string(entry.last_write_time().time_since_epoch().count());
  }
  return files;
}

// In a process of its own, so that no connection of this one holds anything open for it.
int dry_run_sees(const std::string& path, const std::string& key) {
  return in_child([&] {
    Database copy = Database::open(path, OpenMode::dry_run);
    if (JobRepository(copy).fact(key) != "here") return 3;
    set_fact(copy, "written in the copy", "here");
    return copy.path() == ":memory:" && copy.schema_version() == migrations().back().version ? 0
                                                                                             : 4;
  });
}

// As after a power cut: the log was never folded into the store.
void leave_a_log(const std::string& path, const std::string& key) {
  CHECK(in_child([&]() -> int {
          Database database = Database::open(path, OpenMode::read_write);
          set_fact(database, key, "here");
          ::_exit(0);  // without a close
        }) == 0);
}

}  // namespace

TEST_CASE("a dry run without a store makes none") {
  const ScratchFolder folder;
  for (const char* name : {"a.db", "missing/deep/a.db"}) {
    Database copy = Database::open(folder.at(name), OpenMode::dry_run);
    set_fact(copy, "x", "here");
    CHECK(copy.schema_version() == migrations().back().version);
    CHECK(snapshot(folder.path()).empty());
  }
}

TEST_CASE("a dry run leaves the files as they are") {
  const ScratchFolder folder;
  const std::string path = folder.at("a.db");
  {
    Database database = Database::open(path, OpenMode::read_write);
    set_fact(database, "first", "here");
  }
  const auto unchanged = [&](const std::string& key) {
    const auto before = snapshot(folder.path());
    CHECK(dry_run_sees(path, key) == 0);
    CHECK(snapshot(folder.path()) == before);
  };
  SUBCASE("closed cleanly") { unchanged("first"); }
  SUBCASE("open elsewhere, nothing written yet") {
    PausedChild other([&](const auto& pause) {
      Database database = Database::open(path, OpenMode::read_write);
      if (!JobRepository(database).fact("first")) return 3;
      pause();
      return 0;
    });
    REQUIRE(std::filesystem::exists(path + "-wal"));
    unchanged("first");
    CHECK(other.finish() == 0);
  }
  SUBCASE("open elsewhere, written") {
    PausedChild other([&](const auto& pause) {
      Database database = Database::open(path, OpenMode::read_write);
      set_fact(database, "second", "here");
      pause();
      return 0;
    });
    unchanged("second");
    CHECK(other.finish() == 0);
  }
  SUBCASE("open elsewhere, in a transaction") {
    PausedChild other([&](const auto& pause) {
      Database database = Database::open(path, OpenMode::read_write);
      set_fact(database, "second", "here");
      Transaction transaction = database.begin();
      JobRepository(database).set_fact(transaction, "third", "here");
      pause();
      transaction.commit();
      return 0;
    });
    unchanged("second");
    CHECK(other.finish() == 0);
  }
  SUBCASE("a log that a killed process left") {
    leave_a_log(path, "second");
    REQUIRE(std::filesystem::exists(path + "-wal"));
    unchanged("second");
  }
  SUBCASE("a log without its index") {
    leave_a_log(path, "second");
    std::filesystem::remove(path + "-shm");
    unchanged("second");
    CHECK_FALSE(std::filesystem::exists(path + "-shm"));
  }
  SUBCASE("an empty file") {
    std::filesystem::resize_file(path, 0);
    const auto before = snapshot(folder.path());
    Database copy = Database::open(path, OpenMode::dry_run);
    CHECK(copy.schema_version() == migrations().back().version);
    CHECK(snapshot(folder.path()) == before);
  }
  // And the store still works.
  Database database = Database::open(path, OpenMode::read_write);
  set_fact(database, "after", "here");
  CHECK_FALSE(JobRepository(database).fact("written in the copy"));
}

TEST_CASE("a dry run beside a connection of its own process keeps that one's locks") {
  const ScratchFolder folder;
  const std::string path = folder.at("a.db");
  { Database::open(path, OpenMode::read_write); }
  PausedChild other([&](const auto& pause) {
    pause();
    Database database = Database::open(path, OpenMode::read_write, Seconds{0});
    const auto error = error_of([&] { database.begin(); });
    return error && error->kind() == ErrorKind::try_again ? 0 : 3;
  });
  Database own = Database::open(path, OpenMode::read_write);
  set_fact(own, "first", "here");
  const Transaction held = own.begin();
  {
    Database copy = Database::open(path, OpenMode::dry_run);
    CHECK(JobRepository(copy).fact("first"));
  }
  CHECK(other.finish() == 0);
}

TEST_CASE("a dry run migrates its copy only, and refuses a newer store") {
  const ScratchFolder folder;
  const std::string path = folder.at("a.db");
  { Database::open(path, OpenMode::read_write); }
  const auto before = snapshot(folder.path());
  std::vector<Migration> with_next(migrations().begin(), migrations().end());
  const int next = with_next.back().version + 1;
  with_next.push_back({next, "a test", "CREATE TABLE later (x INTEGER) STRICT"});
  const Connection copy = open_dry_run_copy(path, Seconds{1}, with_next);
  CHECK(copy->tableExists("later"));
  CHECK(user_version(*copy) == next);
  CHECK(snapshot(folder.path()) == before);

  SQLite::Database(path, SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 1000");
  const auto newer = snapshot(folder.path());
  const auto error = error_of([&] { Database::open(path, OpenMode::dry_run); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::failed);
  CHECK(error->message().find("newer") != std::string::npos);
  CHECK(snapshot(folder.path()) == newer);
}

}  // namespace execassist::store::testing
