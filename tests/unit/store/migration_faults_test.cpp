// A migration that is interrupted leaves the store at the version that it had reached, whole; the
// next attempt carries on from there.
#include "child_process.hpp"
#include "filled_store.hpp"
#include "store/store_file.hpp"
#include "support/error_of.hpp"
#include "support/scratch_folder.hpp"

#include <csignal>
#include <filesystem>
#include <limits>

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <sqlite3.h>
#include <sys/resource.h>

namespace execassist::store::testing {

using execassist::testing::error_of;
using execassist::testing::ScratchFolder;

namespace {

constexpr Seconds kBusy{10};
constexpr int kFaultsPerVersion = 40;

// Refuses one of the things that SQLite asks leave for while it prepares statements: each one
// reads, writes, makes or drops something.
class Refusal {
 public:
  Refusal(SQLite::Database& connection, int at) : connection_(connection), left_(at) {
    sqlite3_set_authorizer(connection_.getHandle(), &asked, this);
  }
  Refusal(const Refusal&) = delete;
  Refusal& operator=(const Refusal&) = delete;
  ~Refusal() { sqlite3_set_authorizer(connection_.getHandle(), nullptr, nullptr); }

  int asked_for() const { return asked_for_; }

 private:
  static int asked(void* self, int, const char*, const char*, const char*, const char*) {
    auto& refusal = *static_cast<Refusal*>(self);
    ++refusal.asked_for_;
    return --refusal.left_ == 0 ? SQLITE_DENY : SQLITE_OK;
  }

