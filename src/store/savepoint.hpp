// A part of a transaction that can be undone alone. The destructor undoes what was not kept.
#pragma once

#include "store/database.hpp"

namespace execassist::store {

class Savepoint {
 public:
  Savepoint(const Database& database, Transaction& within);
  Savepoint(const Savepoint&) = delete;
  Savepoint& operator=(const Savepoint&) = delete;
  ~Savepoint();
  void keep();

 private:
  const Database& database_;
  bool open_ = true;
};

}  // namespace execassist::store
