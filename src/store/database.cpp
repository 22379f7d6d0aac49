#include "store/database.hpp"

#include "store/sqlite_error.hpp"
#include "store/statement_cache.hpp"
#include "store/store_opening.hpp"

#include <execassist/base/error.hpp>

#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

namespace execassist::store {

namespace {

// Restored even where the wait was in vain, and before the failure is put in words.
class ShorterWait {
 public:
  ShorterWait(SQLite::Database& connection, std::chrono::milliseconds longest)
      : connection_(connection), before_(connection.execAndGet("PRAGMA busy_timeout").getInt()) {
    connection_.setBusyTimeout(static_cast<int>(longest.count()));
  }
  ShorterWait(const ShorterWait&) = delete;
  ShorterWait& operator=(const ShorterWait&) = delete;
  ~ShorterWait() { sqlite3_busy_timeout(connection_.getHandle(), before_); }

 private:
  SQLite::Database& connection_;
  const int before_;
};

}  // namespace

Database::Database(std::string path, std::unique_ptr<SQLite::Database> connection)
    : path_(std::move(path)),
      connection_(std::move(connection)),
      statements_(std::make_unique<StatementCache>()),
      file_(path_ == ":memory:" ? std::nullopt : std::optional(id_of(path_))) {}

Database::Database(Database&&) noexcept = default;

Database& Database::operator=(Database&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(file_, other.file_);
  std::swap(connection_, other.connection_);
  std::swap(statements_, other.statements_);
  return *this;
}

Database::~Database() = default;

Database Database::open(const std::string& path, OpenMode mode, Seconds busy) {
  if (mode == OpenMode::dry_run) {
    return {":memory:", open_dry_run_copy(path, busy, migrations())};
  }
  if (mode == OpenMode::existing) return {path, open_existing_store(path, busy, migrations())};
  return {path, open_store(path, busy, migrations())};
}

Database Database::in_memory() { return {":memory:", open_in_memory(migrations())}; }

Transaction Database::begin() { return {*this, std::nullopt}; }

Transaction Database::begin(std::chrono::milliseconds longest) { return {*this, longest}; }

std::unique_ptr<Transaction> Database::try_begin(std::chrono::milliseconds longest) {
  try {
    return std::unique_ptr<Transaction>(new Transaction(*this, longest));
  } catch (const Error& failure) {
    if (failure.kind() != ErrorKind::try_again || taken_over()) throw;
    return nullptr;
  }
}

std::optional<Error> Database::lost_file() const {
  if (!file_ || !leads_elsewhere(path_, *file_)) return std::nullopt;
  return Error(ErrorKind::try_again,
               store_called(path_) + ": its file was removed or replaced meanwhile",
               "start the program again, once the right file is in its place");
}

std::optional<Error> Database::taken_over() const {
  if (auto lost = lost_file()) return lost;
  if (schema_version() <= migrations().back().version) return std::nullopt;
  return Error(ErrorKind::try_again,
               "the store: a newer version of this program has taken it over meanwhile",
               "start the newer program");
}

void Database::rewrite_version(Transaction&) {
  const std::string version = std::to_string(schema_version());
  try {
    connection_->exec("PRAGMA user_version = " + version);
  } catch (const SQLite::Exception& failure) {
    throw translated(failure, *connection_);
  }
}

int Database::schema_version() const {
  try {
    return user_version(*connection_);
  } catch (const SQLite::Exception& failure) {
    throw translated(failure, *connection_);
  }
}

Transaction::Transaction(const Database& database, std::optional<std::chrono::milliseconds> longest)
    : connection_(database.connection()) {
  try {
    std::optional<ShorterWait> wait;
    if (longest) wait.emplace(connection_, *longest);
    connection_.exec("BEGIN IMMEDIATE");
  } catch (const SQLite::Exception& failure) {
    throw translated(failure, connection_);
  }
  // A long-lived process must not write rows that the newer schema reads in another way, nor into a
  // file that has lost its name: both would be acknowledged and never seen again.
  try {
    if (const auto why = database.taken_over()) throw Error(*why);
  } catch (const Error&) {
    roll_back();
    throw;
  }
}

Transaction::~Transaction() {
  if (open_) roll_back();
}

void Transaction::commit() {
  try {
    connection_.exec("COMMIT");
    open_ = false;
  } catch (const SQLite::Exception& failure) {
    throw translated(failure, connection_);
  }
}

// SQLite itself has rolled back after some failures (a full disk).
void Transaction::roll_back() noexcept {
  if (sqlite3_get_autocommit(connection_.getHandle()) == 0) connection_.tryExec("ROLLBACK");
  open_ = false;
}

}  // namespace execassist::store
