// flock on a lock file. The file is never removed: a lock on a removed file excludes nobody.
#pragma once

#include <execassist/ports/files.hpp>

#include <memory>
#include <string>

namespace execassist::platform {

// Null when another process, or this one, holds it. Throws Error{failed} when the file cannot be
// made.
std::unique_ptr<HeldLock> try_file_lock(const std::string& path);

}  // namespace execassist::platform
