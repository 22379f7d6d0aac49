#include "store/database.hpp"

#include "child_process.hpp"
#include "sample_rows.hpp"
#include "store/job_repository.hpp"
#include "store/meeting_repository.hpp"
#include "store/migrations.hpp"
#include "store/store_file.hpp"
#include "support/error_of.hpp"
#include "support/scratch_folder.hpp"

#include <csignal>
#include <filesystem>
#include <iostream>

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>

namespace execassist::store::testing {

using execassist::testing::content_of;
using execassist::testing::error_of;
using execassist::testing::ScratchFolder;

namespace {

constexpr Seconds kAtOnce{0};

Database open(const std::string& path, Seconds busy = Seconds{10}) {
  return Database::open(path, OpenMode::read_write, busy);
}

unsigned mode_of(const std::string& path) {
  struct stat found {};
  return ::lstat(path.c_str(), &found) == 0 ? found.st_mode & 07777U : 0U;
}

std::string pragma(const Database& database, const std::string& name) {
  return database.connection().execAndGet("PRAGMA " + name).getString();
}

// Closed again, with a fact in it.
void make_store(const std::string& path) {
  Database database = open(path);
  set_fact(database, "test", "kept");
}

}  // namespace

TEST_CASE("a missing store is made, for its owner only, and found again") {
  const ScratchFolder folder;
  const std::string path = folder.at("new/deep/execassist.db");
  const mode_t old_mask = ::umask(0);
  {
    Database database = open(path);
    CHECK(pragma(database, "journal_mode") == "wal");
    CHECK(pragma(database, "synchronous") == "2");
    CHECK(pragma(database, "foreign_keys") == "1");
    CHECK(pragma(database, "busy_timeout") == "10000");
    CHECK(database.schema_version() == migrations().back().version);
    CHECK(database.path() == path);
    set_fact(database, "test", "kept");
    for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
      CAPTURE(suffix);
      CHECK(mode_of(path + suffix) == 0600);
    }
  }
  ::umask(old_mask);
  CHECK(mode_of(folder.at("new")) == 0700);
  CHECK(mode_of(folder.at("new/deep")) == 0700);
  CHECK_FALSE(file_exists(path + ".new"));
  Database again = open(path);
  CHECK(JobRepository(again).fact("test") == "kept");
}

TEST_CASE("an open of a current store takes no lock and leaves the journal mode") {
  const ScratchFolder folder;
  const std::string path = folder.at("a.db");
  { open(path); }
  CHECK(std::filesystem::remove(path + ".lock"));
  { open(path, kAtOnce); }
  CHECK_FALSE(file_exists(path + ".lock"));
}

TEST_CASE("names of all kinds") {
  const ScratchFolder folder;
  for (const char* name : {"with blank.db", "percent%41?mode=memory#x.db",
                           "\xc3\xbcml\xc3\xa4ut.db", "file:x.db", ":memory:", "quote'\".db"}) {
    CAPTURE(name);
    make_store(folder.at(name));
    CHECK(file_exists(folder.at(name)));
    Database copy = Database::open(folder.at(name), OpenMode::dry_run);
    CHECK(JobRepository(copy).fact("test") == "kept");
  }
  CHECK(error_of([] { open(""); })->kind() == ErrorKind::configuration);
}

TEST_CASE("a link to a store is the store; a link to nothing is an error") {
  const ScratchFolder folder;
  make_store(folder.at("real.db"));
  std::filesystem::create_symlink(folder.at("real.db"), folder.at("link.db"));
  std::filesystem::create_symlink(folder.at("nothing.db"), folder.at("dangling.db"));
  Database linked = open(folder.at("link.db"));
  CHECK(JobRepository(linked).fact("test") == "kept");
  CHECK_FALSE(file_exists(folder.at("link.db-wal")));
  const auto error = error_of([&] { open(folder.at("dangling.db")); });
  REQUIRE(error);
  CHECK(error->message().find("a link that leads nowhere") != std::string::npos);
  CHECK_FALSE(file_exists(folder.at("nothing.db")));
}

