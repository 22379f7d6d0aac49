#include "store/savepoint.hpp"

#include "store/query.hpp"

#include <execassist/base/error.hpp>

namespace execassist::store {

Savepoint::Savepoint(const Database& database, Transaction&) : database_(database) {
  Query(database_, "SAVEPOINT part").run();
}

void Savepoint::keep() {
  Query(database_, "RELEASE part").run();
  open_ = false;
}

// Where it fails SQLite has rolled back the whole transaction, and its commit will say so.
Savepoint::~Savepoint() {
  if (!open_) return;
  try {
    Query(database_, "ROLLBACK TO part").run();
    Query(database_, "RELEASE part").run();
  } catch (const Error&) {
  }
}

}  // namespace execassist::store
