#include "store/database.hpp"

#include "store/sqlite_error.hpp"
#include "store/statement_cache.hpp"
#include "store/store_opening.hpp"

#include <execassist/base/error.hpp>

#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

namespace execassist::store {

Database::Database(std::string path, std::unique_ptr<SQLite::Database> connection)
    : path_(std::move(path)),
      connection_(std::move(connection)),
      statements_(std::make_unique<StatementCache>()) {}

Database::Database(Database&&) noexcept = default;

Database& Database::operator=(Database&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(connection_, other.connection_);
  std::swap(statements_, other.statements_);
  return *this;
}

Database::~Database() = default;

Database Database::open(const std::string& path, OpenMode mode, Seconds busy) {
  if (mode == OpenMode::dry_run) {
    return {":memory:", open_dry_run_copy(path, busy, migrations())};
  }
  return {path, open_store(path, busy, migrations())};
}

Database Database::in_memory() { return {":memory:", open_in_memory(migrations())}; }

Transaction Database::begin() { return Transaction(*connection_); }

int Database::schema_version() const {
  try {
    return user_version(*connection_);
  } catch (const SQLite::Exception& failure) {
    throw translated(failure, *connection_);
  }
}

Transaction::Transaction(SQLite::Database& connection) : connection_(connection) {
  int version = 0;
  try {
    connection_.exec("BEGIN IMMEDIATE");
    version = user_version(connection_);
  } catch (const SQLite::Exception& failure) {
    throw translated(failure, connection_);
  }
  // A long-lived process must not write rows that the newer schema reads in another way.
  if (version > migrations().back().version) {
    roll_back();
    throw Error(ErrorKind::try_again,
                "the store: a newer version of this program has taken it over meanwhile",
                "start the newer program");
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
