// The SQLite file and its transactions. It has no domain verb: each aggregate has a repository with
// its own SQL. Creation, the switch to WAL and migrations run under flock on "<db>.lock"; an open
// on an existing store sets no journal mode (40 first users at once would otherwise meet "locked"
// in spite of busy_timeout). One connection per process; not thread-safe.
#pragma once

#include <execassist/base/instant.hpp>

#include <memory>
#include <string>

namespace SQLite {
class Database;
class Statement;
}  // namespace SQLite

namespace execassist::store {

enum class OpenMode {
  read_write,  // created and migrated where needed; files 0600, folders 0700
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

  int schema_version() const;
  const std::string& path() const { return path_; }  // ":memory:" for copies

  SQLite::Database& connection() const { return *connection_; }  // for repositories
  StatementCache& statements() const { return *statements_; }    // for repositories

 private:
  Database(std::string path, std::unique_ptr<SQLite::Database> connection);

  std::string path_;
  std::unique_ptr<SQLite::Database> connection_;
  std::unique_ptr<StatementCache> statements_;  // goes before the connection
};

// To write you need one of these. The destructor rolls back what was not committed. Beginning one
// also throws try_again when a newer program has migrated the store meanwhile.
class Transaction {
 public:
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit();

 private:
  friend class Database;
  explicit Transaction(SQLite::Database& connection);
  void roll_back() noexcept;

  SQLite::Database& connection_;
  bool open_ = true;
};

}  // namespace execassist::store