TEST_CASE("what is no store of ours is refused in one line and left as it is") {
  const ScratchFolder folder;
  make_store(folder.at("good.db"));
  const std::string good = content_of(folder.at("good.db"));
  REQUIRE(good.size() > 3 * 4096);
  std::string noise;
  for (int i = 0; i < 9000; ++i) noise += static_cast<char>((i * 7919) >> 3);
  std::string bad_header = good;
  bad_header[3] = 'x';
  std::string bad_schema = good;
  std::fill(bad_schema.begin() + 100, bad_schema.begin() + 4096, '\xff');

  struct Case {
    const char* name;
    std::string content;
    const char* message;
  };
  const Case cases[] = {
      {"noise", noise, "damaged, or not a database"},
      {"text", "BEGIN:VCALENDAR\r\n", "damaged, or not a database"},
      {"header", bad_header, "damaged, or not a database"},
      {"schema", bad_schema, "damaged, or not a database"},
      {"cut within the header", good.substr(0, 50), "damaged, or not a database"},
      {"cut within a page", good.substr(0, 5000), "damaged, or not a database"},
      {"cut after a page", good.substr(0, 2 * 4096), "damaged, or not a database"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    const std::string path = folder.at("bad.db");
    folder.write("bad.db", each.content);
    for (const OpenMode mode : {OpenMode::read_write, OpenMode::dry_run}) {
      const auto error = error_of([&] { Database::open(path, mode); });
      REQUIRE(error);
      CHECK(error->kind() == ErrorKind::failed);
      CHECK(error->message().find(each.message) != std::string::npos);
      CHECK(error->message().find('\n') == std::string::npos);
      CHECK(error->message().find(path) != std::string::npos);
      CHECK(error->hint().find("restore") != std::string::npos);
      CHECK(error->hint().find("execassist sync") != std::string::npos);
    }
    CHECK(content_of(path) == each.content);
  }
}

TEST_CASE("a database of another program is not migrated") {
  const ScratchFolder folder;
  for (const char* sql : {"CREATE TABLE photos (x)", "PRAGMA user_version = 3",
                          "PRAGMA application_id = 17; CREATE TABLE photos (x)"}) {
    CAPTURE(sql);
    const std::string path = folder.at("foreign.db");
    std::filesystem::remove(path);
    {
      SQLite::Database foreign(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
      foreign.exec(sql);
      foreign.exec("PRAGMA journal_mode = DELETE");
    }
    REQUIRE(::chmod(path.c_str(), 0600) == 0);
    const std::string before = content_of(path);
    for (const OpenMode mode : {OpenMode::read_write, OpenMode::dry_run}) {
      const auto error = error_of([&] { Database::open(path, mode); });
      REQUIRE(error);
      CHECK(error->kind() == ErrorKind::failed);
      CHECK(error->message().find("another program") != std::string::npos);
    }
    CHECK(content_of(path) == before);
  }
}

TEST_CASE("folders, devices and missing rights are named") {
  const ScratchFolder folder;
  auto error = error_of([&] { open(folder.path()); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::failed);
  CHECK(error->message().find("a folder, not a file") != std::string::npos);
  error = error_of([] { open("/dev/null"); });
  REQUIRE(error);
  CHECK(error->message().find("a device or a pipe") != std::string::npos);
  folder.write("file", "x");
  error = error_of([&] { open(folder.at("file/a.db")); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::failed);
  CHECK(error->message().find("Not a directory") != std::string::npos);
}

TEST_CASE(
    "a store that others may read or change is closed to them; a foreign file is left alone") {
  const ScratchFolder folder;
  const std::string path = folder.at("a.db");
  { open(path); }
  for (const mode_t mode : {0644, 0640, 0602}) {
    REQUIRE(::chmod(path.c_str(), mode) == 0);
    { Database::open(path, OpenMode::dry_run); }
    CHECK(mode_of(path) == mode);
    { open(path); }
    CHECK(mode_of(path) == 0600);
  }
  const std::string foreign = folder.at("foreign.db");
  {
    SQLite::Database(foreign, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec("CREATE TABLE t (a)");
  }
  REQUIRE(::chmod(foreign.c_str(), 0644) == 0);
  CHECK(error_of([&] { Database::open(foreign, OpenMode::read_write); }));
  CHECK(mode_of(foreign) == 0644);
}

TEST_CASE("network file systems are known by their number") {
  CHECK(network_file_system(0x6969) == "NFS");
  CHECK(network_file_system(0xff534d42) == "CIFS");
  CHECK(network_file_system(0xfe534d42) == "SMB");
  CHECK(network_file_system(0xef53).empty());      // ext4
  CHECK(network_file_system(0x01021994).empty());  // tmpfs
}

TEST_CASE("without rights: one clear line, nothing changed") {
  const ScratchFolder folder;
  const std::string inner = folder.at("inner");
  std::filesystem::create_directory(inner);
  REQUIRE(::chmod(folder.path().c_str(), 0755) == 0);
  make_store(inner + "/a.db");
  if (::geteuid() == 0) {
    for (const char* name : {"", "/a.db", "/a.db.lock"}) {
      REQUIRE(::chown((inner + name).c_str(), 65534, 65534) == 0);
    }
  }
  const auto failure_has = [](const std::string& path, const std::string& text) {
    return in_child([&] {
      if (!become_nobody()) return 3;
      const auto error = error_of([&] {
        Database database = Database::open(path, OpenMode::read_write, kAtOnce);
        set_fact(database, "test", "changed");
      });
      if (!error) return 4;
      if (error->kind() != ErrorKind::failed) return 5;
      if (error->message().find(text) != std::string::npos) return 0;
      std::cerr << error->message() << "\n";  // CAPTURE does not reach the parent
      return 6;
    });
  };
  REQUIRE(::chmod(inner.c_str(), 0500) == 0);
  CHECK(failure_has(inner + "/new.db", "Permission denied") == 0);
  CHECK(failure_has(inner + "/a.db", "its folder is read-only") == 0);
  REQUIRE(::chmod(inner.c_str(), 0700) == 0);
  REQUIRE(::chmod((inner + "/a.db").c_str(), 0400) == 0);
  CHECK(failure_has(inner + "/a.db", "is read-only") == 0);
  REQUIRE(::chmod((inner + "/a.db").c_str(), 0000) == 0);
  CHECK(failure_has(inner + "/a.db", "Permission denied") == 0);
  REQUIRE(::chmod(inner.c_str(), 0000) == 0);
  CHECK(failure_has(inner + "/a.db", "Permission denied") == 0);
  REQUIRE(::chmod(inner.c_str(), 0700) == 0);
  REQUIRE(::chmod((inner + "/a.db").c_str(), 0600) == 0);
  Database database = open(inner + "/a.db");
  CHECK(JobRepository(database).fact("test") == "kept");
}

TEST_CASE("sixteen first users at once all get the store") {
  for (const bool empty_file : {false, true}) {
    CAPTURE(empty_file);
    const ScratchFolder folder;
    const std::string path = folder.at("sub/a.db");
    if (empty_file) {
      std::filesystem::create_directory(folder.at("sub"));
      folder.write("sub/a.db", "");
    }
    std::vector<pid_t> children;
    for (int i = 0; i < 16; ++i) {
      children.push_back(start_child([&path, i] {
        Database database = open(path);
        Transaction transaction = database.begin();
        JobRepository(database).set_fact(transaction, std::to_string(i), "here");
        transaction.commit();
        return 0;
      }));
    }
    for (const pid_t child : children) CHECK(exit_code_of(child) == 0);
    Database database = open(path);
    for (int i = 0; i < 16; ++i) CHECK(JobRepository(database).fact(std::to_string(i)) == "here");
    CHECK(pragma(database, "integrity_check") == "ok");
    CHECK(pragma(database, "journal_mode") == "wal");
  }
}

TEST_CASE("what a killed creator left behind does no harm") {
  const ScratchFolder folder;
  const std::string path = folder.at("a.db");
  folder.write("a.db.new", "half a schema");
  folder.write("a.db.new-wal", "and its log");
  Database database = open(path);
  CHECK(database.schema_version() == migrations().back().version);
  CHECK_FALSE(file_exists(path + ".new"));
  CHECK_FALSE(file_exists(path + ".new-wal"));
}

TEST_CASE("no room to make the store: nothing is left behind") {
  const ScratchFolder folder;
  const std::string path = folder.at("a.db");
  CHECK(in_child([&] {
          ::signal(SIGXFSZ, SIG_IGN);
          const rlimit limit{16384, 16384};
          if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 3;
          const auto error = error_of([&] { open(path); });
          return error && error->kind() == ErrorKind::failed ? 0 : 4;
        }) == 0);
  CHECK_FALSE(file_exists(path));
  CHECK_FALSE(file_exists(path + ".new"));
  CHECK(open(path).schema_version() == migrations().back().version);
}

}  // namespace execassist::store::testing
