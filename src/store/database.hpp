// The SQLite file and its transactions. It has no domain verb: each aggregate has a repository with
// its own SQL. Creation, the switch to WAL and migrations run under flock on "<db>.lock"; an open
// on an existing store sets no journal mode (40 first users at once would otherwise meet "locked"
// in spite of busy_timeout). One connection per process; not thread-safe.
#pragma once

#include "store/store_file.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/instant.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace SQLite {
class Database;
class Statement;
}  // namespace SQLite

namespace execassist::store {

enum class OpenMode {
  read_write,  // created and migrated where needed; files 0600, folders 0700
  existing,    // to write, yet neither created nor migrated: try_again where that is needed
  dry_run,     // a migrated copy in memory; the files stay as they are, missing ones stay missing
};

class StatementCache;
class Transaction;

class Database {
 public:
  // Throws Error. failed: newer than this program, corrupt (hint: how to restore), read-only, full,
  // on a network file system. try_again: locked for longer than `busy` allows.
  static Database open(const std::string& path, OpenMode mode, Seconds busy = Seconds{10});
  static Database in_memory();  // for tests

  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  // BEGIN IMMEDIATE. Only one at a time. Throws try_again when the store stays locked.
  Transaction begin();
  // The same, but waits no longer than that for others.
  Transaction begin(std::chrono::milliseconds longest);
  // Nothing when others hold the store for so long; throws what else may be wrong.
  std::unique_ptr<Transaction> try_begin(std::chrono::milliseconds longest);

  // Why nothing can be written through this connection any more, by any transaction: a newer
  // program has migrated the store, or lost_file().
  std::optional<Error> taken_over() const;
  // The file was removed or replaced: what is written still goes into the old one, where nobody
  // looks. Asks the file system only, so that any thread may call it.
  std::optional<Error> lost_file() const;

  int schema_version() const;
  // A write that changes nothing, yet needs a place on the disk.
  void rewrite_version(Transaction& transaction);
  const std::string& path() const { return path_; }  // ":memory:" for copies

  SQLite::Database& connection() const { return *connection_; }  // for repositories
  StatementCache& statements() const { return *statements_; }    // for repositories

 private:
  Database(std::string path, std::unique_ptr<SQLite::Database> connection);

  std::string path_;
  std::unique_ptr<SQLite::Database> connection_;
  std::unique_ptr<StatementCache> statements_;  // goes before the connection
  std::optional<FileId> file_;                  // as it was opened; nothing: a copy in memory
};

// To write you need one of these. The destructor rolls back what was not committed. Beginning one
// also throws try_again when the store was taken over meanwhile.
class Transaction {
 public:
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit();

 private:
  friend class Database;
  Transaction(const Database& database, std::optional<std::chrono::milliseconds> longest);
  void roll_back() noexcept;

  SQLite::Database& connection_;
  bool open_ = true;
};

}  // namespace execassist::store