  SQLite::Database& connection_;
  int left_;
  int asked_for_ = 0;
};

std::vector<Migration> steps_up_to(int version) {
  return {migrations().begin(), migrations().begin() + version};
}

// What a store of `from` holds at each version on its way, by version; the first entries are empty.
std::vector<std::string> contents_on_the_way(SQLite::Database& old, int from) {
  std::vector<std::string> contents(static_cast<std::size_t>(from));
  for (int version = from; version <= migrations().back().version; ++version) {
    const Connection store = copy_in_memory(old);
    migrate(*store, steps_up_to(version));
    contents.push_back(content_of_store(*store));
  }
  return contents;
}

void check_whole(SQLite::Database& store, const std::vector<std::string>& contents) {
  const int version = user_version(store);
  CHECK(version < migrations().back().version);
  CHECK(content_of_store(store) == contents[static_cast<std::size_t>(version)]);
}

void check_next_attempt(SQLite::Database& store, const std::vector<std::string>& contents) {
  migrate(store, migrations());
  CHECK(content_of_store(store) == contents.back());
}

std::vector<int> earlier_versions() {
  auto versions = all_versions();
  versions.pop_back();
  return versions;
}

std::string content_of_file(const std::string& path) {
  SQLite::Database store(path, SQLite::OPEN_READONLY);
  return content_of_store(store);
}

}  // namespace

TEST_CASE("a step that fails at any of its statements leaves the version before it, whole") {
  for (const int version : earlier_versions()) {
    CAPTURE(version);
    const Connection old = filled_store(version);
    const auto contents = contents_on_the_way(*old, version);
    const Connection counted = copy_in_memory(*old);
    int asked = 0;
    {
      const Refusal none(*counted, std::numeric_limits<int>::max());
      migrate(*counted, migrations());
      asked = none.asked_for();
    }
    REQUIRE(asked > kFaultsPerVersion);
    // The last thing asked for is to switch the foreign keys on again.
    for (int at = 1; at < asked; at += asked / kFaultsPerVersion) {
      CAPTURE(at);
      const Connection store = copy_in_memory(*old);
      {
        const Refusal refusal(*store, at);
        CHECK_THROWS_AS(migrate(*store, migrations()), SQLite::Exception);
      }
      check_whole(*store, contents);
      if (at % 5 == 1) check_next_attempt(*store, contents);
    }
  }
}

TEST_CASE("a store that cannot grow stays at the version before the step, whole") {
  for (const int version : earlier_versions()) {
    CAPTURE(version);
    const Connection old = filled_store(version);
    const auto contents = contents_on_the_way(*old, version);
    const int pages = old->execAndGet("PRAGMA page_count").getInt();
    int failures = 0;
    for (int room = 0;; room += 4) {
      CAPTURE(room);
      const Connection store = copy_in_memory(*old);
      store->exec("PRAGMA max_page_count = " + std::to_string(pages + room));
      try {
        migrate(*store, migrations());
        CHECK(content_of_store(*store) == contents.back());
        break;
      } catch (const SQLite::Exception& failure) {
        ++failures;
        CHECK(failure.getErrorCode() == SQLITE_FULL);
        check_whole(*store, contents);
        store->exec("PRAGMA max_page_count = 100000");
        check_next_attempt(*store, contents);
      }
      REQUIRE(room < 1000);
    }
    CHECK(failures > 0);
  }
}

TEST_CASE("a full disk at any point leaves a store that the next attempt brings up to date") {
  const int version = earlier_versions().front();
  const ScratchFolder folder;
  const std::string path = folder.at("a.db");
  write_filled_store(path, version);
  const Connection old = filled_store(version);
  const auto contents = contents_on_the_way(*old, version);
  const std::string bytes = execassist::testing::content_of(path);
  int failures = 0;
  for (rlim_t limit = 32768;; limit += 49152) {
    CAPTURE(limit);
    std::filesystem::remove_all(folder.path());
    std::filesystem::create_directory(folder.path());
    folder.write("a.db", bytes);
    // Exits with what it met: 0 for a migrated store.
    const int met = in_child([&] {
      ::signal(SIGXFSZ, SIG_IGN);
      const rlimit room{limit, limit};
      if (::setrlimit(RLIMIT_FSIZE, &room) != 0) return 3;
      const auto error = error_of([&] { open_store(path, kBusy, migrations()); });
      if (!error) return 0;
      return error->kind() == ErrorKind::failed && !error->hint().empty() ? 1 : 4;
    });
    if (met == 0) break;
    ++failures;
    CHECK(met == 1);
    CHECK_FALSE(file_exists(path + ".before-v2.new"));
    {
      SQLite::Database left(path, SQLite::OPEN_READWRITE);
      check_whole(left, contents);
    }
    { open_store(path, kBusy, migrations()); }
    CHECK(content_of_file(path) == contents.back());
    REQUIRE(limit < 10'000'000);
  }
  CHECK(failures >= 3);
  CHECK(content_of_file(path) == contents.back());
}

TEST_CASE("a process that is killed in the middle of a step changes nothing") {
  const int version = earlier_versions().back();
  const ScratchFolder folder;
  const std::string path = folder.at("a.db");
  write_filled_store(path, version);
  const std::string before = content_of_file(path);
  // The killing is a part of the step's own SQL.
  std::vector<Migration> steps = steps_up_to(version);
  steps.push_back({version + 1, "a test", "DELETE FROM facts; DROP TABLE outbox; SELECT die();"});
  const pid_t child = start_child([&] {
    sqlite3_auto_extension(
        reinterpret_cast<void (*)()>(+[](sqlite3* connection, char**, const sqlite3_api_routines*) {
          return sqlite3_create_function(
              connection, "die", 0, SQLITE_UTF8, nullptr,
              [](sqlite3_context*, int, sqlite3_value**) { ::raise(SIGKILL); }, nullptr, nullptr);
        }));
    open_store(path, kBusy, steps);
    return 0;
  });
  CHECK(exit_code_of(child) == 128);
  CHECK(content_of_file(path) == before);
  CHECK(content_of_file(path + ".before-v" + std::to_string(version + 1)) == before);
  const Connection store = open_store(path, kBusy, migrations());
  CHECK(user_version(*store) == migrations().back().version);
}

TEST_CASE("programs that open an old store at once migrate it once") {
  for (const int version : earlier_versions()) {
    CAPTURE(version);
    const ScratchFolder folder;
    const std::string path = folder.at("a.db");
    write_filled_store(path, version);
    const std::string before = content_of_file(path);
    std::vector<pid_t> children;
    for (int i = 0; i < 6; ++i) {
      children.push_back(start_child([&] {
        const Connection store = open_store(path, kBusy, migrations());
        return user_version(*store) == migrations().back().version ? 0 : 3;
      }));
    }
    for (const pid_t child : children) CHECK(exit_code_of(child) == 0);
    const Connection old = filled_store(version);
    CHECK(content_of_file(path) == contents_on_the_way(*old, version).back());
    const std::string copy = path + ".before-v" + std::to_string(version + 1);
    CHECK(content_of_file(copy) == before);
    CHECK_FALSE(file_exists(copy + ".2"));
  }
}

}  // namespace execassist::store::testing
