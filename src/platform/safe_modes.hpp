// Who may change, or read, a file that we obey: the configuration, the rules, secret files. A
// folder counts too, since whoever may write there can put another file in its place; with the
// sticky bit
// (/tmp) only the owner can, and the file's owner was checked. A symbolic link is judged by both of
// its ends.
#pragma once

#include <string>

namespace execassist::platform {

// Throws Error{configuration} with the chmod or chown that helps; Error{failed} when the file
// cannot be examined.
void check_safe_modes(const std::string& path, bool secret);

}  // namespace execassist::platform
