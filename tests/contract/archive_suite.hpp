// What every archive promises (ports/archive.hpp), checked on each implementation.
#pragma once

#include <execassist/ports/archive.hpp>

namespace execassist::testing {

// An archive that is empty.
void check_archive(Archive& archive);

}  // namespace execassist::testing
