// Materials in a local folder: <root>/<user_id>/<meeting_id>/<file>. Folders are 0700 and files
// 0600 whatever the umask. Nothing below the root is reached through a symbolic link, and nothing
// outside of it is written. Read and removed is a folder of that shape where it was put, also when
// the root is another one by now.
#pragma once

#include <execassist/ports/archive.hpp>

#include <string>
#include <vector>

namespace execassist::archives {

class LocalArchive final : public Archive {
 public:
  // `root`: absolute; made at the first `put`.
  explicit LocalArchive(std::string root);

  std::string location_of(const ArchiveKey& key) override;

  // A file is replaced whole; the folder, under a lock of its own, by one process at a time. Throws
  // Error{failed} also for ids and names other than letters, digits, ".", "_" and "-".
  std::string put(const ArchiveKey& key, const std::vector<MaterialFile>& files) override;
  std::string read(const std::string& location, const std::string& name) override;
  std::string path_of(const std::string& location, const std::string& name) override;
  void remove(const std::string& location) override;

 private:
  std::string root_;
};

}  // namespace execassist::archives
