#include "store/store_opening.hpp"

#include "store/sqlite_error.hpp"
#include "store/store_copy.hpp"
#include "store/store_file.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/log.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

namespace execassist::store {

namespace {

// A store that is created, removed and created again while we look is somebody's experiment.
constexpr int kOpenTries = 5;

int milliseconds(Seconds busy) { return static_cast<int>(busy.count() * 1000); }

Connection connect(const std::string& path, Seconds busy) {
  auto connection = std::make_unique<SQLite::Database>(
      path, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX, milliseconds(busy));
  connection->exec("PRAGMA synchronous = FULL");
  connection->exec("PRAGMA foreign_keys = ON");
  connection->exec("PRAGMA temp_store = MEMORY");
  connection->exec("PRAGMA trusted_schema = OFF");
  return connection;
}

int next_step(SQLite::Database& connection, std::span<const Migration> steps) {
  const int version = user_version(connection);
  for (const Migration& step : steps) {
    if (step.version > version) return step.version;
  }
  return version;
}

// Refuses what is not ours to write, and leaves it as it is to the byte: the last to close a store
// would else fold the log of a program that was killed into it.
SchemaState checked_state(SQLite::Database& connection, bool log_was_there,
                          std::span<const Migration> steps) {
  try {
    return schema_state(connection, steps);
  } catch (const Error&) {
    if (log_was_there) {
      sqlite3_db_config(connection.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    }
    throw;
  }
}

void check_whole(SQLite::Database& connection, const std::string& path,
                 std::span<const Migration> steps) {
  const std::string missing = missing_table(connection, steps);
  if (!missing.empty()) throw incomplete_store(path, "no such table: " + missing);
}

void create_store(const std::string& path, Seconds busy, std::span<const Migration> steps) {
  const std::string unfinished = path + ".new";
  remove_database_files(unfinished);  // of a creator that was killed
  create_private_file(unfinished);
  try {
    {
      const Connection connection = connect(unfinished, busy);
      migrate(*connection, steps);
      // Last, so that nothing waits in a log whose checkpoint at the close could fail unseen.
      connection->exec("PRAGMA journal_mode = WAL");
    }
    if (file_exists(unfinished + "-wal")) {
      throw Error(ErrorKind::failed, store_called(path) + ": it could not be written whole",
                  "free some space and run it again");
    }
    put_in_place(unfinished, path, false);
  } catch (...) {
    remove_database_files(unfinished);
    throw;
  }
  remove_database_files(unfinished);
}

// REQUIRES: the lock is held.
void bring_up_to_date(const std::string& path, Seconds busy, std::span<const Migration> steps) {
  const bool log_was_there = file_exists(path + "-wal");
  const Connection connection = connect(path, busy);
  const SchemaState state = checked_state(*connection, log_was_there, steps);
  if (state == SchemaState::current) return;  // somebody was faster
  if (state == SchemaState::older) {
    check_whole(*connection, path, steps);
    const std::string copy = keep_copy(*connection, path, next_step(*connection, steps));
    log(LogLevel::info, {{"path", path}, {"copy", copy}},
        "the store is brought up to this version; a copy of what it was is kept");
  }
  connection->exec("PRAGMA journal_mode = WAL");
  migrate(*connection, steps);
}

// Nothing when the store has to be made or brought up to date first.
Connection connect_if_current(const std::string& path, Seconds busy,
                              std::span<const Migration> steps) {
  const bool log_was_there = file_exists(path + "-wal");
  Connection connection = connect(path, busy);
  if (checked_state(*connection, log_was_there, steps) != SchemaState::current) return nullptr;
  return connection;
}

Connection open_or_set_up(const std::string& path, Seconds busy, std::span<const Migration> steps) {
  for (int tries = 0; tries < kOpenTries; ++tries) {
    const StoreFile file = inspect_store_file(path);
    if (file == StoreFile::present) {
      if (Connection connection = connect_if_current(path, busy, steps)) {
        keep_private(path);
        return connection;
      }
    }
    make_store_folder(path);
    const StoreLock lock(path, busy);
    if (inspect_store_file(path) == StoreFile::missing) {
      create_store(path, busy, steps);
    } else {
      bring_up_to_date(path, busy, steps);
    }
  }
  throw Error(ErrorKind::try_again, store_called(path) + ": it keeps vanishing", "try again later");
}

std::string percent_encoded(const std::string& path) {
  static constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char each : path) {
    if (kPlain.find(each) != std::string_view::npos) {
      encoded += each;
    } else {
      const auto byte = static_cast<unsigned char>(each);
      encoded += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
  }
  return encoded;
}

Connection copy_of(const std::string& path, const std::string& parameters, bool exclusive,
                   Seconds busy) {
  SQLite::Database source("file:" + percent_encoded(path) + "?mode=ro&" + parameters,
                          SQLite::OPEN_READONLY | SQLite::OPEN_URI, milliseconds(busy));
  // With nobody else there, the index of the log is kept in our memory instead of in a -shm.
  if (exclusive) source.exec("PRAGMA locking_mode = EXCLUSIVE");
  auto copy = std::make_unique<SQLite::Database>(":memory:", SQLite::OPEN_READWRITE);
  copy_into(source, *copy);
  return copy;
}

// Three states of the files, three ways to read them without a trace. (Plain mode=ro would write
// its read marks into the -shm, or make one.)
Connection copy_without_trace(const std::string& path, Seconds busy) {
  for (int tries = 0; tries < kOpenTries; ++tries) {
    const bool log = file_exists(path + "-wal");
    if (log && file_exists(path + "-shm")) return copy_of(path, "readonly_shm=1", false, busy);
    if (log) return copy_of(path, "vfs=unix-none", true, busy);
    const FileStamp before = stamp_of(path);
    Connection copy = copy_of(path, "immutable=1", false, busy);
    // A writer that came meanwhile may have torn the copy.
    if (before == stamp_of(path) && !file_exists(path + "-wal")) return copy;
  }
  return copy_of(path, "readonly_shm=1", false, busy);
}

}  // namespace

Connection open_store(const std::string& given, Seconds busy, std::span<const Migration> steps) {
  const std::string path = resolved_store_path(given);
  try {
    return open_or_set_up(path, busy, steps);
  } catch (const SQLite::Exception& failure) {
    throw translated(failure, path, busy);
  }
}

Connection open_existing_store(const std::string& given, Seconds busy,
                               std::span<const Migration> steps) {
  const std::string path = resolved_store_path(given);
  try {
    if (inspect_store_file(path) == StoreFile::present) {
      if (Connection connection = connect_if_current(path, busy, steps)) return connection;
    }
  } catch (const SQLite::Exception& failure) {
    throw translated(failure, path, busy);
  }
  throw Error(ErrorKind::try_again, store_called(path) + ": it is missing, empty or an older one",
              "start the program again");
}

Connection open_dry_run_copy(const std::string& given, Seconds busy,
                             std::span<const Migration> steps) {
  const std::string path = resolved_store_path(given);
  if (inspect_store_file(path) != StoreFile::present) return open_in_memory(steps);
  try {
    Connection copy = copy_without_trace(path, busy);
    if (schema_state(*copy, steps) == SchemaState::older) check_whole(*copy, path, steps);
    migrate(*copy, steps);
    return copy;
  } catch (const SQLite::Exception& failure) {
    throw translated(failure, path, busy);
  }
}

Connection open_in_memory(std::span<const Migration> steps) {
  try {
    auto connection = std::make_unique<SQLite::Database>(
        ":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    migrate(*connection, steps);
    return connection;
  } catch (const SQLite::Exception& failure) {
    throw translated(failure, ":memory:", Seconds{0});
  }
}

}  // namespace execassist::store
