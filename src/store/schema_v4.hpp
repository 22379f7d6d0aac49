// Step 4 of the schema: prep sessions, materials, what came in from Slack, messages to draw anew.
#pragma once

namespace execassist::store {

extern const char* const kSchemaV4;

}  // namespace execassist::store
