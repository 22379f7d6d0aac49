#include "store/store_copy.hpp"

#include "filled_store.hpp"
#include "store/database.hpp"
#include "store/store_file.hpp"
#include "support/error_of.hpp"
#include "support/scratch_folder.hpp"

#include <filesystem>
#include <optional>

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <sys/stat.h>

namespace execassist::store::testing {

using execassist::testing::content_of;
using execassist::testing::error_of;
using execassist::testing::ScratchFolder;

namespace {

constexpr Seconds kBusy{1};

struct OldStore {
  explicit OldStore(int schema) : version(schema) { write_filled_store(path, version); }

  std::vector<Migration> steps_with(const char* sql) const {
    std::vector<Migration> steps(migrations().begin(), migrations().begin() + version);
    steps.push_back({version + 1, "a test", sql});
    return steps;
  }
  std::optional<Error> failed_attempt() const {
    return error_of([&] { open_store(path, kBusy, steps_with("SELECT nonsense")); });
  }

  int version;
  ScratchFolder folder{};
  std::string path = folder.at("a.db");
  std::string copy = path + ".before-v" + std::to_string(version + 1);
};

std::string stored_in(const std::string& path) {
  SQLite::Database store(path, SQLite::OPEN_READONLY);
  return content_of_store(store);
}

}  // namespace

TEST_CASE("the copy holds what the store held, for its owner only") {
  for (const int version : all_versions()) {
    CAPTURE(version);
    const OldStore old(version);
    const std::string before = stored_in(old.path);
    { open_store(old.path, kBusy, old.steps_with("DROP TABLE facts")); }
    CHECK(stored_in(old.path) != before);
    struct stat found {};
    REQUIRE(::lstat(old.copy.c_str(), &found) == 0);
    CHECK((found.st_mode & 07777U) == 0600U);
    CHECK(stored_in(old.copy) == before);

    // The way back: the copy in the store's place is what the older program knows.
    std::filesystem::rename(old.copy, old.path);
    for (const char* left : {"-wal", "-shm"}) std::filesystem::remove(old.path + left);
    CHECK(stored_in(old.path) == before);
  }
}

TEST_CASE("what is still in the log is in the copy") {
  const OldStore old(1);
  SQLite::Database writer(old.path, SQLite::OPEN_READWRITE);
  writer.exec("INSERT INTO facts VALUES ('late', 'here')");
  REQUIRE(file_exists(old.path + "-wal"));
  { open_store(old.path, kBusy, old.steps_with("DROP TABLE facts")); }
  SQLite::Database copy(old.copy, SQLite::OPEN_READONLY);
  CHECK(count(copy, "facts WHERE key = 'late'") == 1);
}

TEST_CASE("a second attempt keeps the copy of the first") {
  const OldStore old(1);
  REQUIRE(old.failed_attempt());
  const std::string first = content_of(old.copy);
  const FileId id = id_of(old.copy);
  REQUIRE(old.failed_attempt());
  CHECK(id_of(old.copy) == id);
  CHECK_FALSE(file_exists(old.copy + ".2"));
  CHECK_FALSE(file_exists(old.copy + ".new"));

  // The older program went on meanwhile.
  SQLite::Database(old.path, SQLite::OPEN_READWRITE).exec("DELETE FROM job_runs");
  REQUIRE(old.failed_attempt());
  CHECK(content_of(old.copy) == first);
  CHECK(id_of(old.copy) == id);
  SQLite::Database second(old.copy + ".2", SQLite::OPEN_READONLY);
  CHECK(count(second, "job_runs") == 0);
  REQUIRE(old.failed_attempt());
  CHECK_FALSE(file_exists(old.copy + ".3"));
}

TEST_CASE("without a copy nothing is migrated") {
  const OldStore old(1);
  const std::string before = stored_in(old.path);
  std::filesystem::create_directories(old.copy + ".new/in the way");
  const auto error = error_of([&] { open_store(old.path, kBusy, migrations()); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::failed);
  CHECK(error->message().find(old.path + ": an older version of this program wrote it, and no copy "
                                         "of it could be kept") != std::string::npos);
  CHECK(error->message().find("File exists") != std::string::npos);
  CHECK(error->hint().find("left as it was") != std::string::npos);
  CHECK(stored_in(old.path) == before);
  CHECK_FALSE(file_exists(old.copy));
}

TEST_CASE("a dry run over an old store keeps no copy and changes no byte") {
  for (const int version : all_versions()) {
    CAPTURE(version);
    const OldStore old(version);
    const std::string before = content_of(old.path);
    {
      Database copy = Database::open(old.path, OpenMode::dry_run);
      CHECK(copy.schema_version() == migrations().back().version);
      CHECK(count(copy.connection(), "outbox") > 0);
    }
    CHECK(content_of(old.path) == before);
    for (const auto& entry : std::filesystem::directory_iterator(old.folder.path())) {
      CHECK(entry.path().filename() == "a.db");
    }
  }
}

}  // namespace execassist::store::testing
