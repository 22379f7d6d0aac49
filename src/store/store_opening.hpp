// Opening the store. A new one is made beside its place and renamed into it when it is whole, so
// that nobody ever meets half a schema; an existing one is migrated where it stands, after a copy.
// Both happen under the lock; an open of a current store takes none. The steps are an argument so
// that tests can bring their own.
#pragma once

#include "store/migrations.hpp"

#include <execassist/base/instant.hpp>

#include <memory>
#include <span>
#include <string>

namespace execassist::store {

using Connection = std::unique_ptr<SQLite::Database>;

Connection open_store(const std::string& path, Seconds busy, std::span<const Migration> steps);

// A store that is there and current; nothing is made, migrated or moved. Throws try_again for
// others.
Connection open_existing_store(const std::string& path, Seconds busy,
                               std::span<const Migration> steps);

// A migrated copy in memory. Writes nothing beside or into the store, not even what SQLite itself
// keeps there for its readers (-shm).
Connection open_dry_run_copy(const std::string& path, Seconds busy,
                             std::span<const Migration> steps);

Connection open_in_memory(std::span<const Migration> steps);

}  // namespace execassist::store
