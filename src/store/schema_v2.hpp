// Step 2 of the schema: sign-ins, looked-up addresses, and which series a meeting is of. No column
// and no view holds a secret in the clear.
#pragma once

namespace execassist::store {

extern const char* const kSchemaV2;

}  // namespace execassist::store
