// What every use of the cryptographic library for chance needs first. Private to the room.
#pragma once

namespace execassist {

// Throws Error{failed} when the system gives no random numbers. Cheap after the first call; may be
// called from several threads at once.
void require_random_source();

}  // namespace execassist
