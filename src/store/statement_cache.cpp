#include "store/statement_cache.hpp"

#include <exception>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>

namespace execassist::store {

namespace {

constexpr std::size_t kMostKept = 64;
constexpr std::size_t kLongestKept = 4096;  // long ones are lists of ids, hardly met twice

}  // namespace

StatementCache::StatementCache() = default;
StatementCache::~StatementCache() = default;

std::unique_ptr<SQLite::Statement> StatementCache::take(SQLite::Database& connection,
                                                        const std::string& sql) {
  const auto found = idle_.find(sql);
  if (found == idle_.end()) return std::make_unique<SQLite::Statement>(connection, sql);
  std::unique_ptr<SQLite::Statement> statement = std::move(found->second);
  idle_.erase(found);
  return statement;
}

void StatementCache::give_back(std::unique_ptr<SQLite::Statement> statement) noexcept {
  try {
    const std::string& sql = statement->getQuery();
    // A failed statement reports its failure once more when it is reset.
    if (statement->tryReset() != SQLite::OK) return;
    if (idle_.size() >= kMostKept || sql.size() > kLongestKept) return;
    statement->clearBindings();
    idle_.try_emplace(sql, std::move(statement));
  } catch (const std::exception&) {
    return;  // one statement less to use again
  }
}

}  // namespace execassist::store
