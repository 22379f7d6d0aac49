// Folders on the way to a file of ours. Private to the room.
#pragma once

#include <string>

namespace execassist::platform {

// "." for a bare name.
std::string parent_folder(const std::string& path);

// Missing ones are made with mode 0700. Throws Error{failed}.
void make_parent_folders(const std::string& path);

}  // namespace execassist::platform
