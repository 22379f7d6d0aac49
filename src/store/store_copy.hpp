// Copies of a store by SQLite's backup API: a consistent one also while others write. (A copy by
// the file system would miss what is still in the log, and drop SQLite's locks.)
#pragma once

#include <string>

namespace SQLite {
class Database;
}

namespace execassist::store {

// Everything, into an empty database. SQLite's own exceptions pass through.
void copy_into(SQLite::Database& from, SQLite::Database& to);

// The copy that is kept before a store is migrated: "<path>.before-v<next_version>", mode 0600. One
// that is there already stays as it is: when it holds something else (an earlier attempt, after
// which the older program went on), the new one is numbered, "<path>.before-v5.2". Returns its
// path. REQUIRES: the lock is held. Throws Error{failed} when it cannot be made; nothing of it is
// left behind then.
std::string keep_copy(SQLite::Database& from, const std::string& path, int next_version);

}  // namespace execassist::store
