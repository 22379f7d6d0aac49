// A connection that is opened when it is first used, for parts that many commands carry and few
// need.
#pragma once

#include "store/database.hpp"

#include <functional>
#include <optional>
#include <utility>

namespace execassist::store {

class LazyDatabase {
 public:
  LazyDatabase(Database open) : database_(std::move(open)) {}
  LazyDatabase(std::function<Database()> opening) : opening_(std::move(opening)) {}

  // Throws what Database::open throws. REQUIRES: one thread at a time.
  Database& get() {
    if (!database_) database_.emplace(opening_());
    return *database_;
  }

 private:
  std::function<Database()> opening_;
  std::optional<Database> database_;
};

}  // namespace execassist::store
