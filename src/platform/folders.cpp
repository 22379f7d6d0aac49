#include "platform/folders.hpp"

#include "platform/file_descriptor.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <sys/stat.h>

namespace execassist::platform {

std::string parent_folder(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

void make_parent_folders(const std::string& path) {
  const std::string folder = parent_folder(path);
  for (std::size_t end = folder.find('/', 1); true; end = folder.find('/', end + 1)) {
    const std::string part = folder.substr(0, end);
    struct stat found {};
    // mkdir on an existing folder of a read-only file system says EROFS: look before.
    if (::stat(part.c_str(), &found) != 0 && ::mkdir(part.c_str(), 0700) != 0 && errno != EEXIST) {
      const std::string why = errno_text(errno);
      throw Error(ErrorKind::failed, one_line(part) + ": cannot make the folder: " + why);
    }
    if (end == std::string::npos) return;
  }
}

}  // namespace execassist::platform
