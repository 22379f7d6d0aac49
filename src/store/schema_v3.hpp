// Step 3 of the schema: escalations, what became of accepted messages, channels that do not work.
#pragma once

namespace execassist::store {

extern const char* const kSchemaV3;

}  // namespace execassist::store
