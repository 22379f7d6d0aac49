// Step 1 of the schema: everything up to the outbox. Instants are Unix seconds; enumerations are
// stored by their names and checked; the views are for people with sqlite3.
#pragma once

namespace execassist::store {

extern const char* const kSchemaV1;

}  // namespace execassist::store
