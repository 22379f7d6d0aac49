// Compiled statements that are not in use, so that a sync of many thousand meetings compiles its
// few statements once. An idle statement is reset and holds no value and no read lock.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

namespace SQLite {
class Database;
class Statement;
}  // namespace SQLite

namespace execassist::store {

class StatementCache {
 public:
  StatementCache();
  ~StatementCache();

  // SQLite's own exceptions pass through.
  std::unique_ptr<SQLite::Statement> take(SQLite::Database& connection, const std::string& sql);

  void give_back(std::unique_ptr<SQLite::Statement> statement) noexcept;

 private:
  std::unordered_map<std::string, std::unique_ptr<SQLite::Statement>> idle_;
};

}  // namespace execassist::store
